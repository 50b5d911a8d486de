from datetime import UTC, datetime, timedelta
from itertools import product
from uuid import UUID, uuid4

import pytest

from portal.kernel.link_codes import hash_of
from portal.placements.offers.domain.offers import (
    OFFER,
    OfferAct,
    OfferAlreadyAnswered,
    OfferExpired,
    OfferState,
    OfferWithdrawn,
    PlacesTaken,
    answer,
    code_of,
    known_code,
)

NOW = datetime(2027, 3, 5, 16, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=2)


def accept(state: OfferState, *, answer_by: datetime = LATER, places: int = 1) -> object:
    return answer(state, OfferAct.ACCEPT, answer_by=answer_by, places_left=places, now=NOW)


def test_an_open_offer_is_accepted_while_places_are_left() -> None:
    assert accept(OfferState.OPEN) is OfferState.ACCEPTED


def test_a_lapsed_offer_cannot_be_accepted() -> None:
    assert accept(OfferState.OPEN, answer_by=NOW) == OfferExpired(NOW)
    assert accept(OfferState.EXPIRED, answer_by=NOW) == OfferExpired(NOW)


def test_an_offer_cannot_be_accepted_when_all_places_are_taken() -> None:
    assert accept(OfferState.OPEN, places=0) == PlacesTaken(0)


def test_an_offer_can_be_declined_when_all_places_are_taken() -> None:
    outcome = answer(OfferState.OPEN, OfferAct.DECLINE, answer_by=LATER, places_left=0, now=NOW)
    assert outcome is OfferState.DECLINED


def test_a_withdrawn_offer_says_so() -> None:
    assert accept(OfferState.WITHDRAWN) == OfferWithdrawn()


@pytest.mark.parametrize("state", [OfferState.ACCEPTED, OfferState.DECLINED])
def test_an_answer_is_given_once(state: OfferState) -> None:
    assert accept(state) == OfferAlreadyAnswered(state)


POSSIBLE = {
    OfferState.OPEN: set(OfferAct) - {OfferAct.CONFIRM, OfferAct.DENY, OfferAct.UNDO},
    OfferState.ACCEPTED: {OfferAct.OPEN, OfferAct.CONFIRM, OfferAct.DENY, OfferAct.UNDO},
    OfferState.DECLINED: {OfferAct.UNDO},
    OfferState.WITHDRAWN: set(),
    OfferState.EXPIRED: set(),
}


@pytest.mark.parametrize(("state", "act"), list(product(OfferState, OfferAct)))
def test_every_act_fits_just_the_states_it_should(state: OfferState, act: OfferAct) -> None:
    assert ((state, act) in OFFER) is (act in POSSIBLE[state])


def test_a_code_has_160_bits_in_letters_and_digits_that_are_easy_to_type() -> None:
    code = code_of("a secret", uuid4())
    assert len(code) == 32
    assert set(code) <= set("abcdefghijklmnopqrstuvwxyz234567")


def test_codes_differ_by_offer_and_by_secret() -> None:
    offers = [UUID(int=n) for n in range(100)]
    codes = {code_of(secret, one) for secret in ("one", "two") for one in offers}
    assert len(codes) == 200


def test_a_code_is_found_however_it_was_typed() -> None:
    code = code_of("a secret", UUID(int=7))
    typed = "-".join(code[n : n + 4] for n in range(0, 32, 4)).upper() + " "
    assert hash_of(typed) == hash_of(code)


def test_a_code_is_still_known_after_the_secret_was_changed() -> None:
    offer_id = uuid4()
    code = code_of("old secret", offer_id)
    assert known_code(["new secret", "old secret"], offer_id, hash_of(code)) == code
    assert known_code(["new secret"], offer_id, hash_of(code)) is None
