"""Heads are taken and given back, and the last one is taken once, whoever hurries."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask

from portal.availability import queries as lots
from portal.availability import service as lot_service
from portal.infra import clock
from portal.infra.database import new_sessions
from portal.infra.unit_of_work import Transactor
from portal.kernel.events import SYSTEM, Event
from portal.kernel.periods import Period
from portal.posts.domain import HeadsTaken, NoSuchPost, PostEvent, Reserved
from portal.vacancies import queries as jobs
from portal.vacancies import service as job_service
from tests.builders.accounts import transactor_of
from tests.builders.availability import a_lot
from tests.builders.organisations import an_approved_employer, an_approved_provider
from tests.builders.vacancies import a_vacancy

TODAY = clock.today()
MARCH = Period(TODAY, TODAY + timedelta(days=30))


def day(n: int) -> date:
    return TODAY + timedelta(days=n)


class Post:
    """A lot or a vacancy of three heads, and the use cases on its heads."""

    def __init__(self, app: Flask, kind: str) -> None:
        self.app, self.kind = app, kind
        if kind == "availability":
            self.service: Any = lot_service
            self.id = a_lot(app, an_approved_provider(app), headcount=3)
        else:
            self.service = job_service
            self.id = a_vacancy(app, an_approved_employer(app), headcount=3)

    def do(self, use_case: str, *arguments: Any) -> Any:
        return transactor_of(self.app).perform(getattr(self.service, use_case), SYSTEM, self.id, *arguments)

    def free(self, within: Period) -> int:
        read: Callable[..., Any] = lots.availability if self.kind == "availability" else jobs.vacancy
        with self.app.extensions["fairshift"].sessions() as session:
            row = read(session, self.id)
        assert row is not None
        return int(row.free_heads(within))


@pytest.fixture(params=["availability", "vacancy"])
def post(request: pytest.FixtureRequest, app: Flask) -> Post:
    return Post(app, request.param)


def test_reserved_heads_are_gone_on_the_covered_days_only(post: Post) -> None:
    assert post.do("reserve", uuid4(), 2, Period(day(5), day(9))) == Reserved(2)

    assert post.free(Period(day(9), day(20))) == 1
    assert post.free(Period(day(10), day(20))) == 3


def test_more_than_is_free_on_the_fullest_day_is_refused(post: Post) -> None:
    post.do("reserve", uuid4(), 2, Period(day(5), day(9)))

    assert post.do("reserve", uuid4(), 2, MARCH) == HeadsTaken(free=1)
    assert post.free(MARCH) == 1


def test_heads_that_do_not_overlap_in_time_may_be_taken_twice(post: Post) -> None:
    post.do("reserve", uuid4(), 3, Period(day(0), day(4)))

    assert post.do("reserve", uuid4(), 3, Period(day(5), day(9))) == Reserved(3)


def test_released_heads_are_free_from_that_day(post: Post) -> None:
    holder = uuid4()
    post.do("reserve", holder, 3, MARCH)

    assert post.do("release", holder, 2, day(10)) is True

    assert post.free(Period(day(9), day(9))) == 0
    assert post.free(Period(day(10), day(30))) == 2


def test_releasing_what_is_not_held_changes_nothing(post: Post) -> None:
    post.do("reserve", uuid4(), 3, MARCH)

    assert post.do("release", uuid4(), 2, day(0)) is False
    assert post.free(MARCH) == 0


def test_released_heads_can_be_taken_again_while_nobody_else_has_them(post: Post) -> None:
    holder = uuid4()
    post.do("reserve", holder, 3, MARCH)
    post.do("release", holder, 3, day(0))
    post.do("reserve", uuid4(), 1, MARCH)

    assert post.do("take_again", holder, 3, MARCH) == HeadsTaken(free=2)
    assert post.do("take_again", holder, 2, MARCH) == Reserved(2)


def test_an_extension_takes_the_days_between_if_they_are_free(post: Post) -> None:
    holder = uuid4()
    post.do("reserve", holder, 2, Period(day(0), day(9)))
    post.do("reserve", uuid4(), 2, Period(day(20), day(25)))

    assert post.do("extend", holder, 2, day(15)) == Reserved(2)
    assert post.do("extend", holder, 2, day(21)) == HeadsTaken(free=1)
    assert post.free(Period(day(10), day(15))) == 1


def test_a_post_that_does_not_exist_has_no_heads(app: Flask) -> None:
    taken = transactor_of(app).perform(lot_service.reserve, SYSTEM, uuid4(), uuid4(), 1, MARCH)

    assert taken == NoSuchPost()


def test_of_fifty_who_want_the_last_head_exactly_one_gets_it(post: Post) -> None:
    post.do("reserve", uuid4(), 2, MARCH)
    engine = post.app.extensions["fairshift"].engine
    told: list[Event] = []
    road = Transactor(new_sessions(engine), clock.now, [lambda _work, event: told.append(event)])

    def attempt(holder: UUID) -> object:
        return road.perform(post.service.reserve, SYSTEM, post.id, holder, 1, MARCH)

    with ThreadPoolExecutor(max_workers=50) as crowd:
        outcomes = list(crowd.map(attempt, [uuid4() for _ in range(50)]))

    assert outcomes.count(Reserved(1)) == 1
    assert outcomes.count(HeadsTaken(free=0)) == 49
    assert post.free(MARCH) == 0
    assert [type(one).__name__.endswith("HeadsChanged") for one in told if isinstance(one, PostEvent)] == [
        True
    ]
