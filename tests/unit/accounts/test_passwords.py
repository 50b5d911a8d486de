"""Which passwords will do."""

import pytest

from portal.accounts.domain import PasswordTooEasy, PasswordTooLong, PasswordTooShort, judge_password
from portal.accounts.secrets import hash_password, is_password


def test_three_unusual_words_will_do() -> None:
    assert judge_password("seven-harbours-of-brine") is None


def test_eleven_characters_are_too_few_and_twelve_are_enough() -> None:
    assert judge_password("k7#Qz!vT2&x") == PasswordTooShort(least=12)
    assert judge_password("k7#Qz!vT2&xW") is None


def test_a_password_of_128_characters_will_do_and_one_of_129_will_not() -> None:
    long = "q9" + "zebra quill ashen " * 7
    assert judge_password(long[:128]) is None
    assert judge_password((long + "x" * 10)[:129]) == PasswordTooLong(most=128)


@pytest.mark.parametrize("easy", ["passwordpassword", "aaaaaaaaaaaaaaaa", "qwertyuiopasdf", "fairshift2026"])
def test_what_is_guessed_soon_is_refused(easy: str) -> None:
    assert judge_password(easy) == PasswordTooEasy()


def test_ones_own_name_is_guessed_soon() -> None:
    own = "wilhelmina-ockert"
    assert judge_password(own) is None
    assert judge_password(own, ["Wilhelmina-Ockert"]) == PasswordTooEasy()


def test_only_the_password_fits_its_hash() -> None:
    kept = hash_password("seven-harbours-of-brine", "low")
    assert is_password("seven-harbours-of-brine", kept, "low")
    assert not is_password("seven-harbours-of-brin", kept, "low")


def test_no_password_fits_where_there_is_none() -> None:
    assert not is_password("", None, "low")
    assert not is_password("seven-harbours-of-brine", "not a hash", "low")
