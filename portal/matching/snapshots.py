"""Snapshots: every open post, packed into files that all processes of a machine map instead of reading rows.

A snapshot is never changed. What happens to posts after it was read stands as marks beside it, so that the
two together are the market as it is. Nothing in the files is told from anywhere but the database: whoever
deletes them loses time only.
"""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID, uuid4

from sqlalchemy import bindparam, delete, func, select, tuple_, update
from sqlalchemy.orm import Session

from portal.availability import queries as availability
from portal.infra.database import SNAPSHOTS, portions
from portal.infra.unit_of_work import Transactor, Work
from portal.kernel.events import SYSTEM
from portal.matching.domain import AvailabilityFacts, Knowledge, VacancyFacts
from portal.matching.facts import facts_of_availability, facts_of_vacancy
from portal.matching.index import layers
from portal.matching.index.availabilities import AvailabilityIndex
from portal.matching.index.layout import LAYOUT
from portal.matching.index.vacancies import VacancyIndex
from portal.matching.knowledge import knowledge_of
from portal.matching.models import Dirty, Snapshot
from portal.matching.standing import standing_of
from portal.organisations.files import licence_rules
from portal.taxonomy.queries import taxonomy_version
from portal.taxonomy.tickets import implied_tickets
from portal.vacancies import queries as vacancies

LONGEST = timedelta(hours=6)
"""In which a snapshot is made, or never."""
LOTS, JOBS = "availabilities", "vacancies"

Post = TypeVar("Post", AvailabilityFacts, VacancyFacts)
Mark = tuple[str, UUID, int]
"""Kind and id of a post that changed, and the generation."""


@dataclass(frozen=True)
class _Read:
    """What one transaction saw: the files hold these posts with these changes."""

    marks: Sequence[Mark]
    lots: int
    vacancies: int


def folder_of(session: Session) -> Path | None:
    """Where snapshots are kept; none where this process keeps none."""
    found: Path | None = session.info.get(SNAPSHOTS)
    return found


def basis_of(session: Session) -> str:
    """What files rest on beside the posts: another basis, and they cannot be used."""
    return f"{LAYOUT}:{taxonomy_version(session)}:{_shipped()}"


@cache
def _shipped() -> str:
    """What ships with the portal and gets into facts: which tickets imply others, who needs a licence."""
    implied = sorted((ticket, sorted(others)) for ticket, others in implied_tickets().items())
    return sha256(repr((implied, licence_rules())).encode()).hexdigest()[:16]


def whole(session: Session) -> Snapshot | None:
    """The snapshot in use."""
    return session.scalar(select(Snapshot).where(Snapshot.made_at.is_not(None)))


def build(transactor: Transactor, folder: Path) -> bool:
    """Read all open posts, write their files, and only then let all processes use these.

    Whoever dies on the way leaves files that nobody uses, and the next one clears away. Of two that
    build at once, the one that ends first counts.
    """
    snapshot_id = transactor.perform(_begin, SYSTEM)
    target = folder / str(snapshot_id)
    try:
        target.mkdir(parents=True)
        read = _write(transactor, target)
        _settle(target)
    except BaseException:  # a full disk must not become fuller
        shutil.rmtree(target, ignore_errors=True)
        raise
    made = transactor.perform(_take_into_use, SYSTEM, snapshot_id, read)
    with transactor.sessions() as session:
        clear(session, folder)
    return made


def _begin(work: Work) -> UUID:
    """From now on no mark is dropped before a snapshot has it; who began long ago and never ended is dead."""
    long_ago = Snapshot.begun_at < work.now - LONGEST
    work.session.execute(delete(Snapshot).where(Snapshot.made_at.is_(None), long_ago))
    row = Snapshot(
        id=uuid4(), day=work.now.date(), basis=basis_of(work.session), begun_at=work.now,
        made_at=None, availabilities=None, vacancies=None,
    )  # fmt: skip
    work.session.add(row)
    return row.id


def _write(transactor: Transactor, target: Path) -> _Read:
    """All in one transaction that sees the database as it was at one moment."""
    now = transactor.clock()
    with transactor.sessions() as session:
        if session.get_bind().dialect.name == "postgresql":
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        found = session.execute(select(Dirty.kind, Dirty.id, Dirty.generation))
        marks = [(kind, post, generation) for kind, post, generation in found]
        knowledge, work = knowledge_of(session), vacancies.open_work(session, now)

        def lot_facts(ids: list[UUID]) -> Iterator[AvailabilityFacts]:
            rows = availability.availabilities(session, ids)
            standing = standing_of(session, rows.values(), work, now.date())
            return (facts_of_availability(rows[one], standing) for one in ids)

        def vacancy_facts(ids: list[UUID]) -> Iterator[VacancyFacts]:
            rows = vacancies.vacancies(session, ids)
            standing = standing_of(session, (), (), now.date())
            return (facts_of_vacancy(rows[one], standing, now.date()) for one in ids)

        lots = sorted(availability.open_ids(session, now))
        jobs = sorted(vacancies.open_ids(session, now))
        _pack(target / LOTS, lots, lot_facts, AvailabilityIndex, knowledge)
        _pack(target / JOBS, jobs, vacancy_facts, VacancyIndex, knowledge)
    return _Read(marks, len(lots), len(jobs))


