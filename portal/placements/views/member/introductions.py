"""One introduction: where it stands, whom to call, what comes next, what happened."""
# ruff: noqa: A002 - addresses call what they are about `id`

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask import Response, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.accounts import queries as accounts
from portal.audit import queries as audit
from portal.availability import queries as availability
from portal.availability.domain import AvailabilityRow
from portal.infra import clock
from portal.infra.web import Audience, acting_for, allow, ask, perform, reading, say
from portal.infra.web.pages import not_found
from portal.kernel.events import Ref
from portal.kernel.outcomes import Refusal
from portal.organisations import queries as organisations
from portal.organisations.domain import LicenceVerdict
from portal.organisations.queries import BranchRow, OrganisationRow
from portal.placements import queries
from portal.placements.introductions.domain.answers import NotYours, OnHold, Side
from portal.placements.introductions.domain.engagement import EngagementState
from portal.placements.introductions.domain.introductions import IntroductionState
from portal.placements.introductions.facts import Facts, facts_of_engagement
from portal.placements.introductions.forms import ExtendForm, GiveBackForm
from portal.placements.introductions.service import introductions as service
from portal.placements.introductions.service.pairs import hold_among, refs_of
from portal.placements.offers.domain.offers import OfferState
from portal.placements.rows import EngagementRow, IntroductionCounts, IntroductionRow, OfferRow, PlacementRow
from portal.placements.trail import TrailLine, trail_lines
from portal.placements.views.member import member_pages
from portal.placements.views.member.check_lines import CheckLine, check_lines
from portal.placements.views.member.safety_lines import SafetyLine, safety_lines
from portal.placements.words import refusal_words, side_words
from portal.placements.work.domain.placements import PlacementState
from portal.vacancies import queries as vacancies
from portal.vacancies.domain import VacancyRow
from portal.workers import queries as workers
from portal.workers.listings import Listing, listings
from portal.workers.seen import crew, note_seen


@dataclass(frozen=True)
class PersonLine:
    """One worker of the introduction, as this side may see them."""

    number: int
    called: str
    """Name for the provider; first name for the employer once accepted, else empty."""
    offer: OfferRow
    placement: PlacementRow | None
    has_email: bool
    phone: str | None
    listing: Listing | None
    """For the provider: whether the worker refuses to be on its list."""


@dataclass(frozen=True)
class Contact:
    """Whom to call on the other side."""

    organisation: OrganisationRow
    branch: BranchRow | None
    on_behalf_of: str | None


@dataclass(frozen=True)
class IntroductionPage:
    """One introduction for one side."""

    row: IntroductionRow
    side: Side
    title: str
    lot: AvailabilityRow
    vacancy: VacancyRow
    other: Contact | None
    """None where contacts are withheld."""
    verdict: LicenceVerdict
    hold: OnHold | None
    counts: IntroductionCounts
    agreed: EngagementRow | None
    proposed: EngagementRow | None
    people: tuple[PersonLine, ...]
    checks: Mapping[UUID, CheckLine]
    """By placement, for those who hold a place."""
    safety: Mapping[UUID, SafetyLine]
    """By placement, for those who are expected."""
    trail: tuple[TrailLine, ...]
    terms: Facts
    """Of the newest version, agreed or proposed."""
    problem: str
    extend: ExtendForm
    now: datetime

    @property
    def is_open(self) -> bool:
        return self.row.state is IntroductionState.OPEN

    @property
    def unsafe(self) -> int:
        """How many workers lack something before the first shift."""
        return sum(1 for one in self.safety.values() if one.lacks)

    @property
    def roll_call_due(self) -> bool:
        return any(
            one.placement
            and one.placement.state is PlacementState.EXPECTED
            and one.placement.first <= self.now.date()
            for one in self.people
        )

    @property
    def placed(self) -> tuple[PersonLine, ...]:
        return tuple(one for one in self.people if one.placement and one.placement.state.takes_place)

    @property
    def unchecked(self) -> int:
        """Workers who hold a place and whose right to work nobody has checked."""
        return sum(1 for one in self.checks.values() if not one.is_checked)

    @property
    def may_withdraw(self) -> bool:
        return self.is_open and not any(one.placement for one in self.people)


