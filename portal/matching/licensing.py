"""Which work a provider may not supply, because the law asks for a licence that is not held."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.availability.domain import AvailabilityRow
from portal.matching.domain import LicenceBar
from portal.matching.models import Match
from portal.matching.states import MatchState
from portal.organisations import queries as organisations
from portal.organisations.domain.chains import ThroughAgents, judge_chain
from portal.organisations.domain.licences import SupplyLicence, Unlicensed, judge_licence
from portal.organisations.files import licence_rules
from portal.organisations.licence_queries import licences_numbered, numbers_of
from portal.posts.domain import EngagementForm

Work = tuple[str, str]
"""Country and sector of a vacancy."""


def licence_bars(
    session: Session, providers: Collection[UUID], work: Collection[Work], on: date
) -> Mapping[UUID, frozenset[LicenceBar]]:
    """For each provider, the bars on `work`: the (country, sector) pairs of the vacancies at hand.

    Where the dated table does not know what the law asks, nothing is barred; pages say that it is unknown.
    """
    rules = {country: [rule for rule in licence_rules() if rule.country == country] for country, _ in work}

    def barred(held: Sequence[SupplyLicence], country: str, sector: str, form: EngagementForm) -> bool:
        return isinstance(judge_licence(rules[country], held, country, sector, form, on), Unlicensed)

    asked = [one for one in _every_form(work) if barred((), *one)]
    licences = organisations.licences_held(session, providers) if asked else {}
    bars: dict[tuple[SupplyLicence, ...], frozenset[LicenceBar]] = {}
    for held in {(), *licences.values()}:
        bars[held] = _bars(asked, lambda *one, held=held: barred(held, *one))
    return {provider: bars[licences.get(provider, ())] for provider in providers}


def chain_bars(
    session: Session, lots: Iterable[AvailabilityRow], work: Collection[Work], on: date
) -> Mapping[UUID, frozenset[LicenceBar]]:
    """For each lot that comes through sub-agents, the bars on `work` because a link is not licensed.

    A chain of which nobody has said anything bars nothing: it is unproven, and shown so.
    """
    chained = [lot for lot in lots if lot.chain.through is ThroughAgents.YES]
    known = licences_numbered(session, {one for lot in chained for one in numbers_of(lot.chain)}, on)
    rules = licence_rules()
    return {
        lot.id: _bars(
            _every_form(work),
            lambda country, sector, form, lot=lot: bool(
                judge_chain(rules, lot.chain, country, sector, form, on, known).unlicensed
            ),
        )
        for lot in chained
    }


def _every_form(work: Collection[Work]) -> list[tuple[str, str, EngagementForm]]:
    return [(country, sector, form) for country, sector in work for form in EngagementForm]


def _bars(
    asked: Iterable[tuple[str, str, EngagementForm]], is_barred: Callable[..., bool]
) -> frozenset[LicenceBar]:
    return frozenset(
        LicenceBar(country, form, sector)
        for country, sector, form in asked
        if is_barred(country, sector, form)
    )


@dataclass(frozen=True)
class SuppliedMatch:
    """A match of a provider that has not lapsed, with no more than a freeze needs."""

    id: UUID
    availability_id: UUID
    vacancy_id: UUID
    employer_id: UUID


def supplied_matches(session: Session, provider_id: UUID) -> list[SuppliedMatch]:
    """The open and introduced matches of a provider."""
    wanted = select(Match.id, Match.availability_id, Match.vacancy_id, Match.employer_id).where(
        Match.provider_id == provider_id, Match.state != MatchState.LAPSED
    )
    return [SuppliedMatch(*row) for row in session.execute(wanted.order_by(Match.found_at, Match.id))]
