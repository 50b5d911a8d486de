from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.periods import Period
from portal.placements.introductions.domain.introductions import (
    INTRODUCTION,
    IntroductionAct,
    IntroductionOver,
    IntroductionState,
    NoDaysInCommon,
    NotEnoughPlaces,
    NotLonger,
    SomebodyAccepted,
    days_covered,
    extension,
    give_back,
    heads_introduced,
    withdraw,
)

OPEN = IntroductionState.OPEN


def test_the_days_are_those_of_both_posts_from_today_on() -> None:
    covered = days_covered(
        starts=date(2027, 3, 1),
        ends=date(2027, 5, 31),
        available_from=date(2027, 3, 8),
        available_to=date(2027, 4, 30),
        today=date(2027, 3, 10),
    )
    assert covered == Period(date(2027, 3, 10), date(2027, 4, 30))


def test_an_open_end_of_the_workers_ends_with_the_work() -> None:
    covered = days_covered(
        starts=date(2027, 3, 1),
        ends=date(2027, 3, 31),
        available_from=date(2027, 1, 1),
        available_to=None,
        today=date(2027, 2, 1),
    )
    assert covered == Period(date(2027, 3, 1), date(2027, 3, 31))


def test_posts_that_share_no_day_are_not_introduced() -> None:
    covered = days_covered(
        starts=date(2027, 3, 1),
        ends=date(2027, 3, 31),
        available_from=date(2027, 4, 1),
        available_to=None,
        today=date(2027, 2, 1),
    )
    assert covered == NoDaysInCommon()


counts = st.integers(min_value=0, max_value=300)


@given(counts, counts, counts, counts)
def test_the_heads_are_the_least_of_what_both_want_and_both_have(
    provider: int, employer: int, free_lot: int, free_vacancy: int
) -> None:
    heads = heads_introduced(provider, employer, free_lot, free_vacancy)
    assert heads == min(provider, employer, free_lot, free_vacancy)


def test_an_introduction_can_be_withdrawn_while_nobody_has_accepted() -> None:
    assert withdraw(OPEN, accepted=0) is IntroductionState.WITHDRAWN
    assert withdraw(OPEN, accepted=1) == SomebodyAccepted(1)


@pytest.mark.parametrize("places", [0, -2, 4])
def test_only_places_that_nobody_fills_are_given_back(places: int) -> None:
    assert give_back(OPEN, places, unfilled=3) == NotEnoughPlaces(3)
    assert give_back(OPEN, 3, unfilled=3) is OPEN


def test_an_extension_begins_the_day_after_the_last() -> None:
    period = extension(OPEN, date(2027, 3, 31), date(2027, 4, 30))
    assert period == Period(date(2027, 4, 1), date(2027, 4, 30))


def test_an_extension_must_end_later() -> None:
    assert extension(OPEN, date(2027, 3, 31), date(2027, 3, 31)) == NotLonger(date(2027, 3, 31))


@pytest.mark.parametrize(("state", "act"), list(product(IntroductionState, IntroductionAct)))
def test_an_introduction_that_is_over_allows_nothing_more(
    state: IntroductionState, act: IntroductionAct
) -> None:
    assert ((state, act) in INTRODUCTION) is (state is OPEN)


@pytest.mark.parametrize("state", [IntroductionState.WITHDRAWN, IntroductionState.ENDED])
def test_every_act_on_an_introduction_that_is_over_says_so(state: IntroductionState) -> None:
    assert withdraw(state, 0) == IntroductionOver(state)
    assert give_back(state, 1, 2) == IntroductionOver(state)
    assert extension(state, date(2027, 3, 31), date(2027, 4, 30)) == IntroductionOver(state)
