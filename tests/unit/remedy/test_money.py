"""The money of a case adds up, and only workers clear it."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.remedy.domain.money import (
    Established,
    Instalment,
    Ledger,
    MoreThanPlanned,
    NegativeAmount,
    NothingEstablished,
    Payment,
    PaymentState,
    PlanDoesNotAddUp,
    WrongPayer,
    advance,
    check_payment,
    check_plan,
    spread,
)
from portal.remedy.domain.states import CaseState

EMPLOYER, PROVIDER, STRANGER = UUID(int=1), UUID(int=2), UUID(int=3)
ANA, BEN = UUID(int=11), UUID(int=12)
DUE = date(2027, 4, 1)
PAYERS = frozenset({EMPLOYER, PROVIDER})


def instalment(amount: str, who: UUID = ANA, currency: str = "GBP", payer: UUID = EMPLOYER) -> Instalment:
    return Instalment(uuid4(), who, payer, Decimal(amount), currency, DUE)


def payment(of: Instalment, amount: str, state: PaymentState = PaymentState.CLAIMED) -> Payment:
    return Payment(uuid4(), of.id, Decimal(amount), state)


LOST = (Established(ANA, Decimal(250), "GBP", Decimal("12.50")), Established(BEN, Decimal(100), "EUR"))


def test_a_plan_that_pays_everybody_exactly_is_taken() -> None:
    assert check_plan(LOST, [instalment("262.50"), instalment("100", BEN, "EUR")], PAYERS) is None


@pytest.mark.parametrize(
    "plan",
    [
        [instalment("262.49"), instalment("100", BEN, "EUR")],
        [instalment("262.51"), instalment("100", BEN, "EUR")],
        [instalment("262.50")],
        [instalment("262.50"), instalment("100", BEN, "GBP")],
        [instalment("262.50", BEN), instalment("100", ANA, "EUR")],
    ],
    ids=["a cent less", "a cent more", "one left out", "another currency", "the wrong people"],
)
def test_a_plan_that_does_not_add_up_for_each_worker_is_refused(plan: list[Instalment]) -> None:
    assert isinstance(check_plan(LOST, plan, PAYERS), PlanDoesNotAddUp)


def test_interest_of_a_loan_is_part_of_the_loss() -> None:
    assert LOST[0].total == Decimal("262.50")


def test_only_employer_or_provider_pays() -> None:
    plan = [instalment("262.50", payer=STRANGER), instalment("100", BEN, "EUR")]
    assert check_plan(LOST, plan, PAYERS) == WrongPayer()


def test_a_plan_needs_something_to_pay_back() -> None:
    assert check_plan((), [], PAYERS) == NothingEstablished()


def test_a_negative_instalment_is_refused_even_where_the_sum_is_right() -> None:
    plan = [instalment("300"), instalment("-37.50"), instalment("100", BEN, "EUR")]
    assert check_plan(LOST, plan, PAYERS) == NegativeAmount()


def test_more_than_planned_is_refused() -> None:
    one = instalment("100")
    books = Ledger(instalments=(one,), payments=(payment(one, "60"),))
    assert check_payment(books, one, Decimal("40.01")) == MoreThanPlanned(Decimal(40))
    assert check_payment(books, one, Decimal(40)) is None
    assert check_payment(books, one, Decimal(0)) == NegativeAmount()


def test_a_denied_payment_does_not_count_and_is_paid_again() -> None:
    one = instalment("100")
    books = Ledger(instalments=(one,), payments=(payment(one, "100", PaymentState.DENIED),))
    assert books.paid(one) == 0
    assert books.unpaid() == [one]
    assert check_payment(books, one, Decimal(100)) is None


def test_what_is_no_money_is_cleared_by_the_worker_too() -> None:
    papers = instalment("0")
    nothing = Ledger(instalments=(papers,))
    claimed = Ledger(instalments=(papers,), payments=(payment(papers, "0"),))
    confirmed = Ledger(instalments=(papers,), payments=(payment(papers, "0", PaymentState.CONFIRMED),))
    assert [one.is_paid(papers) for one in (nothing, claimed, confirmed)] == [False, True, True]
    assert [one.is_cleared(papers) for one in (nothing, claimed, confirmed)] == [False, False, True]
    assert check_payment(nothing, papers, Decimal(0)) is None
    assert check_payment(claimed, papers, Decimal(0)) == MoreThanPlanned(Decimal(0))


def test_currencies_are_never_added_up() -> None:
    books = Ledger(LOST, (instalment("262.50"), instalment("100", BEN, "EUR")))
    assert books.established_sums() == books.planned_sums() == {"EUR": Decimal(100), "GBP": Decimal("262.50")}


sums = st.integers(min_value=0, max_value=2_000_000).map(lambda cents: Decimal(cents) / 100)
losses = st.lists(
    st.builds(
        Established,
        st.sampled_from([ANA, BEN, STRANGER]),
        sums,
        st.sampled_from(["GBP", "EUR", "TRY"]),
        sums,
    ),
    min_size=1,
    max_size=8,
)


@given(losses, st.integers(min_value=1, max_value=12))
def test_a_plan_in_equal_parts_always_adds_up(lost: list[Established], parts: int) -> None:
    plan = spread(
        lost,
        payer_id=EMPLOYER,
        parts=parts,
        first_due=DUE,
        days_between=30,
        ids=(uuid4() for _ in range(len(lost) * parts)),
    )
    assert check_plan(lost, plan, PAYERS) is None
    assert Ledger(tuple(lost)).established_sums() == Ledger(instalments=plan).planned_sums()
    assert all(one.amount >= 0 and one.amount == one.amount.quantize(Decimal("0.01")) for one in plan)
    assert all(DUE <= one.due <= DUE + timedelta(days=30 * (parts - 1)) for one in plan)


Move = tuple[str, int, Decimal]
moves = st.lists(
    st.tuples(st.sampled_from(["pay", "confirm", "deny"]), st.integers(0, 50), sums), max_size=60
)


@given(losses, st.integers(min_value=1, max_value=4), moves)
def test_a_refund_without_the_workers_confirmation_never_clears(
    lost: list[Established], parts: int, moves: list[Move]
) -> None:
    """Whatever payers claim and workers answer, in whatever order."""
    plan = spread(
        lost,
        payer_id=EMPLOYER,
        parts=parts,
        first_due=DUE,
        days_between=30,
        ids=(uuid4() for _ in range(len(lost) * parts)),
    )
    state, payments = CaseState.PLAN_AGREED, []
    said_yes: dict[UUID, Decimal] = defaultdict(Decimal)
    yeses: set[UUID] = set()
    for what, at, amount in moves:
        books = Ledger(tuple(lost), plan, tuple(payments))
        if what == "pay" and state in {CaseState.PLAN_AGREED, CaseState.PAYING}:
            one = plan[at % len(plan)]
            paid = min(amount, books.open_amount(one)) if at % 3 else books.open_amount(one)
            if check_payment(books, one, paid) is None:
                payments.append(Payment(uuid4(), one.id, paid))
        elif what != "pay" and payments:
            index = at % len(payments)
            chosen = payments[index]
            if chosen.state is PaymentState.CLAIMED:
                answer = PaymentState.CONFIRMED if what == "confirm" else PaymentState.DENIED
                payments[index] = Payment(chosen.id, chosen.instalment_id, chosen.amount, answer)
                if answer is PaymentState.CONFIRMED:
                    said_yes[chosen.instalment_id] += chosen.amount
                    yeses.add(chosen.instalment_id)
        books = Ledger(tuple(lost), plan, tuple(payments))
        state, _ = advance(state, books)
        for code, planned in books.planned_sums().items():
            assert books.confirmed_sums()[code] <= books.paid_sums()[code] <= planned
        for one in plan:
            if books.is_cleared(one):
                assert one.id in yeses
                assert said_yes[one.id] == one.amount
        if state is CaseState.WORKER_CONFIRMED:
            assert all(books.is_cleared(one) for one in plan)
            assert books.confirmed_sums() == books.established_sums()


def test_the_payers_claim_alone_stops_at_paid() -> None:
    one, two = instalment("100"), instalment("50", BEN)
    claimed = Ledger(instalments=(one, two), payments=(payment(one, "100"), payment(two, "50")))
    assert advance(CaseState.PLAN_AGREED, claimed)[0] is CaseState.PAID
    half = Ledger(
        instalments=(one, two),
        payments=(payment(one, "100", PaymentState.CONFIRMED), payment(two, "50")),
    )
    assert advance(CaseState.PLAN_AGREED, half)[0] is CaseState.PAID


def test_a_denial_takes_a_paid_case_back_to_paying() -> None:
    one = instalment("100")
    books = Ledger(instalments=(one,), payments=(payment(one, "100", PaymentState.DENIED),))
    assert advance(CaseState.PAID, books)[0] is CaseState.PAYING
