"""The two posts of a match as they are now, and what stops anything between them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID

from sqlalchemy.orm import Session

from portal.availability import queries as availability
from portal.availability.domain import AvailabilityRow
from portal.compliance.findings.queries import stopped_among
from portal.compliance.holds import queries as holds
from portal.compliance.holds.domain import HoldCause
from portal.kernel.events import Ref
from portal.kernel.periods import Period
from portal.matching import queries as matching
from portal.matching.domain import ALL_FORMS, end_of
from portal.matching.queries import MatchRow
from portal.organisations import queries as organisations
from portal.placements.introductions.domain.answers import OnHold, Side, WaitsForApproval
from portal.placements.introductions.domain.introductions import NoDaysInCommon, days_covered
from portal.placements.rows import side_of
from portal.posts.domain import EngagementForm
from portal.vacancies import queries as vacancies
from portal.vacancies.domain import VacancyRow


@dataclass(frozen=True)
class PostPair:
    """A match with both of its posts."""

    match: MatchRow
    lot: AvailabilityRow
    vacancy: VacancyRow

    def side_of(self, organisation_id: UUID) -> Side | None:
        return side_of(organisation_id, self.match.provider_id, self.match.employer_id)

    def post(self, side: Side) -> Ref:
        """The post with which a side takes part."""
        if side is Side.PROVIDER:
            return Ref("availability", self.lot.id)
        return Ref("vacancy", self.vacancy.id)

    def days(self, today: date) -> Period | NoDaysInCommon:
        return days_covered(
            starts=self.vacancy.starts,
            ends=end_of(self.vacancy.starts, self.vacancy.ends),
            available_from=self.lot.available_from,
            available_to=self.lot.available_to,
            today=today,
        )

    def free(self, side: Side, today: date) -> int:
        """Heads free on the side's own post during the covered days."""
        days = self.days(today)
        if isinstance(days, NoDaysInCommon):
            return 0
        return self.lot.free_heads(days) if side is Side.PROVIDER else self.vacancy.free_heads(days)

    @property
    def least_group(self) -> int:
        """The least number of workers that both sides want at once."""
        return max(self.lot.min_group, self.vacancy.min_group)

    @property
    def crosses_border(self) -> bool:
        """Whether the work is in another country than the workers."""
        return self.lot.country != self.vacancy.country

    @property
    def shared_forms(self) -> frozenset[EngagementForm]:
        return (self.lot.engagement or ALL_FORMS) & (self.vacancy.engagement or ALL_FORMS)


def pair_of(session: Session, match_id: UUID) -> PostPair | None:
    """A match and its posts; none where there is no such match."""
    found = matching.match(session, match_id)
    if found is None:
        return None
    lot = availability.availability(session, found.availability_id)
    vacancy = vacancies.vacancy(session, found.vacancy_id)
    return PostPair(found, lot, vacancy) if lot and vacancy else None


def starts_at(vacancy: VacancyRow, first: date) -> datetime:
    """When the work of an introduction begins, as far as the vacancy says; in UTC."""
    try:
        at = time.fromisoformat(vacancy.start_time or "00:00")
    except ValueError:
        at = time()
    return datetime.combine(first, at.replace(tzinfo=None), UTC)


def hold_among(session: Session, refs: Iterable[Ref]) -> OnHold | None:
    """The first of these that staff have stopped, or that rules or waiting staff keep out of everything."""
    among = tuple(refs)
    for ref in among:
        if held := holds.open_hold(session, ref):
            return OnHold(ref.kind, by_licence=held.cause is HoldCause.LICENCE)
    stopped = stopped_among(session, among)
    return OnHold(stopped.kind) if stopped else None


def refs_of(
    *, match_id: UUID, availability_id: UUID, vacancy_id: UUID, provider_id: UUID, employer_id: UUID
) -> tuple[Ref, ...]:
    """Everything whose hold stops a match, an introduction and its offers."""
    return (
        Ref("match", match_id),
        Ref("availability", availability_id),
        Ref("vacancy", vacancy_id),
        Ref("organisation", provider_id),
        Ref("organisation", employer_id),
    )


def hold_on(session: Session, match: MatchRow) -> OnHold | None:
    return hold_among(
        session,
        refs_of(
            match_id=match.id,
            availability_id=match.availability_id,
            vacancy_id=match.vacancy_id,
            provider_id=match.provider_id,
            employer_id=match.employer_id,
        ),
    )


def unapproved(session: Session, match: MatchRow) -> WaitsForApproval | None:
    """The sides whose organisation is not approved yet."""
    sides = {Side.PROVIDER: match.provider_id, Side.EMPLOYER: match.employer_id}
    approved = organisations.approved(session, sides.values())
    waiting = tuple(side for side, organisation_id in sides.items() if organisation_id not in approved)
    return WaitsForApproval(waiting) if waiting else None
