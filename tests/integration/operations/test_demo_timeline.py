"""The demo's past happens in order, each act on its day, and only today is told by mail."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy.orm import sessionmaker

from portal.operations.demo.people import made_up_workers
from portal.operations.demo.timeline import Moment, Timeline


def nothing(*_: Any) -> None:
    """A subscriber that does not listen."""


def told(*_: Any) -> None:
    """Stands for the notices."""


def a_timeline(now: datetime) -> Timeline:
    return Timeline(now, sessionmaker(), nothing, told, nothing)


def _note(happened: list[int], number: int, _: Moment) -> None:
    happened.append(number)


NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
JUST_AFTER_MIDNIGHT = datetime(2027, 3, 1, 0, 1, tzinfo=UTC)


def test_what_was_long_ago_happens_first() -> None:
    happened: list[str] = []
    timeline = a_timeline(NOON)
    timeline.add(0, 5, lambda _: happened.append("five minutes ago"))
    timeline.add(3, 0, lambda _: happened.append("three days ago"))
    timeline.add(0, 90, lambda _: happened.append("an hour and a half ago"))
    timeline.play()
    assert happened == ["three days ago", "an hour and a half ago", "five minutes ago"]


@pytest.mark.parametrize("minutes", [0, 1, 90, 300])
def test_an_act_stays_on_its_day_just_after_midnight(minutes: int) -> None:
    moments: list[Moment] = []
    timeline = a_timeline(JUST_AFTER_MIDNIGHT)
    timeline.add(2, minutes, moments.append)
    timeline.play()
    [moment] = moments
    assert moment.now.date() == JUST_AFTER_MIDNIGHT.date() - timedelta(days=2)
    assert moment.now <= JUST_AFTER_MIDNIGHT - timedelta(days=2)


def test_acts_of_one_moment_keep_the_order_in_which_they_were_planned() -> None:
    happened: list[int] = []
    timeline = a_timeline(JUST_AFTER_MIDNIGHT)
    for number in range(5):
        timeline.add(1, 60 - number, partial(_note, happened, number))
    timeline.play()
    assert happened == [0, 1, 2, 3, 4]


def test_people_act_at_their_moment_and_only_today_is_told_by_mail() -> None:
    timeline = a_timeline(NOON)
    yesterday, today = timeline.at(NOON - timedelta(days=1)), timeline.at(NOON - timedelta(hours=1))
    assert yesterday.transactor.clock() == yesterday.now
    assert told not in yesterday.transactor.subscribers
    assert told in today.transactor.subscribers


def test_made_up_people_of_one_story_have_different_names_and_phones_that_never_ring() -> None:
    people = made_up_workers(4, "KG", 33)
    assert len({one.name for one in people}) == len({one.phone for one in people}) == 33
    assert all(str(one.phone).startswith("+447700900") for one in people)
    assert all(one.email is None or one.email.endswith(".example") for one in people)
    assert made_up_workers(4, "KG", 33) == people