@member_pages.get("/introductions/<uuid:id>")
@allow(Audience.MEMBER)
def introduction(id: UUID) -> ResponseReturnValue:
    """One introduction: its state, what one can do, contacts, engagement, people, what happened."""
    return draw_introduction(id)


@member_pages.post("/introductions/<uuid:id>/withdraw")
@allow(Audience.MEMBER)
def withdraw(id: UUID) -> ResponseReturnValue:
    """Take the introduction back while nobody has accepted."""
    match perform(service.withdraw_introduction, acting_for(), id):
        case IntroductionState():
            say(gettext("The introduction is withdrawn. All its heads are free again."))
            return redirect(url_for(".introduction", id=id), 303)
        case NotYours():
            return not_found()
        case Refusal() as refusal:
            return draw_introduction(id, problem=refusal_words(refusal))


@member_pages.post("/introductions/<uuid:id>/give-back")
@allow(Audience.MEMBER)
def give_back(id: UUID) -> ResponseReturnValue:
    """Let others have unfilled places."""
    form = GiveBackForm()
    if not form.validate_on_submit():
        return draw_introduction(id, give_back=form)
    match perform(service.give_back_places, acting_for(), id, form.places.data or 0):
        case int():
            say(gettext("The places are given back and open again on both posts."))
            return redirect(url_for(".introduction", id=id), 303)
        case NotYours():
            return not_found()
        case Refusal() as refusal:
            form.fail("places", refusal_words(refusal))
            return draw_introduction(id, give_back=form)


@member_pages.post("/introductions/<uuid:id>/extend")
@allow(Audience.MEMBER)
def extend(id: UUID) -> ResponseReturnValue:
    """Propose a later last day."""
    form = ExtendForm()
    if not form.validate_on_submit():
        return draw_introduction(id, extend=form)
    match perform(service.propose_extension, acting_for(), id, form.until.data or date.min):
        case NotYours():
            return not_found()
        case Refusal() as refusal:
            form.fail("until", refusal_words(refusal))
            return draw_introduction(id, extend=form)
        case _:
            say(gettext("Your proposal is on its way to the other side."))
            return redirect(url_for(".introduction", id=id), 303)


@member_pages.post("/introductions/<uuid:id>/extend/agree")
@allow(Audience.MEMBER)
def agree_extension(id: UUID) -> ResponseReturnValue:
    """Agree to the later last day."""
    match perform(service.agree_extension, acting_for(), id):
        case NotYours():
            return not_found()
        case Refusal() as refusal:
            return draw_introduction(id, problem=refusal_words(refusal))
        case _:
            say(gettext("Agreed. The work goes on, and we tell the workers who have an e-mail address."))
            return redirect(url_for(".introduction", id=id), 303)


def own(id: UUID) -> tuple[IntroductionRow, Side]:
    """The introduction of the viewer's organisation; another's is not found."""
    row = queries.introduction(reading(), acting_for(), id)
    side = row.side_of(acting_for()) if row else None
    if row is None or side is None:
        not_found()
    return row, side


