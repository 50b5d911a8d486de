"""The checks that staff still have to make on introductions: which, and by when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.compliance.domain import Stage
from portal.compliance.findings.tasks import checks_made
from portal.compliance.rules.assist import AssistCheck, checks_on
from portal.placements import queries
from portal.placements.introductions.domain.introductions import IntroductionState
from portal.placements.models import Introduction
from portal.placements.rows import IntroductionCounts, IntroductionRow

WORKER_IS_ASKED = timedelta(days=7)
"""After the first day of work: when workers are first asked how it went."""


@dataclass(frozen=True)
class ChecksToMake:
    """One open introduction, and the checks on it that are due and not made."""

    introduction: IntroductionRow
    checks: tuple[AssistCheck, ...]
    due_at: datetime | None
    """The earliest deadline among them; none where none of them has one."""


def checks_to_make(session: Session, today: date) -> list[ChecksToMake]:
    """Every open introduction on which staff still have to look at something, the longest waiting first."""
    wanted = select(Introduction.match_id).where(Introduction.state == IntroductionState.OPEN)
    found = queries.introductions_of_matches(session, session.scalars(wanted))
    rows = [one for ones in found.values() for one in ones if one.state is IntroductionState.OPEN]
    counts, made = (
        queries.counts_of(session, rows),
        checks_made(session, "introduction", [one.id for one in rows]),
    )
    return [
        to_make
        for row in sorted(rows, key=lambda one: one.introduced_at)
        if (to_make := _to_make(row, _reached(row, counts[row.id], today), made[row.id])).checks
    ]


def _to_make(row: IntroductionRow, reached: dict[Stage, datetime], made: set[str]) -> ChecksToMake:
    checks = tuple(one for one in checks_on("introduction") if one.stage in reached and one.id not in made)
    due = [reached[one.stage] + one.deadline for one in checks if one.deadline]
    return ChecksToMake(row, checks, min(due, default=None))


def _reached(row: IntroductionRow, counts: IntroductionCounts, today: date) -> dict[Stage, datetime]:
    """How far an introduction has come, and since when."""

    def stages() -> Iterator[tuple[Stage, datetime]]:
        yield Stage.INTRODUCTION, row.introduced_at
        if counts.offers_open or counts.filled:
            yield Stage.OFFER, row.introduced_at
        for stage, day in ((Stage.START, row.first), (Stage.AFTERWARDS, row.first + WORKER_IS_ASKED)):
            if counts.filled and day <= today:
                yield stage, datetime.combine(day, time(), UTC)

    return dict(stages())
