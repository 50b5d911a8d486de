"""What makes a check on a worker, and to which day it shortens a placement."""

from datetime import date, timedelta

import pytest

from portal.compliance.domain import Stage, Terms, WorkerChecks
from portal.compliance.rules.sets import rules_on
from portal.placements.introductions.domain.answers import Side
from portal.placements.introductions.domain.checks import (
    CannotShorten,
    CheckAnswers,
    CheckFlaw,
    CheckIncomplete,
    How,
    WorkerCheck,
    record,
    shortened,
    worker_checks,
)
from portal.placements.work.domain.placements import PlacementNotPossible, PlacementState

TODAY, FIRST, LAST = date(2027, 3, 1), date(2027, 3, 8), date(2027, 5, 31)
APRIL = date(2027, 4, 30)
FULL = CheckAnswers(adult=True, checked_by=Side.EMPLOYER, how=How.ONLINE, until=APRIL)


def made(answers: CheckAnswers, *, crosses: bool = True) -> WorkerCheck | CheckIncomplete:
    return record(answers, own=Side.PROVIDER, crosses=crosses, today=TODAY)


def found(check: WorkerCheck | None, *, origin: str = "GB") -> dict[str, str]:
    """By rule: what a start on these checks comes to."""
    terms = Terms(on=TODAY, origin=origin, country="GB", checks=worker_checks(check, LAST))
    return {one.rule: one.outcome.value for one in rules_on(TODAY).judge(terms, Stage.START)}


def test_a_check_says_who_checked_how_and_until_when() -> None:
    assert made(FULL) == WorkerCheck(adult=True, checked_by=Side.EMPLOYER, how=How.ONLINE, until=APRIL)


def test_without_a_border_one_tick_is_enough_and_the_own_side_checked() -> None:
    one_tick = CheckAnswers(unlimited=True)
    assert made(one_tick, crosses=False) == WorkerCheck(checked_by=Side.PROVIDER, unlimited=True)
    assert made(one_tick) == CheckIncomplete(
        (CheckFlaw.AGE_MISSING, CheckFlaw.WHO_MISSING, CheckFlaw.HOW_MISSING)
    )


def test_age_is_not_kept_where_no_border_is_crossed() -> None:
    check = made(FULL, crosses=False)
    assert isinstance(check, WorkerCheck)
    assert check.adult is None


@pytest.mark.parametrize(
    ("until", "unlimited", "flaw"),
    [
        (None, False, CheckFlaw.END_MISSING),
        (TODAY - timedelta(days=1), False, CheckFlaw.END_PAST),
        (APRIL, True, CheckFlaw.TWO_ENDS),
    ],
)
def test_the_end_is_a_day_to_come_or_there_is_none(
    until: date | None, unlimited: bool, flaw: CheckFlaw
) -> None:
    answers = CheckAnswers(
        adult=True, checked_by=Side.EMPLOYER, how=How.SEEN, until=until, unlimited=unlimited
    )
    assert made(answers) == CheckIncomplete((flaw,))


def test_a_right_that_ends_today_is_still_one() -> None:
    answers = CheckAnswers(adult=True, checked_by=Side.EMPLOYER, how=How.SEEN, until=TODAY)
    assert isinstance(made(answers), WorkerCheck)


def test_a_placement_is_shortened_to_the_last_day_of_the_right_to_work() -> None:
    for state in (PlacementState.EXPECTED, PlacementState.STARTED):
        assert shortened(state, first=FIRST, last=LAST, until=APRIL, today=TODAY) == APRIL


@pytest.mark.parametrize("until", [None, FIRST - timedelta(days=1), LAST])
def test_a_placement_is_not_shortened_to_nothing_nor_where_nothing_is_too_long(until: date | None) -> None:
    outcome = shortened(PlacementState.EXPECTED, first=FIRST, last=LAST, until=until, today=TODAY)
    assert outcome == CannotShorten(until)


def test_nobody_is_shortened_to_a_day_that_is_past() -> None:
    later = APRIL + timedelta(days=1)
    assert shortened(
        PlacementState.STARTED, first=FIRST, last=LAST, until=APRIL, today=later
    ) == CannotShorten(APRIL)


def test_a_placement_that_is_over_is_not_shortened() -> None:
    outcome = shortened(PlacementState.LEFT, first=FIRST, last=LAST, until=APRIL, today=TODAY)
    assert outcome == PlacementNotPossible(PlacementState.LEFT)


def test_rules_read_who_checked_and_until_when() -> None:
    assert worker_checks(
        WorkerCheck(checked_by=Side.EMPLOYER, how=How.ONLINE, until=APRIL), LAST
    ) == WorkerChecks(
        right_to_work_checked_by="employer: online check", right_to_work_until=APRIL, last_day=LAST
    )


def test_a_start_is_refused_when_the_right_ends_before_the_last_day_and_open_while_nobody_checked() -> None:
    rule = "workers.right-to-work"
    assert found(None)[rule] == "needs-evidence"
    assert found(WorkerCheck(checked_by=Side.EMPLOYER, until=LAST))[rule] == "pass"
    assert found(WorkerCheck(checked_by=Side.EMPLOYER, until=LAST - timedelta(days=1)))[rule] == "fail"
    assert found(WorkerCheck(checked_by=Side.EMPLOYER, unlimited=True))[rule] == "pass"


def test_age_counts_across_a_border_only() -> None:
    rule = "workers.adult-across-borders"
    minor = WorkerCheck(adult=False, checked_by=Side.EMPLOYER, unlimited=True)
    assert found(minor, origin="RO")[rule] == "fail"
    assert rule not in found(minor)
    assert found(None, origin="RO")[rule] == "needs-evidence"
