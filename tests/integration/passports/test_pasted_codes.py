"""What a worker may paste as the code of an offer."""

import pytest

from portal.passports.forms import code_in


@pytest.mark.parametrize(
    "pasted",
    [
        "aB3-x_9Kq2",
        "  aB3-x_9Kq2 ",
        "https://portal.example/offer/aB3-x_9Kq2",
        "https://portal.example/offer/aB3-x_9Kq2/",
        "portal.example/offer/aB3-x_9Kq2?from=mail",
        "https://portal.example/offer/aB3-x_\n9Kq2",
    ],
)
def test_a_code_is_found_in_what_was_pasted(pasted):
    assert code_in(pasted) == "aB3-x_9Kq2"


@pytest.mark.parametrize("pasted", ["", "abc", "no code here!", "<script>", "/" * 50, "ä" * 20])
def test_what_cannot_be_a_code_is_not_taken_for_one(pasted):
    assert code_in(pasted) is None
