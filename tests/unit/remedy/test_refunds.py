"""Which part of what came back belongs to which cost of the ledger."""

from datetime import date
from decimal import Decimal
from itertools import product
from uuid import UUID

import pytest

from portal.remedy.domain.money import Established, Instalment, Ledger, Payment, PaymentState
from portal.remedy.domain.refunds import Refund, refunds_of, shared_refund

ANA, BEN, PAYER = UUID(int=1), UUID(int=2), UUID(int=3)
FEE, COURSE = ("FEE-MATCH", "GBP"), ("COST-TRAINING", "GBP")
CLAIMED, CONFIRMED, DENIED = PaymentState


def lost(amount: int, category: str | None = None, interest: int = 0) -> Established:
    return Established(ANA, Decimal(amount), "GBP", Decimal(interest), category)


def books(established: list[Established], *payments: tuple[int, PaymentState]) -> Ledger:
    owed = sum((one.total for one in established), Decimal(0))
    plan = Instalment(UUID(int=9), ANA, PAYER, owed, "GBP", date(2027, 3, 15))
    made = [
        Payment(UUID(int=10 + number), plan.id, Decimal(amount), state)
        for number, (amount, state) in enumerate(payments)
    ]
    return Ledger(tuple(established), (plan,), tuple(made))


def refund(paid: int, confirmed: int) -> Refund:
    return Refund(Decimal(paid), Decimal(confirmed))


def test_a_payers_word_alone_confirms_nothing() -> None:
    assert refunds_of(books([lost(200, "FEE-MATCH")], (200, CLAIMED)), ANA) == {FEE: refund(200, 0)}


def test_the_workers_word_confirms_what_came_and_takes_back_what_did_not() -> None:
    found = refunds_of(books([lost(200, "FEE-MATCH")], (50, CONFIRMED), (150, DENIED)), ANA)
    assert found == {FEE: refund(50, 50)}


def test_money_goes_first_to_what_belongs_to_no_cost_of_the_ledger() -> None:
    established = [lost(200, "FEE-MATCH", interest=20), lost(100)]
    assert refunds_of(books(established, (120, CONFIRMED)), ANA) == {FEE: refund(0, 0)}
    assert refunds_of(books(established, (320, CONFIRMED)), ANA) == {FEE: refund(200, 200)}


def test_two_costs_are_filled_one_after_the_other() -> None:
    established = [lost(200, "FEE-MATCH"), lost(80, "COST-TRAINING")]
    found = refunds_of(books(established, (100, CONFIRMED)), ANA)
    assert found == {COURSE: refund(80, 80), FEE: refund(20, 20)}


def test_another_workers_money_counts_for_nobody_else() -> None:
    assert refunds_of(books([lost(200, "FEE-MATCH")], (200, CONFIRMED)), BEN) == {}


def test_what_several_workers_paid_came_back_when_it_came_back_to_each() -> None:
    assert shared_refund([refund(200, 200), refund(200, 150)]) == refund(200, 150)


@pytest.mark.parametrize("states", list(product(PaymentState, repeat=3)))
def test_a_cost_is_wholly_confirmed_only_when_every_payment_is(states: tuple[PaymentState, ...]) -> None:
    found = refunds_of(books([lost(30, "FEE-MATCH")], *((10, state) for state in states)), ANA)[FEE]
    is_cleared = found.is_confirmed and found.paid == 30
    assert is_cleared == all(state is CONFIRMED for state in states)
