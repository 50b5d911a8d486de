"""Two approved organisations whose posts match, and each step that their match can be taken to."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from flask import Flask
from sqlalchemy.orm import Session

from portal.accounts.service.people import Registered, register_person
from portal.app import Services
from portal.availability.domain import AvailabilityTerms
from portal.availability.service import publish_availability
from portal.compliance.costs.domain import CostLine, Payer
from portal.compliance.costs.schedule import CostSchedule
from portal.infra.unit_of_work import Work
from portal.infra.web.languages import words_for_languages
from portal.kernel.events import ANYBODY, SYSTEM, ActorId, Ref
from portal.kernel.outcomes import Refusal
from portal.matching import queries as matching
from portal.organisations.domain import BranchTerms, OrganisationTerms, RegisteredAddress
from portal.organisations.service.registration import register_for
from portal.organisations.service.standing import approve_organisation
from portal.placements import queries
from portal.placements.introductions.domain.answers import Side
from portal.placements.introductions.domain.engagement import EngagementTerms, Transfer
from portal.placements.introductions.service.answers import IntroductionMade, say_yes
from portal.placements.introductions.service.engagements import agree_engagement, propose_engagement
from portal.placements.offers import service as offers
from portal.placements.offers.domain.offers import OfferState
from portal.placements.rows import OfferRow
from portal.posts.domain import EngagementForm
from portal.vacancies.domain import VacancyTerms
from portal.vacancies.service import publish_vacancy
from portal.workers.domain import read_lines
from portal.workers.own_contact import Contact, WordIsSet, hashed
from tests.slates import remembered

T = TypeVar("T")

TODAY = date(2027, 3, 1)
NOW = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)
FIRST, LAST = date(2027, 3, 8), date(2027, 5, 31)

LOT = AvailabilityTerms(
    occupation="forklift operator",
    isco="8344",
    town="Spalding",
    country="GB",
    latitude=52.787,
    longitude=-0.153,
    travel_km=50,
    work_countries=("GB",),
    available_from=TODAY,
    headcount=40,
    languages={"en": "B1"},
    engagement=frozenset({EngagementForm.LOAN}),
)
VACANCY = VacancyTerms(
    title="warehouse forklift driver",
    sector="52.10",
    occupation="forklift operator",
    isco="8344",
    town="Boston",
    country="GB",
    latitude=52.976,
    longitude=-0.026,
    starts=FIRST,
    latest_start=FIRST + timedelta(days=2),
    ends=LAST,
    headcount=20,
    pay=Decimal("14.60"),
    currency="GBP",
    hours_per_week=Decimal(40),
    start_time="06:00",
    engagement=frozenset({EngagementForm.LOAN}),
    housing_cost_week=Decimal(45),
    transport="A bus from the market place at 05:20",
    transport_cost_week=Decimal(0),
)
COSTS = CostSchedule.with_all_else_absent(
    [
        CostLine(category="COST-EQUIPMENT", payer=Payer.EMPLOYER, amount=Decimal(60), currency="GBP"),
        CostLine(category="COST-TRAINING", payer=Payer.AGENCY, amount=Decimal(85), currency="GBP"),
    ]
)
LOAN = EngagementTerms(
    form=EngagementForm.LOAN,
    employer_of_record=Side.PROVIDER,
    wages_paid_by=Side.PROVIDER,
    wages_paid_when="every Friday",
    directed_by=Side.EMPLOYER,
    safety_by=Side.EMPLOYER,
    insurer="Mutual of the Fens",
    insured_until=date(2027, 12, 31),
    charge_basis="hourly rate plus 12 %",
    recall_notice_days=7,
    return_date=LAST + timedelta(days=1),
    comparator_pay=None,
    comparator_currency=None,
    equal_treatment_from=None,
    transfer_applies=Transfer.NO,
)


@dataclass(frozen=True)
class Party:
    """One organisation and the member who acts for it."""

    organisation_id: UUID
    person_id: UUID
    duty_phone: str = ""


@dataclass(frozen=True)
class Matched:
    """A lot and a vacancy that match, and who owns them."""

    app: Flask
    provider: Party
    employer: Party
    availability_id: UUID
    vacancy_id: UUID
    match_id: UUID

    def do(self, use_case: Callable[..., T], *args: Any, by: Party | None = None, **kwargs: Any) -> T:
        """Run a use case, by a member or by nobody with an account."""
        return act(self.app, use_case, *args, by=by.person_id if by else None, **kwargs)

    def reading(self) -> Session:
        services: Services = self.app.extensions["fairshift"]
        return services.sessions()

    @property
    def lot(self) -> Ref:
        return Ref("availability", self.availability_id)

    @property
    def vacancy(self) -> Ref:
        return Ref("vacancy", self.vacancy_id)


def act(app: Flask, use_case: Callable[..., T], *args: Any, by: UUID | None = None, **kwargs: Any) -> T:
    """Run a use case in the portal's own way; without a person it is anybody with a link."""
    services: Services = app.extensions["fairshift"]
    return services.transactor.perform(use_case, ActorId(by) if by else ANYBODY, *args, **kwargs)


