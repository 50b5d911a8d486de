"""What a hold stops: the matches, introductions, offers and people that it reaches."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from portal.availability import queries as availability
from portal.kernel.events import Ref
from portal.matching import queries as matching
from portal.matching.explanation import headline
from portal.matching.queries import MatchFilter, MatchRow
from portal.matching.states import MatchState
from portal.organisations import queries as organisations
from portal.placements import queries
from portal.placements.introductions.domain.introductions import IntroductionState
from portal.placements.introductions.service.pairs import refs_of
from portal.placements.offers.domain.offers import OfferState
from portal.vacancies import queries as vacancies

HELD_KINDS = ("organisation", "availability", "vacancy", "match")
MOST = 100_000


@dataclass(frozen=True)
class HoldScope:
    """Everything that a hold on one thing reaches now."""

    about: Ref
    what: str
    """The held thing in words, as staff know it."""
    matches: int
    introductions: tuple[UUID, ...]
    open_offers: int
    organisations: frozenset[UUID]
    """Who is told: the owner, and the other side of every introduction."""
    workers: frozenset[UUID]
    """Who is told: workers with an open offer."""


def scope_of_hold(session: Session, about: Ref) -> HoldScope | None:
    """What a hold would stop, or none where there is no such thing."""
    what, owners = _what_and_whose(session, about)
    if what is None:
        return None
    reached = _matches(session, about)
    live = [
        one
        for found in queries.introductions_of_matches(session, [row.id for row in reached]).values()
        for one in found
        if one.state is IntroductionState.OPEN
    ]
    offers = [
        offer
        for one in live
        for offer in queries.offers_of(session, one.id)
        if offer.state is OfferState.OPEN
    ]
    return HoldScope(
        about=about,
        what=what,
        matches=sum(1 for row in reached if row.state is not MatchState.LAPSED),
        introductions=tuple(one.id for one in live),
        open_offers=len(offers),
        organisations=frozenset(owners) | {s for one in live for s in (one.provider_id, one.employer_id)},
        workers=frozenset(offer.worker_id for offer in offers),
    )


def _what_and_whose(session: Session, about: Ref) -> tuple[str | None, Iterable[UUID]]:
    match about.kind:
        case "organisation":
            found = organisations.organisation(session, about.id)
            return (found.name, (found.id,)) if found else (None, ())
        case "availability":
            lot = availability.availability(session, about.id)
            return (f"{lot.number}: {lot.occupation}", (lot.organisation_id,)) if lot else (None, ())
        case "vacancy":
            job = vacancies.vacancy(session, about.id)
            return (f"{job.number}: {job.title}", (job.organisation_id,)) if job else (None, ())
        case "match":
            row = matching.match(session, about.id)
            return _match_in_short(session, row) if row else (None, ())
        case _:
            return None, ()


def what_stops(row: MatchRow) -> tuple[Ref, ...]:
    """Everything whose hold stops a match: itself, its two posts, its two organisations."""
    return refs_of(
        match_id=row.id,
        availability_id=row.availability_id,
        vacancy_id=row.vacancy_id,
        provider_id=row.provider_id,
        employer_id=row.employer_id,
    )


def _match_in_short(session: Session, row: MatchRow) -> tuple[str | None, Iterable[UUID]]:
    lot = availability.availability(session, row.availability_id)
    job = vacancies.vacancy(session, row.vacancy_id)
    if lot is None or job is None:
        return None, ()
    return str(headline(lot, job, row.judgement)), (row.provider_id, row.employer_id)


def _matches(session: Session, about: Ref) -> list[MatchRow]:
    match about.kind:
        case "match":
            row = matching.match(session, about.id)
            return [row] if row else []
        case "organisation":
            return matching.find_matches(session, MatchFilter(organisation_id=about.id), limit=MOST)[1]
        case _:
            return matching.matches_of_post(session, about)
