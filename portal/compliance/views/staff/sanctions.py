"""Sanctions for staff: what waits, what stands, and deciding on it as a second person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from portal.accounts import queries as accounts
from portal.accounts.queries import PersonRow
from portal.compliance.findings.words import message, title_of
from portal.compliance.sanctions import queries
from portal.compliance.sanctions.domain import EndProposed, Sanction, SanctionAct, SanctionState, acts_on
from portal.compliance.sanctions.forms import DecideForm
from portal.compliance.sanctions.queries import Grounds
from portal.compliance.sanctions.service import decide
from portal.compliance.sanctions.words import refusal_words
from portal.compliance.views.staff import staff_pages
from portal.infra import clock
from portal.infra.web import Audience, allow, ask, page, perform, reading, say, viewer
from portal.kernel.outcomes import Refusal
from portal.organisations import queries as organisations


@dataclass(frozen=True)
class SanctionLine:
    sanction: Sanction
    organisation: str
    ending_by: str
    """Who would end it; empty where nobody would."""


@dataclass(frozen=True)
class SanctionsPage:
    lines: Sequence[SanctionLine]
    is_pending: bool
    now: datetime


@dataclass(frozen=True)
class SanctionPage:
    sanction: Sanction
    organisation: str
    rule: str
    grounds: Grounds | None
    grounds_in_words: str
    people: Mapping[UUID, PersonRow]
    can_decide: bool
    waits_until: datetime | None


@allow(Audience.COMPLIANCE)
@staff_pages.get("/sanctions")
def sanctions() -> ResponseReturnValue:
    """What waits for a decision or stands; or what is over."""
    session, is_pending = reading(), request.args.get("show") != "over"
    found = queries.sanctions(session, pending=is_pending)
    names = organisations.organisations(session, {one.organisation_id for one in found})
    people = accounts.people(session, {one.ending_by for one in found if one.ending_by})
    lines = [
        SanctionLine(
            one,
            names[one.organisation_id].name,
            people[one.ending_by].name if one.ending_by in people else "",
        )
        for one in found
    ]
    return page("compliance/staff/sanctions.html", SanctionsPage(lines, is_pending, clock.now()))


@allow(Audience.COMPLIANCE)
@staff_pages.route("/sanctions/<uuid:sanction_id>", methods=["GET", "POST"])
def sanction(sanction_id: UUID) -> ResponseReturnValue:
    """One sanction, with its grounds and the reply; deciding on it."""
    found = queries.sanction(reading(), sanction_id)
    if found is None:
        raise NotFound
    form = DecideForm()
    form.offer(_acts(found))
    if form.validate_on_submit():
        outcome = perform(decide, sanction_id, SanctionAct(str(form.act.data)), form.reason.data)
        if isinstance(outcome, Refusal):
            form.fail("act", refusal_words(outcome))
        else:
            say(
                _("Proposed. It stands until a second person decides.")
                if isinstance(outcome, EndProposed)
                else _("It is decided.")
                if form.act.data == SanctionAct.KEEP.value
                else _("It is decided, and the organisation is told.")
            )
            return redirect(url_for("compliance_staff.sanction", sanction_id=sanction_id), 303)
    return ask("compliance/staff/sanction.html", form, _page(found))


def _acts(found: Sanction) -> list[SanctionAct]:
    """What this person may do with it now."""
    acts = acts_on(found)
    is_pending = found.state is SanctionState.PROPOSED or found.ending is not None
    first = found.ending_by if found.ending is not None else found.proposed_by
    if is_pending and first == viewer.person_id:
        return []
    waits = found.reply is None and clock.now() < found.reply_until
    return [act for act in acts if not (act is SanctionAct.IMPOSE and waits)]


def _page(found: Sanction) -> SanctionPage:
    session = reading()
    grounds = queries.grounds_of(session, found.id)
    people = {one for one in (found.proposed_by, found.decided_by, found.ending_by, found.ended_by) if one}
    waits = found.state is SanctionState.PROPOSED and found.reply is None and clock.now() < found.reply_until
    organisation = organisations.organisation(session, found.organisation_id)
    return SanctionPage(
        sanction=found,
        organisation=organisation.name if organisation else "",
        rule=title_of(grounds.finding.rule) if grounds else "",
        grounds=grounds,
        grounds_in_words=message(grounds.finding) if grounds else "",
        people=accounts.people(session, people),
        can_decide=bool(_acts(found)),
        waits_until=found.reply_until if waits else None,
    )