def _a_phone(mark: str) -> str:
    """A phone that no other organisation has."""
    return f"+441775{int(mark, 16) % 1_000_000:06}"


def a_party(app: Flask, name: str, *, supplies: bool, approved: bool = True) -> Party:
    """An organisation with one member; approved unless said otherwise."""

    def register(work: Work) -> Party:
        mark = work.new_id().hex[-8:]
        email = f"kim@{name.split(maxsplit=1)[0].lower()}-{mark}.example.org"
        person = register_person(
            work, name=f"Kim of {name}", email=email, password_hash=None, is_confirmed=True
        )
        assert isinstance(person, Registered)
        terms = OrganisationTerms(
            name=name,
            supplies=supplies,
            employs=not supplies,
            country="GB",
            register_number=work.new_id().hex[:8],
            sectors=("52",),
            contact_email=email,
            contact_phone=_a_phone(mark),
            address=RegisteredAddress(f"{int(mark, 16)} Main Street", "Spalding", "PE11 1AA"),
        )
        branch = BranchTerms(
            name="Main desk",
            place_id=None,
            town="Spalding" if supplies else "Boston",
            region=None,
            country="GB",
            latitude=52.787,
            longitude=-0.153,
            desk_email=email.replace("kim@", "desk@"),
            duty_phone=_a_phone(mark),
        )
        done = register_for(work, person.person_id, terms, branch)
        return Party(done.organisation_id, person.person_id, branch.duty_phone)

    party = act(app, register)
    if approved:
        approve(app, party)
    return party


def approve(app: Flask, party: Party) -> None:
    outcome = act(app, approve_organisation, party.organisation_id, by=party.person_id)
    assert not isinstance(outcome, Refusal), outcome


def a_lot(app: Flask, provider: Party, **changes: Any) -> UUID:
    """A published lot of forklift operators near Spalding."""
    made = act(
        app, publish_availability, provider.organisation_id, replace(LOT, **changes), by=provider.person_id
    )
    assert isinstance(made, UUID), made
    return made


def a_vacancy(app: Flask, employer: Party, **changes: Any) -> UUID:
    """A published vacancy for forklift operators in Boston."""
    made = act(
        app,
        publish_vacancy,
        employer.organisation_id,
        replace(VACANCY, **changes),
        COSTS,
        by=employer.person_id,
    )
    assert isinstance(made, UUID), made
    return made


def the_match(app: Flask, availability_id: UUID, vacancy_id: UUID) -> UUID:
    services: Services = app.extensions["fairshift"]
    with services.sessions() as session:
        rows = matching.matches_of_post(session, Ref("availability", availability_id))
        [found] = [row.id for row in rows if row.vacancy_id == vacancy_id]
        return found


