from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.placements.introductions.domain.answers import (
    ANSWERS,
    AnswerNotPossible,
    Answers,
    AnswersAct,
    AnswersState,
    Side,
    TooManyHeads,
    answer_due,
    is_silent,
    lapse,
    say_no,
    say_yes,
    undo,
    withdraw,
)

NOW = datetime(2027, 3, 5, 16, 0, tzinfo=UTC)
START = NOW + timedelta(hours=40)


def yes(answers: Answers, side: Side, heads: int = 10, free: int = 40) -> Answers:
    outcome = say_yes(answers, side, heads, free=free, now=NOW, starts_at=START)
    assert isinstance(outcome, Answers)
    return outcome


@pytest.mark.parametrize(
    ("to_start", "wait"),
    [
        (timedelta(hours=40), timedelta(hours=10)),
        (timedelta(hours=14), timedelta(hours=3, minutes=30)),
        (timedelta(hours=1), timedelta(minutes=30)),
        (timedelta(days=60), timedelta(hours=48)),
        (timedelta(hours=-5), timedelta(minutes=30)),
        (timedelta(hours=2), timedelta(minutes=30)),
        (timedelta(days=8), timedelta(hours=48)),
    ],
)
def test_an_answer_is_due_in_a_quarter_of_the_time_to_the_start(to_start: timedelta, wait: timedelta) -> None:
    assert answer_due(NOW, NOW + to_start) == NOW + wait


@given(st.timedeltas(min_value=timedelta(days=-30), max_value=timedelta(days=400)))
def test_an_answer_is_never_due_sooner_than_half_an_hour_or_later_than_two_days(to_start: timedelta) -> None:
    assert timedelta(minutes=30) <= answer_due(NOW, NOW + to_start) - NOW <= timedelta(hours=48)


def test_the_first_yes_sets_the_time_for_the_other_side() -> None:
    said = yes(Answers(), Side.EMPLOYER, 12)
    assert said == Answers(AnswersState.EMPLOYER_YES, employer_heads=12, due_at=NOW + timedelta(hours=10))


def test_the_second_yes_introduces_both_sides_with_the_heads_of_each() -> None:
    both = yes(yes(Answers(), Side.EMPLOYER, 12), Side.PROVIDER, 30)
    assert (both.state, both.provider_heads, both.employer_heads) == (AnswersState.INTRODUCED, 30, 12)
    assert both.due_at is None


def test_changing_the_heads_of_a_waiting_yes_does_not_give_more_time() -> None:
    first = yes(Answers(), Side.EMPLOYER, 12)
    later = say_yes(first, Side.EMPLOYER, 8, free=40, now=NOW + timedelta(hours=3), starts_at=START)
    assert isinstance(later, Answers)
    assert (later.employer_heads, later.due_at) == (8, first.due_at)


@pytest.mark.parametrize("heads", [0, -1, 41])
def test_a_yes_is_for_one_head_at_least_and_no_more_than_are_free(heads: int) -> None:
    outcome = say_yes(Answers(), Side.PROVIDER, heads, free=40, now=NOW, starts_at=START)
    assert outcome == TooManyHeads(40)


def test_a_yes_can_be_taken_back_while_the_other_side_has_not_said_yes() -> None:
    assert undo(yes(Answers(), Side.PROVIDER), Side.PROVIDER) == Answers(AnswersState.OPEN)


def test_nobody_takes_back_the_other_sides_yes() -> None:
    assert undo(yes(Answers(), Side.PROVIDER), Side.EMPLOYER) == AnswerNotPossible(AnswersState.PROVIDER_YES)


def test_a_yes_cannot_be_taken_back_once_both_were_introduced() -> None:
    both = yes(yes(Answers(), Side.EMPLOYER), Side.PROVIDER)
    assert undo(both, Side.PROVIDER) == AnswerNotPossible(AnswersState.INTRODUCED)


def test_a_no_answers_the_other_sides_yes_and_only_its_author_takes_it_back() -> None:
    declined = say_no(yes(Answers(), Side.PROVIDER), Side.EMPLOYER)
    assert declined == Answers(AnswersState.DECLINED, declined_by=Side.EMPLOYER)
    assert undo(declined, Side.PROVIDER) == AnswerNotPossible(AnswersState.DECLINED)
    assert undo(declined, Side.EMPLOYER) == Answers(AnswersState.OPEN)


