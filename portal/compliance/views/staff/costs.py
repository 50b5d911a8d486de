"""Exceptions that jurisdictions make from the ILO's definition, and proofs of costs that staff look at."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from portal.accounts import queries as accounts
from portal.accounts.queries import PersonRow
from portal.compliance.costs.categories import cost_categories
from portal.compliance.costs.exceptions import (
    AlreadySo,
    KnownException,
    NoSuchException,
    Switched,
    known_exceptions,
    switch_exception,
    switches,
)
from portal.compliance.costs.forms.exceptions import SwitchForm
from portal.compliance.costs.service import mark_proof_seen
from portal.compliance.views.staff import staff_pages
from portal.infra import clock
from portal.infra.web import Audience, allow, ask, page, perform, reading, say, viewer
from portal.kernel.events import Ref
from portal.kernel.outcomes import Refusal
from portal.kernel.viewer import StaffRole

PROVABLE = ("availability", "vacancy")


@dataclass(frozen=True)
class ShownException:
    """One exception with every condition, and who switched it last."""

    known: KnownException
    covers: tuple[str, ...]
    switched: Switched | None
    by: str
    in_force: bool
    can_switch: bool

    @property
    def is_enabled(self) -> bool:
        return self.switched is not None and self.switched.enabled

    @property
    def lacks(self) -> tuple[str, ...]:
        """Conditions that are not met, so that it clears nothing even if it is enabled."""
        terms = self.known.terms
        return tuple(
            words
            for met, words in (
                (terms.in_workers_interest, _("it is not known to be in the workers' interest")),
                (terms.partners_consulted, _("the social partners are not known to have been consulted")),
                (bool(terms.worker_categories), _("it names no categories of workers")),
                (bool(terms.cost_categories), _("it names no costs")),
                (self.in_force, _("it is not in force today")),
            )
            if not met
        )


@allow(Audience.OPERATOR, Audience.COMPLIANCE)
@staff_pages.get("/exceptions")
def exceptions() -> ResponseReturnValue:
    """Every exception that is known, whether it counts, and why."""
    acts = switches(reading())
    people = accounts.people(reading(), {one.by for one in acts.values()})
    return page(
        "compliance/staff/exceptions.html",
        [_shown(known, acts.get(key), people) for key, known in known_exceptions().items()],
    )


@allow(Audience.OPERATOR)
@staff_pages.route("/exceptions/<exception>", methods=["GET", "POST"])
def exception(exception: str) -> ResponseReturnValue:
    """Let one exception count, or stop it, with the reason."""
    known = known_exceptions().get(exception)
    if known is None:
        raise NotFound
    acts = switches(reading())
    shown = _shown(known, acts.get(exception), accounts.people(reading(), {one.by for one in acts.values()}))
    form = SwitchForm()
    if form.validate_on_submit():
        wanted = request.form.get("wanted") == "enabled"
        match perform(switch_exception, exception, enabled=wanted, reason=form.reason.data or ""):
            case Switched(enabled=True):
                say(_("It counts from now on, where staff attach it to a cost."))
            case Switched():
                say(_("It no longer counts."))
            case AlreadySo():
                say(_("Somebody did that before you."))
            case NoSuchException():
                raise NotFound
        return redirect(url_for("compliance_staff.exceptions"), 303)
    return ask("compliance/staff/exception.html", form, shown)


def _shown(
    known: KnownException, switched: Switched | None, people: Mapping[UUID, PersonRow]
) -> ShownException:
    terms, today = known.terms, clock.today()
    person = people.get(switched.by) if switched else None
    return ShownException(
        known=known,
        covers=tuple(cost_categories()[code].covers for code in sorted(terms.cost_categories)),
        switched=switched,
        by=person.name if person else "",
        can_switch=StaffRole.OPERATOR in viewer.staff,
        in_force=terms.since <= today and (terms.until is None or today <= terms.until),
    )


@allow(Audience.COMPLIANCE)
@staff_pages.post("/costs/<kind>/<uuid:id>/<int:version>/<int:position>/seen")
def see_proof(kind: str, id: UUID, version: int, position: int) -> ResponseReturnValue:  # noqa: A002
    """Staff looked at what proves a cost."""
    if kind not in PROVABLE:
        raise NotFound
    if isinstance(perform(mark_proof_seen, Ref(kind, id), position, version), Refusal):
        raise NotFound
    say(_("Noted: you have seen the proof."))
    return redirect(_back(), 303)


def _back() -> str:
    """The match on whose page the button stood, else the list of matches."""
    match_id = request.form.get("match", "")[:36]
    return f"/staff/matches/{match_id}" if match_id else "/staff/matches"