@remembered
def a_match(app: Flask, *, approved: bool = True, **headcounts: int) -> Matched:
    """A provider with 40 forklift drivers, an employer who needs 20, and their match."""
    provider = a_party(app, "Fenland Labour", supplies=True, approved=approved)
    employer = a_party(app, "Wash Logistics", supplies=False, approved=approved)
    lot = a_lot(app, provider, headcount=headcounts.get("workers", 40))
    vacancy = a_vacancy(app, employer, headcount=headcounts.get("places", 20))
    return Matched(app, provider, employer, lot, vacancy, the_match(app, lot, vacancy))


@remembered
def a_match_abroad(app: Flask) -> Matched:
    """A provider with drivers in Romania, who come to work in Boston, and their match."""
    provider = a_party(app, "Carpathian Crews", supplies=True)
    employer = a_party(app, "Wash Logistics", supplies=False)
    lot = a_lot(
        app, provider, country="RO", town="Cluj-Napoca", latitude=46.77, longitude=23.6, relocates=True
    )
    vacancy = a_vacancy(app, employer, accommodation=True)
    return Matched(app, provider, employer, lot, vacancy, the_match(app, lot, vacancy))


@remembered
def introduced(at: Matched, heads: int = 5) -> UUID:
    """Both sides said yes for so many heads; returns the introduction."""
    at.do(say_yes, at.employer.organisation_id, at.match_id, heads, by=at.employer)
    made = at.do(say_yes, at.provider.organisation_id, at.match_id, heads, by=at.provider)
    assert isinstance(made, IntroductionMade), made
    return made.introduction_id


@remembered
def agreed(at: Matched, heads: int = 5, **changes: Any) -> UUID:
    """Introduced, and the engagement is agreed; returns the introduction."""
    introduction_id = introduced(at, heads)
    terms = replace(LOAN, **changes)
    version = at.do(propose_engagement, at.provider.organisation_id, introduction_id, terms, by=at.provider)
    assert isinstance(version, int), version
    done = at.do(agree_engagement, at.employer.organisation_id, introduction_id, version, by=at.employer)
    assert not isinstance(done, Refusal), done
    return introduction_id


@remembered
def offered(at: Matched, introduction_id: UUID, *lines: str) -> list[OfferRow]:
    """Offers to workers named by lines such as "Ana Petrova, 07700 900123, ana@example.org"."""
    named = read_lines("\n".join(lines or NAMES), "GB", words_for_languages())
    assert not named.errors, named.errors
    made = at.do(
        offers.make_offers, at.provider.organisation_id, introduction_id, named.workers, by=at.provider
    )
    assert isinstance(made, offers.OffersMade), made
    with at.reading() as session:
        return queries.offers_of(session, introduction_id)


def code(offer: OfferRow) -> str:
    found = offers.link_code(offer)
    assert found is not None
    return found


WORD = "harbour lights"
"""The secret word of every worker in tests."""


def opened(at: Matched, offer: OfferRow | str, contact: Contact | None = None) -> str:
    """The worker opens the offer (or its code), with a new word where none was set yet; returns the code."""
    known = offer if isinstance(offer, str) else code(offer)
    with at.app.app_context():
        kept = hashed(WORD)
    if isinstance(at.do(offers.open_first, known, contact or Contact(), kept), WordIsSet):
        at.do(offers.open_again, known)
    return known


def accepts(at: Matched, offer: OfferRow) -> Any:
    """The worker opens the offer and accepts; returns what came of it."""
    return at.do(offers.accept_offer, opened(at, offer))


@remembered
def accepted(at: Matched, introduction_id: UUID, *lines: str) -> list[OfferRow]:
    """Offers that the workers themselves accepted."""
    made = offered(at, introduction_id, *lines)
    for one in made:
        outcome = accepts(at, one)
        assert outcome is OfferState.ACCEPTED, outcome
    return made


def job(at: Matched, body: Callable[[Work], T]) -> T:
    """Run a job as the worker does."""
    services: Services = at.app.extensions["fairshift"]
    return services.transactor.perform(body, SYSTEM)


NAMES = (
    "Ana Petrova, 07700 900123, ana@workers.example",
    "Ben Okoro, 07700 900124",
    "Cleo Marsh, cleo@workers.example",
)