def _pack(
    target: Path,
    ids: Sequence[UUID],
    facts_of: Callable[[list[UUID]], Iterable[Post]],
    index: Callable[[Iterable[Post], Knowledge], AvailabilityIndex | VacancyIndex],
    knowledge: Knowledge,
) -> None:
    target.mkdir()
    facts = (one for some in portions(ids) for one in facts_of(some))
    layers.write(target, ids, index(facts, knowledge))


def _settle(target: Path) -> None:
    """Wait until every file is on the disk itself."""
    for path in (*target.rglob("*"), target, target.parent):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _take_into_use(work: Work, snapshot_id: UUID, read: _Read) -> bool:
    """In one transaction: the new snapshot is the one, and what it has of changes is no change any more."""
    all_rows = select(Snapshot).order_by(Snapshot.id).with_for_update()
    row = next((one for one in work.session.scalars(all_rows) if one.id == snapshot_id), None)
    if row is None:
        return False
    work.session.execute(delete(Snapshot).where(Snapshot.id != snapshot_id))
    row.made_at, row.availabilities, row.vacancies = work.now, read.lots, read.vacancies
    work.session.flush()
    marks = _free(work, read.marks)
    _note(work, "packed", marks)
    _drop(work, marks)
    return True


def forget(work: Work) -> bool:
    """Do without any snapshot, where posts became few; whether there was one, or one begun."""
    if work.session.scalar(select(func.count()).select_from(Snapshot)) == 0:
        return False
    work.session.execute(delete(Snapshot))
    work.session.execute(delete(Dirty).where(Dirty.matched >= Dirty.generation))
    return True


def settle_marks(work: Work, marks: Sequence[Mark]) -> int:
    """Note that posts were matched in the generations named; forgotten where no snapshot needs to know.

    Returns how many: a mark that somebody else is about to move on is left to be matched again.
    """
    work.session.flush()
    marks = _free(work, marks)
    _note(work, "matched", marks)
    if work.session.scalar(select(func.count()).select_from(Snapshot)) == 0:
        _drop(work, marks)
    return len(marks)


def _free(work: Work, marks: Sequence[Mark]) -> list[Mark]:
    """Those that nobody else is about to move on: they wait for no one, and are matched again otherwise."""
    free: set[tuple[str, UUID]] = set()
    for some in portions(marks):
        named = tuple_(Dirty.kind, Dirty.id).in_([(kind, post) for kind, post, _ in some])
        found = select(Dirty.kind, Dirty.id).where(named).with_for_update(skip_locked=True)
        free |= {(kind, post) for kind, post in work.session.execute(found)}
    return [mark for mark in marks if mark[:2] in free]


def _note(work: Work, column: str, marks: Sequence[Mark]) -> None:
    """Write the generations named into a column of the marks."""
    noted = (
        update(Dirty)
        .where(Dirty.kind == bindparam("of_kind"), Dirty.id == bindparam("of_id"))
        .values({column: bindparam("of_generation")})
    )
    if marks:
        work.session.connection().execute(noted, _named(marks))


def _drop(work: Work, marks: Sequence[Mark]) -> None:
    """Delete marks that still are of the generation named, and were matched in it."""
    dropped = delete(Dirty).where(
        Dirty.kind == bindparam("of_kind"),
        Dirty.id == bindparam("of_id"),
        Dirty.generation == bindparam("of_generation"),
        Dirty.matched == bindparam("of_generation"),
    )
    if marks:
        work.session.connection().execute(dropped, _named(marks))


def _named(marks: Iterable[Mark]) -> list[dict[str, Any]]:
    return [{"of_kind": kind, "of_id": post, "of_generation": generation} for kind, post, generation in marks]


def clear(session: Session, folder: Path) -> None:
    """Delete what is no snapshot's, or not any more; whoever maps it keeps it until they let it go."""
    # The folder first: another may begin meanwhile
    there = list(folder.iterdir()) if folder.is_dir() else []
    known = {str(one) for one in session.scalars(select(Snapshot.id))}
    for path in there:
        if path.name not in known:
            shutil.rmtree(path, ignore_errors=True)
