from datetime import date
from itertools import product

import pytest

from portal.placements.work.domain.placements import (
    PLACEMENT,
    DayOutside,
    NoticeTooShort,
    NotYetDayOne,
    PlacementAct,
    PlacementNotPossible,
    PlacementState,
    after,
    cancel_from,
    notice_kept,
    recall_from,
    roll_call,
)

FIRST, LAST = date(2027, 3, 8), date(2027, 5, 31)
ENDED = set(PlacementState) - {PlacementState.EXPECTED, PlacementState.STARTED}


def test_on_day_one_an_expected_worker_came_or_did_not() -> None:
    came = roll_call(PlacementState.EXPECTED, came=True, first=FIRST, today=FIRST)
    missed = roll_call(PlacementState.EXPECTED, came=False, first=FIRST, today=FIRST)
    assert (came, missed) == (PlacementState.STARTED, PlacementState.NO_SHOW)


def test_there_is_no_roll_call_before_day_one() -> None:
    outcome = roll_call(PlacementState.EXPECTED, came=False, first=FIRST, today=date(2027, 3, 7))
    assert outcome == NotYetDayOne(FIRST)


def test_nobody_who_started_becomes_a_no_show() -> None:
    outcome = roll_call(PlacementState.STARTED, came=False, first=FIRST, today=FIRST)
    assert outcome == PlacementNotPossible(PlacementState.STARTED)


def test_only_expected_and_started_workers_take_a_place() -> None:
    assert {state for state in PlacementState if state.takes_place} == set(PlacementState) - ENDED


def test_a_recall_keeps_the_agreed_notice() -> None:
    today = date(2027, 4, 1)
    assert recall_from(date(2027, 4, 8), today=today, last=LAST, notice_days=7) == date(2027, 4, 8)
    too_soon = recall_from(date(2027, 4, 7), today=today, last=LAST, notice_days=7)
    assert too_soon == NoticeTooShort(date(2027, 4, 8), 7)


def test_a_recall_after_the_last_day_is_none() -> None:
    outcome = recall_from(date(2027, 6, 1), today=date(2027, 4, 1), last=LAST, notice_days=7)
    assert outcome == DayOutside(date(2027, 4, 1), LAST)


def test_an_employer_may_cancel_at_once_but_the_record_says_that_notice_was_short() -> None:
    today = date(2027, 4, 1)
    assert cancel_from(today, today=today, last=LAST) == today
    assert not notice_kept(today, today=today, notice_days=1)
    assert notice_kept(date(2027, 4, 2), today=today, notice_days=1)


def test_nobody_is_cancelled_from_a_day_in_the_past() -> None:
    today = date(2027, 4, 1)
    assert cancel_from(date(2027, 3, 31), today=today, last=LAST) == DayOutside(today, LAST)


@pytest.mark.parametrize(("state", "act"), list(product(PlacementState, PlacementAct)))
def test_every_act_fits_just_the_states_it_should(state: PlacementState, act: PlacementAct) -> None:
    possible = {
        PlacementState.EXPECTED: set(PlacementAct) - {PlacementAct.TRANSFER},
        PlacementState.STARTED: set(PlacementAct)
        - {PlacementAct.START, PlacementAct.MISS, PlacementAct.UNDO},
    }.get(state, set())
    assert ((state, act) in PLACEMENT) is (act in possible)
    if act not in possible:
        assert after(state, act) == PlacementNotPossible(state)


@pytest.mark.parametrize("state", sorted(ENDED))
def test_what_has_ended_stays_ended(state: PlacementState) -> None:
    assert {after(state, act) for act in PlacementAct} == {PlacementNotPossible(state)}
