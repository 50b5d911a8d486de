"""All open posts of one moment as a task to plan, with what people fixed by hand."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.availability.domain import AvailabilityRow
from portal.matching.allocation import AllocationTask
from portal.matching.domain import Gate
from portal.matching.market import Market
from portal.matching.passing import task_of, turned_away
from portal.vacancies.domain import VacancyRow

PairIds = tuple[UUID, UUID]
"""A lot's and a vacancy's."""


@dataclass(frozen=True)
class ToPlan:
    """Open posts, the oldest first, and the task that is made of them."""

    lots: tuple[AvailabilityRow, ...]
    vacancies: tuple[VacancyRow, ...]
    task: AllocationTask
    unfit: Mapping[PairIds, str]
    """Pairs that people fixed, but that do not pass: a post that is not open, or a gate's code."""
    turned_away: Mapping[Gate, int]
    """Of all pairs, how many fail each gate; told only where none passes them all."""


def to_plan(
    session: Session, now: datetime, locks: Mapping[PairIds, int], programme: Collection[UUID]
) -> ToPlan:
    """Read what there is to plan; `programme` are the labour providers whose lots a programme registered.

    Vacancies that compliance holds take no part: they would count as asked for, and nobody may fill them.
    """
    market = Market.open(session, now)
    lots = sorted(market.lots.values(), key=lambda one: (one.published_at, str(one.id)))
    held = {one for one, facts in market.vacancy_facts.items() if facts.held}
    open_ones = sorted(market.vacancies.values(), key=lambda one: (one.published_at, str(one.id)))
    vacancies = [one for one in open_ones if one.id not in held]
    lot_facts = [market.lot_facts[one.id] for one in lots]
    vacancy_facts = [market.vacancy_facts[one.id] for one in vacancies]
    task = task_of(
        lot_facts,
        vacancy_facts,
        [one.priority for one in vacancies],
        market.knowledge,
        [at for at, one in enumerate(lots) if one.organisation_id in programme],
    )
    places = {
        (lots[a].id, vacancies[v].id): at
        for at, (a, v) in enumerate(zip(task.lots.tolist(), task.vacancies.tolist(), strict=True))
        if locks
    }
    locked = task.locked.copy()
    for pair, heads in locks.items():
        if pair in places:
            locked[places[pair]] = heads
    none_passes = bool(lots and vacancies) and not len(task.lots)
    return ToPlan(
        lots=tuple(lots),
        vacancies=tuple(vacancies),
        task=replace(task, locked=locked),
        unfit={pair: market.why_not(*pair) for pair, n in locks.items() if n and pair not in places},
        turned_away=turned_away(lot_facts, vacancy_facts, market.knowledge) if none_passes else {},
    )
