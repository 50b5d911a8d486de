"""What is recorded of the safety of placed workers, and what is still lacking before they can start."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.compliance.domain import Instruction
from portal.placements.introductions.domain.answers import Side
from portal.placements.work.domain.safety import SafetyKind, SafetyMeasure, SafetyStanding, lacking
from portal.placements.work.models import SafetyRecord


@dataclass(frozen=True)
class SafetyRow:
    """The record that counts of one thing for one worker."""

    id: UUID
    placement_id: UUID
    standing: SafetyStanding
    side: Side
    recorded_at: datetime
    got_in: str | None
    """In which language the worker answered."""
    got_at: datetime | None


def safety_of(session: Session, placement_ids: Iterable[UUID]) -> dict[UUID, tuple[SafetyRow, ...]]:
    """By placement: of each thing the record that came last, in the order of the three things."""
    last: dict[UUID, dict[SafetyKind, SafetyRow]] = defaultdict(dict)
    for row in every_safety_record(session, placement_ids):
        last[row.placement_id][row.standing.measure.kind] = row
    return {key: tuple(found[kind] for kind in SafetyKind if kind in found) for key, found in last.items()}


def every_safety_record(session: Session, placement_ids: Iterable[UUID]) -> Iterator[SafetyRow]:
    """Also those that a later one has replaced, in the order in which they came."""
    wanted = (
        select(SafetyRecord)
        .where(SafetyRecord.placement_id.in_(list(placement_ids)))
        .order_by(SafetyRecord.recorded_at, SafetyRecord.id)
    )
    return map(_row, session.scalars(wanted))


def lacking_of(rows: Sequence[SafetyRow], start: date) -> tuple[SafetyKind, ...]:
    """What still stands against a start on a day."""
    return lacking([one.standing for one in rows], start=start)


def instructions_of(rows: Sequence[SafetyRow], reading_of_terms: str) -> tuple[Instruction, ...]:
    """The same as a rule judges it. Why something is not needed is written in the language of the terms."""
    return tuple(
        Instruction(
            kind=row.standing.measure.kind.value,
            language=row.standing.measure.language or reading_of_terms,
            on=row.standing.measure.on,
            confirmed=row.standing.is_good,
        )
        for row in rows
    )


def _row(row: SafetyRecord) -> SafetyRow:
    measure = SafetyMeasure(
        kind=row.kind,
        on=row.on,
        language=row.language,
        given_by=row.given_by,
        not_needed_because=row.not_needed_because,
    )
    return SafetyRow(
        id=row.id,
        placement_id=row.placement_id,
        standing=SafetyStanding(measure, row.got),
        side=row.side,
        recorded_at=row.recorded_at,
        got_in=row.got_in,
        got_at=row.got_at,
    )
