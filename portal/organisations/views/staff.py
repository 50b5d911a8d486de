"""Pages on which operators decide who may join."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.accounts.queries import PersonRow, people
from portal.infra import clock
from portal.infra.web import Audience, allow, ask, page, perform, reading, say
from portal.infra.web.pages import not_found
from portal.infra.web.paging import Leaf
from portal.kernel.viewer import MemberRole
from portal.organisations import forms, queries, service
from portal.organisations.application import Check, CheckKind, Look, review
from portal.organisations.domain import NotYours, Standing, StandingForbids
from portal.organisations.events import OrganisationApproved, OrganisationRefused
from portal.organisations.files import sector_words
from portal.organisations.queries import BranchRow, OrganisationRow
from portal.organisations.service import EmailNotConfirmed
from portal.organisations.views.member import LicenceLine, licence_lines

staff_pages = Blueprint("organisations_staff", __name__)

PER_PAGE = 25


@dataclass(frozen=True)
class QueueLine:
    """An organisation that waits, with how many checks ask for a look."""

    organisation: OrganisationRow
    is_late: bool
    to_look_at: int
    wrong: int


@dataclass(frozen=True)
class QueuePage:
    """Who waits to be decided on: what is due first comes first."""

    standing: str
    lines: Sequence[QueueLine]
    counts: dict[str, int]
    now: datetime
    words: str
    """What the names were narrowed by."""
    leaf: Leaf


@staff_pages.route("/staff/organisations")
@allow(Audience.OPERATOR, Audience.COMPLIANCE)
def queue() -> ResponseReturnValue:
    """The approval queue, and the lists of those decided on."""
    session, now = reading(), clock.now()
    wanted = request.args.get("standing", "pending")
    standing = Standing(wanted) if wanted in set(Standing) else Standing.PENDING
    words = request.args.get("words", "").strip()[:80]
    rows = _narrowed(queries.organisations_in(session, standing), words)
    leaf = Leaf.of(len(rows), PER_PAGE)
    lines = [_line(row, now) for row in rows[leaf.rows]]
    counts = {one.value: 0 for one in Standing} | {
        one.value: count for one, count in queries.count_by_standing(session).items()
    }
    shown = QueuePage(standing.value, lines, counts, now, words, leaf)
    return page("organisations/staff/queue.html", shown)


def _narrowed(rows: list[OrganisationRow], words: str) -> list[OrganisationRow]:
    """Those of whose name or register number the words are a part; what is due first on top, else by name."""
    wanted = words.casefold()
    found = [row for row in rows if wanted in f"{row.name} {row.register_number or ''}".casefold()]
    if found and found[0].state is Standing.PENDING:
        return sorted(found, key=lambda row: (not row.express, row.decide_by))
    return sorted(found, key=lambda row: row.name.casefold())


def _line(row: OrganisationRow, now: datetime) -> QueueLine:
    if row.state is not Standing.PENDING:
        return QueueLine(row, is_late=False, to_look_at=0, wrong=0)
    application = queries.application(reading(), row.id)
    checks = review(application) if application else ()
    return QueueLine(
        row,
        is_late=row.decide_by < now,
        to_look_at=sum(one.look is Look.LOOK for one in checks),
        wrong=sum(one.look is Look.WRONG for one in checks),
    )


@dataclass(frozen=True)
class CheckLine:
    """One check in words."""

    look: str
    words: str
    others: Sequence[OrganisationRow]


@dataclass(frozen=True)
class StaffPage:
    """An organisation as staff see it."""

    organisation: OrganisationRow
    sectors: tuple[str, ...]
    applicant: PersonRow | None
    decided_by: str
    branches: Sequence[BranchRow]
    licences: Sequence[LicenceLine]
    members: Sequence[tuple[PersonRow, MemberRole]]
    checks: Sequence[CheckLine]
    is_pending: bool
    now: datetime


def _staff_page(organisation_id: UUID) -> StaffPage:
    session = reading()
    found = queries.organisation(session, organisation_id)
    if found is None:
        not_found()
    members = queries.members_of(session, organisation_id)
    persons = {found.registered_by, *(row.person_id for row in members)}
    known = people(session, persons | ({found.decided_by} if found.decided_by else set()))
    application = queries.application(session, organisation_id)
    checks = review(application) if application else ()
    others = queries.organisations(session, {other for one in checks for other in one.others})
    return StaffPage(
        organisation=found,
        sectors=tuple(sector_words(code) for code in found.sectors),
        applicant=known.get(found.registered_by),
        decided_by=known[found.decided_by].name if found.decided_by in known else "",
        branches=queries.branches_of(session, organisation_id),
        licences=licence_lines(queries.licences_of(session, organisation_id)),
        members=[(known[row.person_id], row.role) for row in members if row.person_id in known],
        checks=[
            CheckLine(one.look.value, check_words(one), [others[i] for i in one.others if i in others])
            for one in checks
        ],
        is_pending=found.state is Standing.PENDING,
        now=clock.now(),
    )


@staff_pages.route("/staff/organisations/<uuid:organisation_id>")
@allow(Audience.OPERATOR, Audience.COMPLIANCE)
def organisation(organisation_id: UUID) -> ResponseReturnValue:
    """One organisation with what was checked for the operator."""
    return ask("organisations/staff/organisation.html", forms.RefuseForm(), _staff_page(organisation_id))


@staff_pages.route("/staff/organisations/<uuid:organisation_id>/approve", methods=["POST"])
@allow(Audience.OPERATOR)
def approve(organisation_id: UUID) -> ResponseReturnValue:
    """Let an organisation be introduced to others."""
    shown = _staff_page(organisation_id)
    match perform(service.approve_organisation, organisation_id):
        case NotYours():
            return not_found()
        case OrganisationApproved():
            say(gettext("%(name)s is approved. They are told by mail.", name=shown.organisation.name))
            return redirect(url_for("organisations_staff.queue"), 303)
        case StandingForbids():
            say(gettext("This was decided already; nothing was changed."))
        case EmailNotConfirmed():
            say(gettext("Not approved: the applicant has not confirmed their e-mail address yet."))
    return redirect(url_for("organisations_staff.organisation", organisation_id=organisation_id), 303)


@staff_pages.route("/staff/organisations/<uuid:organisation_id>/refuse", methods=["POST"])
@allow(Audience.OPERATOR)
def refuse(organisation_id: UUID) -> ResponseReturnValue:
    """Turn an application down with a reason."""
    form, shown = forms.RefuseForm(), _staff_page(organisation_id)
    if not form.validate_on_submit():
        return ask("organisations/staff/organisation.html", form, shown)
    match perform(service.refuse_organisation, organisation_id, form.reason.data or ""):
        case NotYours():
            return not_found()
        case OrganisationRefused():
            say(gettext("%(name)s is refused. The reason is in their mail.", name=shown.organisation.name))
            return redirect(url_for("organisations_staff.queue"), 303)
        case StandingForbids():
            say(gettext("This was decided already; nothing was changed."))
    return redirect(url_for("organisations_staff.organisation", organisation_id=organisation_id), 303)


def check_words(check: Check) -> str:
    """A check's result in a sentence."""
    good = check.look is Look.GOOD
    match check.kind:
        case CheckKind.EMAIL_CONFIRMED:
            return (
                gettext("The applicant’s e-mail address is confirmed.")
                if good
                else gettext("The applicant has not confirmed their e-mail address.")
            )
        case CheckKind.MAIL_DOMAIN if good:
            return gettext("The mail domain %(domain)s fits the organisation.", domain=check.detail)
        case CheckKind.MAIL_DOMAIN:
            return gettext(
                "The mail domain %(domain)s does not show that it belongs to the organisation.",
                domain=check.detail,
            )
        case CheckKind.REGISTER_NUMBER:
            return _register_words(check)
        case CheckKind.NO_ADDRESS:
            return gettext("No registered address was given.")
        case CheckKind.LICENCES:
            return (
                gettext("Supply licences declared: %(n)s.", n=check.detail)
                if good
                else gettext("A labour provider that has declared no supply licence.")
            )
        case _:
            return _duplicate_words(check.kind, good=good)


