"""Whoever guesses numbers is told nothing for a while; others never notice."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.infra import guessing
from portal.infra.guessing import MOST_MISSES, WITHIN, Guesses

NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)


def missed(times: int) -> Guesses:
    guesses = Guesses()
    for _ in range(times):
        guesses.note_miss("192.0.2.7", NOW)
    return guesses


def test_some_misses_are_slips_of_the_pen() -> None:
    assert not missed(MOST_MISSES - 1).is_stopped("192.0.2.7", NOW)


def test_many_misses_stop_whoever_asked_alone_and_for_a_while() -> None:
    guesses = missed(MOST_MISSES)
    assert guesses.is_stopped("192.0.2.7", NOW + WITHIN - timedelta(seconds=1))
    assert not guesses.is_stopped("198.51.100.7", NOW)
    assert not guesses.is_stopped("192.0.2.7", NOW + WITHIN)


def test_the_counting_takes_no_more_memory_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guessing, "MOST_GUESSERS", 3)
    guesses = Guesses()
    for one in range(100):
        guesses.note_miss(str(one), NOW)
    assert len(guesses._misses) <= 3
