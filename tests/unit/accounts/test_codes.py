"""Codes of the second factor."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from portal.accounts.domain import CodeRight, CodeUsedBefore, CodeWrong, judge_code, recovery_code_key
from portal.accounts.secrets import new_recovery_code

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NOW = datetime(2026, 11, 21, 12, 0, 10, tzinfo=UTC)
STEP = int(NOW.timestamp()) // 30


def code_at(moment: datetime) -> str:
    return pyotp.TOTP(SECRET).at(moment)


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_code_of_this_moment_or_one_step_beside_is_right(steps: int) -> None:
    code = code_at(NOW + timedelta(seconds=30 * steps))
    assert judge_code(SECRET, code, None, NOW) == CodeRight(STEP + steps)


@pytest.mark.parametrize("steps", [-2, 2])
def test_a_code_two_steps_away_is_wrong(steps: int) -> None:
    assert judge_code(SECRET, code_at(NOW + timedelta(seconds=30 * steps)), None, NOW) == CodeWrong()


def test_a_code_opens_only_once() -> None:
    code = code_at(NOW)
    assert judge_code(SECRET, code, STEP, NOW) == CodeUsedBefore()


def test_a_code_from_before_the_last_one_used_is_spent_too() -> None:
    earlier = code_at(NOW - timedelta(seconds=30))
    assert judge_code(SECRET, earlier, STEP, NOW) == CodeUsedBefore()


def test_spaces_in_a_code_do_no_harm() -> None:
    code = code_at(NOW)
    assert judge_code(SECRET, f" {code[:3]} {code[3:]} ", None, NOW) == CodeRight(STEP)


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "12 34"])
def test_what_is_not_six_digits_is_wrong(typed: str) -> None:
    assert judge_code(SECRET, typed, None, NOW) == CodeWrong()


def test_a_recovery_code_is_read_without_its_dash_and_case() -> None:
    code = new_recovery_code()
    assert len(code) == 11
    assert recovery_code_key(f" {code.upper().replace('-', ' ')}") == recovery_code_key(code)


def test_without_a_secret_no_code_is_right() -> None:
    assert judge_code("", "123456", None, NOW) == CodeWrong()
