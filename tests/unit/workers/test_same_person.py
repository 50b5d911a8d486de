"""Whether two listings are one person."""

import pytest

from portal.workers.sameness import is_same_person, keys_of

ANA = ("Ana Petrova", "+447700900123", "ana@example.org")


def same(one: tuple[str, str | None, str | None], other: tuple[str, str | None, str | None]) -> bool:
    return is_same_person(keys_of("s", *one), keys_of("s", *other))


@pytest.mark.parametrize(
    "other",
    [
        ("Petrova Ana", "+447700900123", None),
        ("Ana Maria Petrova", None, "ANA@Example.org"),
        ("ANA", "+447700900123", None),
        ("Ána Petrová", "+447700900123", None),
    ],
)
def test_a_shared_contact_and_a_name_that_holds_the_other_is_one_person(other) -> None:
    assert same(ANA, other)
    assert same(other, ANA)


@pytest.mark.parametrize(
    "other",
    [
        ("Ana Petrova", "+447700900124", "petrova@example.org"),
        ("Ana Petrova", None, None),
        ("Ivan Petrov", "+447700900123", None),
        ("Maria Petrova", "+447700900123", None),
    ],
)
def test_the_name_alone_or_the_contact_alone_is_not(other) -> None:
    assert not same(ANA, other)


def test_without_the_secret_nobody_can_tell_whose_key_it_is() -> None:
    assert not keys_of("one", *ANA).contacts & keys_of("other", *ANA).contacts