def draw_introduction(
    id: UUID,
    *,
    problem: str = "",
    give_back: GiveBackForm | None = None,
    extend: ExtendForm | None = None,
) -> Response:
    """The page, with what was wrong in one of its forms."""
    session = reading()
    row, side = own(id)
    lot = availability.availability(session, row.availability_id)
    vacancy = vacancies.vacancy(session, row.vacancy_id)
    if lot is None or vacancy is None:
        not_found()
    engagements = queries.engagements_of(session, id)
    people = people_of(row, side)
    agreed = next((one for one in engagements if one.state is EngagementState.AGREED), None)
    form = (
        (agreed or engagements[0]).terms.form if engagements else next(iter(sorted(vacancy.engagement)), None)
    )
    shown = IntroductionPage(
        row=row,
        side=side,
        title=gettext("%(title)s, %(town)s", title=vacancy.title, town=vacancy.town),
        lot=lot,
        vacancy=vacancy,
        other=_contact(row, side, lot, vacancy),
        verdict=organisations.licence_verdict(
            session,
            row.provider_id,
            vacancy.country,
            vacancy.sector,
            form.value if form else "agency",
            row.first,
        ),
        hold=hold_among(session, _refs(row)),
        counts=queries.counts_of(session, [row])[id],
        agreed=agreed,
        proposed=next((one for one in engagements if one.state is EngagementState.PROPOSED), None),
        people=people,
        checks=check_lines(row, [one.placement for one in people if one.placement]),
        safety=safety_lines([one.placement for one in people if one.placement], side),
        trail=_trail(row, people),
        terms=facts_of_engagement(engagements[0].terms) if engagements else (),
        problem=problem,
        extend=extend or ExtendForm(formdata=None),
        now=clock.now(),
    )
    back = give_back or GiveBackForm(formdata=None)
    if give_back is None:
        back.places.data = shown.counts.unfilled or None
    response = ask("placements/member/introduction.html", back, shown)
    if problem or shown.extend.errors:
        response.status_code = 422
    return response


def people_of(row: IntroductionRow, side: Side) -> tuple[PersonLine, ...]:
    """Everybody named; the employer reads a first name only of those who accepted."""
    session = reading()
    offers = queries.offers_of(session, row.id)
    placed = {one.offer_id: one for one in queries.placements_of(session, row.id)}
    known = workers.workers(session, [one.worker_id for one in offers])
    told = listings(session, known)
    lines = []
    for one in offers:
        worker, placement = known.get(one.worker_id), placed.get(one.id)
        called = ""
        if worker and side is Side.PROVIDER:
            called = worker.name
        elif worker and one.state is OfferState.ACCEPTED:
            called = worker.first_name
        mine = side is Side.PROVIDER and worker is not None
        lines.append(
            PersonLine(
                number=one.number,
                called=called,
                offer=one,
                placement=placement,
                has_email=bool(mine and worker and worker.email),
                phone=worker.phone if mine and worker else None,
                listing=told[one.worker_id] if mine else None,
            )
        )
    if any(one.called for one in lines):
        note_seen(crew(row.id))
    return tuple(lines)


def _contact(row: IntroductionRow, side: Side, lot: AvailabilityRow, vacancy: VacancyRow) -> Contact | None:
    """Contacts are shared while the introduction lives, with whoever the law does not exclude."""
    if row.excluded_by or row.state is IntroductionState.WITHDRAWN:
        return None
    session = reading()
    post = vacancy if side is Side.PROVIDER else lot
    other = organisations.organisation(session, post.organisation_id)
    if other is None:
        return None
    branch = organisations.branch(session, post.branch_id) if post.branch_id else None
    return Contact(
        other,
        branch or next(iter(organisations.branches_of(session, other.id)), None),
        post.on_behalf_of,
    )


def _refs(row: IntroductionRow) -> tuple[Ref, ...]:
    return refs_of(
        match_id=row.match_id,
        availability_id=row.availability_id,
        vacancy_id=row.vacancy_id,
        provider_id=row.provider_id,
        employer_id=row.employer_id,
    )


def _trail(row: IntroductionRow, people: Iterable[PersonLine]) -> tuple[TrailLine, ...]:
    """What happened, newest first: on the match, the introduction, its offers and placements."""
    session = reading()
    numbers = {one.offer.id: one.number for one in people}
    numbers |= {one.placement.id: one.number for one in people if one.placement}
    refs = [Ref("match", row.match_id), row.ref]
    refs += [Ref("offer", one.offer.id) for one in people]
    refs += [Ref("placement", one.placement.id) for one in people if one.placement]
    entries = audit.trail(session, refs)
    known = accounts.people(session, {entry.actor for entry in entries})
    ours = {one.person_id for one in organisations.members_of(session, acting_for())}
    who = {key: person.name for key, person in known.items() if key in ours}
    return tuple(reversed(list(trail_lines(entries, numbers, who, side_words))))