def test_after_a_no_the_other_side_cannot_say_yes() -> None:
    declined = say_no(Answers(), Side.EMPLOYER)
    assert isinstance(declined, Answers)
    outcome = say_yes(declined, Side.PROVIDER, 3, free=9, now=NOW, starts_at=START)
    assert outcome == AnswerNotPossible(AnswersState.DECLINED)


def test_silence_ends_a_yes_at_its_time_and_not_a_moment_before() -> None:
    waiting = yes(Answers(), Side.PROVIDER)
    assert waiting.due_at is not None
    assert not is_silent(waiting, waiting.due_at - timedelta(seconds=1))
    assert is_silent(waiting, waiting.due_at)
    assert lapse(waiting) == Answers(AnswersState.LAPSED)


def test_after_silence_either_side_may_begin_anew() -> None:
    lapsed = lapse(yes(Answers(), Side.PROVIDER))
    assert isinstance(lapsed, Answers)
    again = yes(lapsed, Side.EMPLOYER, 5)
    assert (again.state, again.provider_heads, again.employer_heads) == (AnswersState.EMPLOYER_YES, None, 5)


def test_a_withdrawn_introduction_counts_as_the_no_of_whoever_withdrew() -> None:
    both = yes(yes(Answers(), Side.EMPLOYER), Side.PROVIDER)
    assert withdraw(both, Side.PROVIDER) == Answers(AnswersState.DECLINED, declined_by=Side.PROVIDER)


def test_further_heads_after_an_introduction_need_a_new_yes_of_both() -> None:
    both = yes(yes(Answers(), Side.EMPLOYER), Side.PROVIDER)
    more = yes(both, Side.PROVIDER, 4)
    assert (more.state, more.provider_heads, more.employer_heads) == (AnswersState.PROVIDER_YES, 4, None)


EXPECTED = {
    "open": "PE-N",
    "provider said yes": "PEN-UL",
    "employer said yes": "PEN-UL",
    "introduced": "PE-W",
    "declined": "U",
    "lapsed": "PEN",
}
LETTERS = {
    "P": AnswersAct.PROVIDER_YES,
    "E": AnswersAct.EMPLOYER_YES,
    "N": AnswersAct.NO,
    "U": AnswersAct.UNDO,
    "L": AnswersAct.LAPSE,
    "W": AnswersAct.WITHDRAW,
}


@pytest.mark.parametrize(("state", "act"), list(product(AnswersState, AnswersAct)))
def test_every_act_fits_just_the_states_it_should(state: AnswersState, act: AnswersAct) -> None:
    possible = {LETTERS[one] for one in EXPECTED[state.value] if one in LETTERS}
    assert ((state, act) in ANSWERS) is (act in possible)


@pytest.mark.parametrize("state", list(AnswersState))
def test_the_acts_answer_as_the_table_says(state: AnswersState) -> None:
    waiting = state.yes_of is not None
    answers = Answers(
        state,
        provider_heads=3,
        employer_heads=3,
        declined_by=Side.PROVIDER if state is AnswersState.DECLINED else None,
        due_at=NOW if waiting else None,
    )
    outcomes = {
        AnswersAct.PROVIDER_YES: say_yes(answers, Side.PROVIDER, 2, free=5, now=NOW, starts_at=START),
        AnswersAct.EMPLOYER_YES: say_yes(answers, Side.EMPLOYER, 2, free=5, now=NOW, starts_at=START),
        AnswersAct.NO: say_no(answers, Side.EMPLOYER),
        AnswersAct.UNDO: undo(answers, state.yes_of or Side.PROVIDER),
        AnswersAct.LAPSE: lapse(answers),
        AnswersAct.WITHDRAW: withdraw(answers, Side.EMPLOYER),
    }
    for act, outcome in outcomes.items():
        expected = ANSWERS.get((state, act))
        if expected is None:
            assert outcome == AnswerNotPossible(state), act
        else:
            assert isinstance(outcome, Answers), act
            assert outcome.state is expected, act
