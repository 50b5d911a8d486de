"""When a case cannot be ended by one person of compliance alone."""

from datetime import date
from decimal import Decimal
from itertools import product
from uuid import UUID

import pytest

from portal.remedy.domain.money import Established, Instalment, Ledger, Payment, PaymentState
from portal.remedy.domain.second import needs_second_person
from portal.remedy.domain.states import CASE, CaseAct, CaseState

ANA, BEN, PAYER = UUID(int=1), UUID(int=2), UUID(int=3)
S, A = CaseState, CaseAct


def lost(who: UUID, amount: int = 10) -> Established:
    return Established(who, Decimal(amount), "GBP")


def books(established: list[Established], states: tuple[PaymentState | None, ...]) -> Ledger:
    """One instalment for each loss, and what became of its payment; none: nobody paid."""
    plan = [
        Instalment(UUID(int=10 + number), one.affected_id, PAYER, one.total, one.currency, date(2027, 3, 15))
        for number, one in enumerate(established)
    ]
    made = [
        Payment(UUID(int=20 + number), one.id, one.amount, state)
        for number, (one, state) in enumerate(zip(plan, states, strict=True))
        if state is not None
    ]
    return Ledger(tuple(established), tuple(plan), tuple(made))


@pytest.mark.parametrize("amount", [0, 10])
@pytest.mark.parametrize("states", list(product([None, *PaymentState], repeat=2)))
def test_money_is_open_until_every_worker_has_confirmed(
    amount: int, states: tuple[PaymentState | None, ...]
) -> None:
    found = books([lost(ANA, amount), lost(BEN, amount)], states)
    is_open = set(states) != {PaymentState.CONFIRMED}
    assert found.is_open == is_open
    assert needs_second_person(A.FIND_UNFOUNDED, found) == is_open


def test_a_loss_without_a_plan_is_open_and_no_loss_is_not() -> None:
    assert Ledger((lost(ANA),)).is_open
    assert not Ledger().is_open


def test_without_a_second_person_and_the_workers_word_no_case_with_a_loss_ends() -> None:
    """Over the whole table: from the state in which losses are established, by what one person can do."""
    with_loss = Ledger((lost(ANA),))
    reached, fresh = {S.CONFIRMED}, {S.CONFIRMED}
    while fresh:
        fresh = {
            after
            for (before, act), after in CASE.items()
            if before in fresh and act is not A.ALL_CONFIRM and not needs_second_person(act, with_loss)
        } - reached
        reached |= fresh
    assert S.DISPUTED in reached
    assert not reached & {S.UNFOUNDED, S.WORKER_CONFIRMED, S.CLOSED}