def _register_words(check: Check) -> str:
    if not check.detail:
        return gettext("No register number was given.")
    match check.look:
        case Look.GOOD:
            return gettext("The register number %(n)s has the form of its country.", n=check.detail)
        case Look.WRONG:
            return gettext("The register number %(n)s does not have the form of its country.", n=check.detail)
        case Look.LOOK:
            return gettext(
                "Register number %(n)s; the form of numbers in this country is not known here.",
                n=check.detail,
            )


def _duplicate_words(kind: CheckKind, *, good: bool) -> str:
    match kind:
        case CheckKind.SAME_NAME:
            return gettext("Nobody else has this name.") if good else gettext("Others have the same name:")
        case CheckKind.SAME_REGISTER_NUMBER:
            return (
                gettext("Nobody else has this register number.")
                if good
                else gettext("Others have the same register number:")
            )
        case CheckKind.SAME_MAIL_DOMAIN:
            return (
                gettext("Nobody else writes from this mail domain.")
                if good
                else gettext("Others write from the same mail domain:")
            )
        case CheckKind.SAME_ADDRESS:
            return (
                gettext("Nobody else has this registered address.")
                if good
                else gettext("Others have the same registered address:")
            )
        case _:
            return (
                gettext("Nobody else has this phone number.")
                if good
                else gettext("Others have the same phone number:")
            )
