"""What was checked of a worker before the start: age, right to work, by whom, how, until when."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.compliance.domain import WorkerChecks
from portal.kernel.outcomes import Refusal
from portal.placements.introductions.domain.answers import Side
from portal.placements.work.domain.placements import PlacementAct, PlacementNotPossible, PlacementState, after


class How(StrEnum):
    """By what a side saw that somebody may work; the papers themselves stay with the employer."""

    SEEN = "passport or identity card seen"
    ONLINE = "online check"
    PERMIT = "permit seen"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class WorkerCheck:
    """One check as it is kept. Never a paper or its number."""

    adult: bool | None = None
    """None where nobody asked: the work is in the workers' own country."""
    checked_by: Side
    how: How | None = None
    """None where a single tick was enough."""
    until: date | None = None
    unlimited: bool = False


@dataclass(frozen=True, kw_only=True)
class CheckAnswers:
    """What a side answered when it recorded a check, perhaps not all of it."""

    adult: bool | None = None
    checked_by: Side | None = None
    how: How | None = None
    until: date | None = None
    unlimited: bool = False


class CheckFlaw(StrEnum):
    """What is missing in the answers, or does not fit."""

    AGE_MISSING = "age missing"
    WHO_MISSING = "who missing"
    HOW_MISSING = "how missing"
    END_MISSING = "end missing"
    END_PAST = "end past"
    TWO_ENDS = "two ends"


@dataclass(frozen=True)
class CheckIncomplete(Refusal):
    """The answers do not make a check."""

    flaws: tuple[CheckFlaw, ...]


@dataclass(frozen=True)
class CannotShorten(Refusal):
    """No day is left: the right to work ends before the first day or is over; `until` none: it has no end."""

    until: date | None


def record(answers: CheckAnswers, *, own: Side, crosses: bool, today: date) -> WorkerCheck | CheckIncomplete:
    """The check that the answers make. Without a border, "no end" by itself is enough: the own side checked.

    `own` is the side that records, `crosses` whether the work is in another country than the workers.
    """
    one_tick = answers.unlimited and not crosses
    asked = {
        CheckFlaw.AGE_MISSING: crosses and answers.adult is None,
        CheckFlaw.WHO_MISSING: answers.checked_by is None and not one_tick,
        CheckFlaw.HOW_MISSING: answers.how is None and not one_tick,
        CheckFlaw.END_MISSING: answers.until is None and not answers.unlimited,
        CheckFlaw.END_PAST: answers.until is not None and answers.until < today,
        CheckFlaw.TWO_ENDS: answers.until is not None and answers.unlimited,
    }
    if flaws := tuple(flaw for flaw, is_so in asked.items() if is_so):
        return CheckIncomplete(flaws)
    return WorkerCheck(
        adult=answers.adult if crosses else None,
        checked_by=answers.checked_by or own,
        how=answers.how,
        until=answers.until,
        unlimited=answers.unlimited,
    )


def shortened(
    state: PlacementState, *, first: date, last: date, until: date | None, today: date
) -> date | PlacementNotPossible | CannotShorten:
    """The last day of a placement that ends with the right to work."""
    possible = after(state, PlacementAct.SHORTEN)
    if isinstance(possible, Refusal):
        return possible
    if until is None or not max(first, today) <= until < last:
        return CannotShorten(until)
    return until


def worker_checks(check: WorkerCheck | None, last_day: date) -> WorkerChecks:
    """What a rule judges of the checks on one worker; `last_day` of the placement."""
    if check is None:
        return WorkerChecks(last_day=last_day)
    return WorkerChecks(
        adult=check.adult,
        right_to_work_checked_by=": ".join(
            (check.checked_by, check.how) if check.how else (check.checked_by,)
        ),
        right_to_work_until=check.until,
        right_to_work_unlimited=check.unlimited,
        last_day=last_day,
    )
