"""Only what the portal signed, to the last bit, is a passport."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.infra.guessing import MOST_MISSES, WITHIN
from portal.passports import verify_offer as form
from portal.passports.domain import (
    LETTERS,
    RANDOM_LETTERS,
    Altered,
    Expired,
    Forged,
    Genuine,
    Malformed,
    check_letter,
    known_keys,
    new_number,
    number_in,
    payload_of,
    public_bytes,
    shortened,
    verify,
)
from tests.unit.passports.mutations import GENUINE, mutated, weak_points
from tests.unit.passports.specimens import (
    KEY,
    KEYS,
    NOW,
    OTHER_KEY,
    PASSPORT,
    key_name,
    signed,
    token,
)


def test_a_passport_comes_back_as_it_was_issued():
    assert verify(token(), KEYS, NOW) == Genuine(replace(PASSPORT, hours=Decimal("37.50")))


def test_a_passport_without_licence_or_hours_is_a_passport_too():
    changes = {"licence_authority": None, "licence_number": None, "licence_until": None, "hours": None}
    assert verify(token(**changes), KEYS, NOW) == Genuine(replace(PASSPORT, **changes))


def test_a_passport_expires_at_the_moment_until_which_one_may_answer():
    due = PASSPORT.answer_by
    assert isinstance(verify(GENUINE, KEYS, due - timedelta(seconds=1)), Genuine)
    assert isinstance(verify(GENUINE, KEYS, due), Expired)


def test_what_another_key_signed_is_forged_unless_it_claims_to_be_ours_and_then_altered():
    assert verify(token(OTHER_KEY), KEYS, NOW) == Forged()
    assert verify(token(OTHER_KEY, named=key_name()), KEYS, NOW) == Altered()


def test_an_earlier_key_of_the_portal_is_still_good():
    both = known_keys([public_bytes(OTHER_KEY), public_bytes(KEY)])
    assert isinstance(verify(GENUINE, both, NOW), Genuine)


def test_a_thousand_mutated_passports_are_each_rejected():
    tokens = mutated()
    assert len(set(tokens)) == 1000
    found = [verify(one, KEYS, NOW) for one in tokens]
    passed = [
        one for one, verdict in zip(tokens, found, strict=True) if isinstance(verdict, Genuine | Expired)
    ]
    assert passed == []
    assert {type(one) for one in found} == {Altered, Forged, Malformed}


@given(st.one_of(st.text(), st.binary().map(form.to_text).map("FS1.{}.AAAA".format), st.none(), st.binary()))
def test_nothing_that_is_no_passport_is_one_and_nothing_raises(anything):
    assert verify(anything, KEYS, NOW) == Malformed()


@given(st.binary(max_size=400))
def test_whatever_bytes_the_portals_key_signs_only_canonical_facts_are_a_passport(payload):
    assert verify(signed(payload), KEYS, NOW) == Malformed()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"pay":"14.20"', '"pay":"14.20","pay":"14.20"'),
        ('"pay":"14.20"', '"pay":14.2'),
        ('"pay":"14.20"', '"pay":"014.20"'),
        ('"pay":"14.20"', '"pay":"-14.20"'),
        ('"pay":"14.20"', '"pay":"NaN"'),
        ('"form":1', '"form":true'),
        ('"form":1', '"form":2'),
        ('"no_worker_pays":true', '"no_worker_pays":false'),
        ('"country":"GB"', '"country":"gb"'),
        ('"first":"2027-03-08"', '"first":"20270308"'),
        ('"first":"2027-03-08"', '"first":"2027-02-30"'),
        ('"town":"Boston"', '"town":""'),
        ('"town":"Boston"', '"town":"Bos\u202eton"'),
        ('"town":"Boston"', '"town":"Bos\\nton"'),
        ('"town":"Boston"', '"town":"' + "B" * 301 + '"'),
        ('"town":"Boston"', '"town":"B\\u006fston"'),
        (',"town":"Boston"', ""),
        ('"town":"Boston"', '"town":"Boston","worker":"Ana"'),
        ("{", "{ "),
    ],
)
def test_facts_written_in_another_way_are_no_passport_even_when_the_portals_key_signed_them(old, new):
    payload = payload_of(PASSPORT, key_name()).decode()
    assert old in payload
    assert verify(signed(payload.replace(old, new, 1).encode()), KEYS, NOW) == Malformed()


def test_the_canonical_bytes_do_not_depend_on_how_the_facts_came():
    facts = form.read_facts(payload_of(PASSPORT, key_name()))
    turned = dict(reversed(facts.items()))
    assert form.canonical(turned) == payload_of(PASSPORT, key_name())


def test_facts_that_no_passport_can_hold_are_not_signed():
    with pytest.raises(ValueError, match="cannot hold"):
        payload_of(replace(PASSPORT, town=""), key_name())


def test_what_cannot_be_seen_and_what_is_too_long_is_left_out_before_signing():
    assert shortened("  Wash\u202e \n Logistics " + "x" * 400) == "Wash Logistics " + "x" * 285


@pytest.mark.parametrize("point", weak_points())
def test_a_weak_public_key_is_never_taken(point):
    assert not form.is_sound_key(point)
    with pytest.raises(ValueError, match="sound"):
        known_keys([point])


def test_numbers_are_read_however_they_are_typed():
    number = new_number()
    letters = number.replace("-", "")
    spaced = f" {number[:6]} {number[7:]} ".lower()
    assert number_in(number) == number_in(letters) == number_in(letters[1:]) == number_in(spaced) == number


def test_one_wrong_letter_or_two_that_changed_places_are_noticed():
    letters = "7KQ4M2X"
    whole = letters + check_letter(letters)
    alphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
    wrong = {whole[:at] + one + whole[at + 1 :] for at in range(8) for one in alphabet} - {whole}
    swapped = {whole[:at] + whole[at + 1] + whole[at] + whole[at + 2 :] for at in range(7)} - {whole}
    assert len(wrong) == 240
    assert [one for one in wrong | swapped if number_in(one)] == []


@pytest.mark.parametrize("text", ["", "P-", "P-7KQ4-M2X", "P-0000-0000", "aB3-x_9Kq2aB3-x_9Kq2", "ß" * 8])
def test_what_is_no_number_is_not_taken_for_one(text):
    assert number_in(text) is None


def test_no_two_numbers_are_alike():
    assert len({new_number() for _ in range(2000)}) == 2000


def test_among_a_million_offers_one_network_finds_none_in_a_fortnight() -> None:
    numbers = len(LETTERS) ** RANDOM_LETTERS
    guesses = timedelta(days=14) / WITHIN * MOST_MISSES
    assert guesses / (numbers / 1_000_000) < 1
