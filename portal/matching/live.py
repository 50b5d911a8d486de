"""The market as this process holds it: the snapshot's files, mapped, and above them what changed since."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from threading import Lock
from typing import Any, Self
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.matching.domain import AvailabilityFacts, Knowledge, VacancyFacts
from portal.matching.index.hits import NANO
from portal.matching.index.layers import Found, Layers, availability_layers, vacancy_layers
from portal.matching.knowledge import knowledge_of
from portal.matching.licensing import Work
from portal.matching.market import Market, Side
from portal.matching.models import Dirty, Snapshot
from portal.matching.snapshots import JOBS, LOTS, basis_of, folder_of, whole
from portal.vacancies import queries as vacancies

_UNREADABLE = (OSError, ValueError, KeyError)


@dataclass
class Live:
    """Open posts with their facts, asked by post for counterparts. Other threads wait meanwhile.

    What it finds may be late by a moment, or stopped by a licence that no mark tells of: rows decide.
    """

    snapshot_id: UUID
    day: date
    lots: Layers[VacancyFacts, AvailabilityFacts]
    vacancies: Layers[AvailabilityFacts, VacancyFacts]
    work: set[Work]
    """Country and sector of all vacancies."""
    _generations: dict[tuple[str, UUID], int] = field(default_factory=dict)
    _counted: tuple[int, int] = (0, 0)

    @classmethod
    def on(cls, snapshot: Snapshot, folder: Path, knowledge: Knowledge, work: set[Work]) -> Self:
        """The market on the files of a snapshot; raises OSError, ValueError or KeyError when they are not."""
        return cls(
            snapshot.id,
            snapshot.day,
            availability_layers(knowledge, folder / str(snapshot.id) / LOTS),
            vacancy_layers(knowledge, folder / str(snapshot.id) / JOBS),
            work,
        )

    def counterparts(self, side: Side, facts: AvailabilityFacts | VacancyFacts) -> Found:
        """Of a post of one side all on the other that pass every gate, the best first."""
        with _lock:
            asked: Layers[Any, Any] = self.vacancies if side is Side.AVAILABILITY else self.lots
            return asked.best(facts)

    def catch_up(self, session: Session, now: datetime) -> bool:
        """Take in what changed since; not where another snapshot is in use by now."""
        news = Dirty.generation > Dirty.packed
        counted = select(func.count(), func.coalesce(func.sum(Dirty.generation), 0)).where(news)
        in_use = select(Snapshot.id).where(Snapshot.made_at.is_not(None)).scalar_subquery()
        snapshot_id, *count = session.execute(select(in_use, *counted.subquery().c)).one()
        if snapshot_id != self.snapshot_id:
            return False
        if (int(count[0]), int(count[1])) == self._counted:
            return True
        marks = select(in_use, Dirty.kind, Dirty.id, Dirty.generation).where(news)
        changed: dict[tuple[str, UUID], int] = {}
        seen = [0, 0]
        for used, kind, post, generation in session.execute(marks):
            if used != self.snapshot_id:
                return False
            seen = [seen[0] + 1, seen[1] + generation]
            if self._generations.get((kind, post)) != generation:
                changed[kind, post] = generation
        self._put(session, now, changed)
        self._generations |= changed
        self._counted = (seen[0], seen[1])
        return True

    def _put(self, session: Session, now: datetime, changed: Mapping[tuple[str, UUID], int]) -> None:
        ids = {side: [post for kind, post in changed if kind == side] for side in Side}
        market = Market.among(session, now, ids[Side.AVAILABILITY], ids[Side.VACANCY], self.work)
        self.work |= {(row.country, row.sector) for row in market.vacancies.values()}
        self.lots.put({one: market.lot_facts.get(one) for one in ids[Side.AVAILABILITY]})
        self.vacancies.put({one: market.vacancy_facts.get(one) for one in ids[Side.VACANCY]})


_lock = Lock()
_held: list[Live] = []


def live_market(session: Session, now: datetime) -> Live | None:
    """The market with all that is committed by now; none while no snapshot can be used.

    It reads through a connection of its own: what the session has not committed may still be undone.
    """
    folder = folder_of(session)
    if folder is None:
        return None
    with _lock, Session(session.get_bind()) as reading:
        while (snapshot := whole(reading)) is not None:
            if snapshot.basis != basis_of(reading):
                _held.clear()
                return None
            used = snapshot.id
            held = _opened(reading, snapshot, folder, now)
            if held is None:
                reading.rollback()
                if (now_used := whole(reading)) is None or now_used.id == used:
                    return None
                continue  # another took its place, and its files were cleared away
            try:
                is_up_to_date = held.catch_up(reading, now)
            except BaseException:  # who knows how much of it was taken in
                _held.clear()
                raise
            if is_up_to_date:
                return held
            reading.rollback()
    return None


def market_of_today(session: Session, now: datetime) -> Live | None:
    """The live market, unless it still counts starts as of yesterday: that will do for a moment only."""
    live = live_market(session, now)
    return live if live is not None and live.day == now.date() else None


def _opened(reading: Session, snapshot: Snapshot, folder: Path, now: datetime) -> Live | None:
    """The market that this process holds on a snapshot; none where its files are not there or not whole."""
    if not _held or _held[0].snapshot_id != snapshot.id:
        _held.clear()
        with suppress(*_UNREADABLE):
            work = vacancies.open_work(reading, now)
            _held.append(Live.on(snapshot, folder, knowledge_of(reading), work))
    return _held[0] if _held else None


def counterparts_of(session: Session, now: datetime, side: Side, post: UUID) -> Found:
    """Of a post all that pass every gate with it, from the live market or else from all rows; none where it
    is not open."""
    live = market_of_today(session, now)
    if live is None:
        pairs = Market.open(session, now).pairs_of(side, post)
        return Found([one.counterpart(side) for one in pairs], [round(one.score * NANO) for one in pairs])
    lots, jobs = ([post], []) if side is Side.AVAILABILITY else ([], [post])
    market = Market.among(session, now, lots, jobs, live.work)
    facts = market.lot_facts.get(post) if side is Side.AVAILABILITY else market.vacancy_facts.get(post)
    return live.counterparts(side, facts) if facts else Found([], [])
