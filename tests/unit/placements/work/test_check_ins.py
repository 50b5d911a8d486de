"""When a worker is asked how the job is, and when a person calls instead."""

from datetime import date, timedelta

import pytest

from portal.placements.work.domain.check_ins import FIRST, SECOND, needs_a_call, to_ask

BEGAN = date(2027, 3, 8)


@pytest.mark.parametrize(("worked", "calls"), [(7, False), (11, False), (12, True), (20, True), (21, False)])
def test_silence_on_day_7_is_a_call_after_the_reminder_and_not_weeks_later(worked: int, calls: bool) -> None:
    assert needs_a_call(FIRST, BEGAN, BEGAN + timedelta(days=worked)) is calls


def test_nobody_is_called_before_the_second_mail() -> None:
    for day in (FIRST, SECOND):
        called = next(n for n in range(60) if needs_a_call(day, BEGAN, BEGAN + timedelta(days=n)))
        asked = [n for n in range(called) if (one := to_ask(BEGAN, BEGAN + timedelta(days=n))) and one.again]
        assert asked
