"""Words to write down, and codes that nobody can guess."""

from uuid import UUID, uuid4

import pytest

from portal.kernel.link_codes import hash_of
from portal.placements.offers.domain.offers import code_of
from portal.remedy.domain.codes import (
    known_code,
    new_seed,
    plain_number,
    plain_word,
    repayment_code,
    word_of,
)


def test_words_are_easy_to_write_down_and_never_the_same() -> None:
    words = {word_of("a secret", new_seed()) for _ in range(200)}
    assert len(words) == 200
    assert not set("".join(words)) & set("01ilo")
    assert {len(plain_word(one)) for one in words} == {10}


def test_a_word_is_made_again_from_its_seed_under_the_same_secret_alone() -> None:
    seed = new_seed()
    assert word_of("a secret", seed) == word_of("a secret", seed) != word_of("another", seed)


@pytest.mark.parametrize("typed", ["k7m2p-x9qd4", " K7M2P X9QD4 ", "k7m2px9qd4"])
def test_a_word_is_known_however_it_is_typed(typed: str) -> None:
    assert plain_word(typed) == "k7m2px9qd4"


@pytest.mark.parametrize("typed", ["C-482913", "c 482913", "482913", "Case C-482913"])
def test_a_number_is_known_however_it_is_typed(typed: str) -> None:
    assert plain_number(typed) == "C-482913"


def test_a_repayments_code_is_made_again_under_an_earlier_secret_too() -> None:
    one = uuid4()
    code = repayment_code("earlier", one)
    assert known_code(["present", "earlier"], one, hash_of(code)) == code
    assert known_code(["present"], one, hash_of(code)) is None


def test_a_repayments_code_is_no_offers_code() -> None:
    one = UUID(int=7)
    assert repayment_code("secret", one) != code_of("secret", one)
