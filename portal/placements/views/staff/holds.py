"""What is held and why; holding and releasing."""

from dataclasses import dataclass
from uuid import UUID

import flask_babel as babel
from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from portal.accounts import queries as accounts
from portal.compliance.holds import queries as holding
from portal.compliance.holds import service as compliance_service
from portal.compliance.holds.domain import HoldCause
from portal.compliance.holds.queries import HoldRow
from portal.compliance.holds.service import AlreadyHeld, HoldPlaced, HoldReleased, NotHeld
from portal.infra.web import Audience, allow, ask, page, perform, reading, say
from portal.infra.web.pages import safe_next
from portal.kernel.events import Ref
from portal.placements.holds.forms import HoldForm, ReleaseForm
from portal.placements.holds.reach import HELD_KINDS, HoldScope, scope_of_hold
from portal.placements.views.staff import staff_pages

_ = babel.gettext


@dataclass(frozen=True)
class HoldPage:
    scope: HoldScope
    hold: HoldRow | None
    placed_by: str
    back: str


@dataclass(frozen=True)
class HoldsPage:
    lines: list["HeldThing"]
    by_decision: bool
    """Only what a person decided, and a person lifts."""


@dataclass(frozen=True)
class HeldThing:
    ref: Ref
    what: str
    hold: HoldRow
    placed_by: str


@allow(Audience.COMPLIANCE)
@staff_pages.get("/holds")
def holds() -> ResponseReturnValue:
    """Everything that is held now, or only what a person lifts; the longest held first."""
    session, by_decision = reading(), request.args.get("cause") == HoldCause.DECISION
    open_holds = [
        one for one in holding.open_holds(session) if not by_decision or one.cause is HoldCause.DECISION
    ]
    people = accounts.people(session, {hold.placed_by for hold in open_holds})
    lines = [
        HeldThing(
            ref=hold.ref,
            what=scope.what if (scope := scope_of_hold(session, hold.ref)) else str(hold.ref),
            hold=hold,
            placed_by=people[hold.placed_by].name if hold.placed_by in people else _("the portal"),
        )
        for hold in open_holds
    ]
    return page("placements/staff/holds.html", HoldsPage(lines, by_decision))


@allow(Audience.COMPLIANCE)
@staff_pages.route("/hold/<kind>/<uuid:id>", methods=["GET", "POST"])
def hold(kind: str, id: UUID) -> ResponseReturnValue:  # noqa: A002 - the address's own word
    """What a hold would stop, and placing it."""
    about, shown = _hold_page(kind, id)
    form = HoldForm()
    if form.validate_on_submit():
        match perform(compliance_service.hold, about, form.reason.data):
            case HoldPlaced():
                say(_("%(what)s is held.", what=shown.scope.what))
                return redirect(shown.back, 303)
            case AlreadyHeld(reason):
                form.fail("reason", _("Somebody held it before, because: %(reason)s", reason=reason))
    return ask("placements/staff/hold.html", form, shown)


@allow(Audience.COMPLIANCE)
@staff_pages.route("/release/<kind>/<uuid:id>", methods=["GET", "POST"])
def release(kind: str, id: UUID) -> ResponseReturnValue:  # noqa: A002 - the address's own word
    """Why it was held, and releasing it."""
    about, shown = _hold_page(kind, id)
    form = ReleaseForm()
    if form.validate_on_submit():
        match perform(compliance_service.release, about, form.reason.data):
            case HoldReleased():
                say(_("%(what)s is released.", what=shown.scope.what))
                return redirect(shown.back, 303)
            case NotHeld():
                form.fail("reason", _("Nothing holds it any more."))
    return ask("placements/staff/release.html", form, shown)


@staff_pages.app_template_global()
def hold_on_organisation(organisation_id: UUID) -> HoldRow | None:
    """The hold that an organisation is under, for pages of features that know no holds."""
    return holding.open_hold(reading(), Ref("organisation", organisation_id))


def _hold_page(kind: str, thing: UUID) -> tuple[Ref, HoldPage]:
    about = Ref(kind, thing)
    scope = scope_of_hold(reading(), about) if kind in HELD_KINDS else None
    if scope is None:
        raise NotFound
    standing = holding.open_hold(reading(), about)
    placed_by = accounts.person(reading(), standing.placed_by) if standing else None
    home = url_for(".match", id=thing) if kind == "match" else url_for(".holds")
    back = safe_next(request.values.get("back")) or home
    return about, HoldPage(scope, standing, placed_by.name if placed_by else _("the portal"), back)
