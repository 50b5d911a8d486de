"""How long a sign-in lasts, and how often one may try."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.accounts.domain import TRY_LIMITS, Stage, TryKind, TryLimit, email_key, is_alive, limits_of

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(("is_staff", "idle_hours", "all_hours"), [(False, 8, 7 * 24), (True, 1, 12)])
def test_a_session_ends_when_idle_or_old(is_staff: bool, idle_hours: int, all_hours: int) -> None:
    limits = limits_of(Stage.OPEN, is_staff=is_staff)
    idle, absolute = timedelta(hours=idle_hours), timedelta(hours=all_hours)
    second = timedelta(seconds=1)
    assert is_alive(limits, NOON, NOON, NOON + idle - second)
    assert not is_alive(limits, NOON, NOON, NOON + idle)
    assert is_alive(limits, NOON, NOON + absolute - second, NOON + absolute - second)
    assert not is_alive(limits, NOON, NOON + absolute - second, NOON + absolute)


@pytest.mark.parametrize("stage", [Stage.SECOND_FACTOR, Stage.ENROL])
def test_a_half_finished_sign_in_ends_after_ten_minutes(stage: Stage) -> None:
    limits = limits_of(stage, is_staff=False)
    assert is_alive(limits, NOON, NOON, NOON + timedelta(minutes=9, seconds=59))
    assert not is_alive(limits, NOON, NOON, NOON + timedelta(minutes=10))


def test_tries_are_counted_in_spans_that_do_not_overlap() -> None:
    limit = TryLimit(10, timedelta(minutes=5))
    assert limit.window(NOON + timedelta(minutes=4, seconds=59)) == NOON
    assert limit.window(NOON + timedelta(minutes=5)) == NOON + timedelta(minutes=5)


def test_a_reset_may_be_asked_for_five_times_a_day() -> None:
    limit = TRY_LIMITS[TryKind.PASSWORD_RESET]
    assert limit.tries == 5
    assert limit.window(NOON) == NOON.replace(hour=0)


def test_addresses_that_differ_in_case_are_one() -> None:
    assert email_key(" Ada.Marsh@Work.Example ") == email_key("ada.marsh@work.example")
