"""What a worker pays for by choice or by law, and what comes back, counted by the week."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from portal.compliance.costs.domain import Choice, CostBasis, CostLine, Payer
from portal.compliance.domain import MinimumPay, RuleOutcome, Terms, WorkerChecks
from portal.compliance.rules.costs import CHOICE, STATUTORY, WORKER_PAYS
from portal.compliance.rules.sets import RULE_SETS, rule_set

RULES = RULE_SETS[-1].by_id
MINIMUM = MinimumPay(
    country="GB", hourly=Decimal("12.71"), currency="GBP", since=date(2026, 4, 1), source="an example"
)
OFFSET = Decimal("77.70")
BED = CostLine(
    category="OUT-VOLUNTARY",
    payer=Payer.WORKER,
    amount=OFFSET,
    currency="GBP",
    basis=CostBasis.PER_WEEK,
    label="Bed",
    choice=Choice(optional=True, itemised=True, at_cost=True, weekly_cap=OFFSET),
)
BUS = replace(BED, label="Bus", amount=Decimal(1), choice=Choice(optional=True, itemised=True, at_cost=True))
AT_THE_MINIMUM = Terms(
    country="GB", pay=MINIMUM.hourly, currency="GBP", hours_per_week=Decimal(39), minimum=MINIMUM
)
TAX = CostLine(
    category="OUT-STATUTORY",
    payer=Payer.WORKER,
    amount=Decimal("49.80"),
    currency="GBP",
    basis=CostBasis.PER_WEEK,
    why="Income Tax (PAYE)",
)


def said(rule: str, *lines: CostLine, terms: Terms = AT_THE_MINIMUM) -> tuple[RuleOutcome, dict[str, str]]:
    """What a rule of the newest set says of the first line."""
    first, *_ = RULES[rule].judge(replace(terms, costs=lines))
    return first.outcome, dict(first.facts)


def test_a_bed_within_the_offset_leaves_the_minimum_as_it_is() -> None:
    assert said(CHOICE, BED) == (RuleOutcome.PASS, {})


def test_a_bed_beyond_the_offset_does_not() -> None:
    dearer = replace(BED, amount=OFFSET + Decimal("0.01"))
    outcome, told = said(CHOICE, dearer)
    assert outcome is RuleOutcome.FAIL
    assert told["broken"] == "cap, pay left"


def test_no_offset_covers_a_bus_or_another_country() -> None:
    assert said(CHOICE, BUS)[0] is RuleOutcome.FAIL
    german = replace(MINIMUM, country="DE")
    assert said(CHOICE, BED, terms=replace(AT_THE_MINIMUM, minimum=german))[0] is RuleOutcome.FAIL


def test_the_first_version_of_the_rule_still_says_what_it_said() -> None:
    [first] = rule_set(1).by_id[CHOICE].judge(replace(AT_THE_MINIMUM, costs=(BED,)))
    assert (first.version, first.outcome) == (1, RuleOutcome.FAIL)


def test_without_hours_what_is_left_of_the_pay_is_asked_for() -> None:
    open_ended = replace(AT_THE_MINIMUM, hours_per_week=None)
    assert said(CHOICE, BUS, terms=open_ended) == (RuleOutcome.NEEDS_EVIDENCE, {"open": "hours"})
    assert said(CHOICE, BED, terms=open_ended)[0] is RuleOutcome.PASS


@pytest.mark.parametrize("basis", [CostBasis.ONCE, CostBasis.PER_WORKER])
def test_a_price_that_is_not_said_by_the_week_is_asked_for_by_the_week(basis: CostBasis) -> None:
    outcome, told = said(CHOICE, replace(BED, basis=basis, amount=Decimal(5000)))
    assert (outcome, told["open"]) == (RuleOutcome.NEEDS_EVIDENCE, "price a week")


def test_a_price_in_another_currency_than_the_pay_is_asked_for_again() -> None:
    assert said(CHOICE, replace(BED, currency="EUR"))[1]["open"] == "currency"


def test_tax_with_its_law_and_a_likely_amount_passes() -> None:
    assert said(STATUTORY, TAX) == (RuleOutcome.PASS, {})


@pytest.mark.parametrize(
    ("line", "open_"),
    [
        (replace(TAX, why=""), "law"),
        (replace(TAX, amount=None, currency=None), "amount a week"),
        (replace(TAX, basis=CostBasis.ONCE), "amount a week"),
        (replace(TAX, why=" ", amount=None), "law, amount a week"),
    ],
)
def test_tax_without_its_law_or_its_amount_needs_evidence(line: CostLine, open_: str) -> None:
    assert said(STATUTORY, line) == (RuleOutcome.NEEDS_EVIDENCE, {"open": open_})


@pytest.mark.parametrize("basis", CostBasis)
def test_what_takes_more_than_half_of_the_pay_waits_for_staff_whatever_it_is_called(basis: CostBasis) -> None:
    outcome, told = said(STATUTORY, replace(TAX, amount=Decimal(250), basis=basis))
    assert (outcome, told["open"]) == (RuleOutcome.FLAGGED, "amount")


def test_without_pay_or_hours_no_amount_is_likely() -> None:
    assert said(STATUTORY, TAX, terms=Terms())[0] is RuleOutcome.NEEDS_EVIDENCE


WEEKLY_FEE = CostLine(
    category="FEE-MATCH",
    payer=Payer.WORKER,
    amount=Decimal(20),
    currency="GBP",
    basis=CostBasis.PER_WEEK,
    reimbursed=Decimal(20),
    reimbursed_on=date(2027, 3, 20),
    worker_confirmed=True,
)
TEN_WEEKS = Terms(on=date(2027, 3, 8), starts=date(2027, 1, 4))


def test_one_week_paid_back_does_not_clear_what_was_taken_for_ten() -> None:
    outcome, told = said(WORKER_PAYS, WEEKLY_FEE, terms=TEN_WEEKS)
    assert outcome is RuleOutcome.FAIL
    assert told["paid_back"] == "20"
    assert "worker_confirmed" not in told


def test_every_week_paid_back_and_confirmed_clears_it() -> None:
    whole = replace(WEEKLY_FEE, reimbursed=Decimal(200))
    assert said(WORKER_PAYS, whole, terms=TEN_WEEKS)[0] is RuleOutcome.PASS
    assert said(WORKER_PAYS, replace(whole, reimbursed=Decimal(199)), terms=TEN_WEEKS)[0] is RuleOutcome.FAIL


def test_weeks_are_counted_no_further_than_the_last_day() -> None:
    left = replace(TEN_WEEKS, checks=WorkerChecks(last_day=date(2027, 1, 10)))
    assert said(WORKER_PAYS, WEEKLY_FEE, terms=left)[0] is RuleOutcome.PASS


def test_a_weekly_cost_paid_back_waits_for_staff_where_the_weeks_are_not_known() -> None:
    assert said(WORKER_PAYS, WEEKLY_FEE, terms=Terms(on=date(2027, 3, 8)))[0] is RuleOutcome.FLAGGED
    once = replace(WEEKLY_FEE, basis=CostBasis.ONCE)
    assert said(WORKER_PAYS, once, terms=Terms(on=date(2027, 3, 8)))[0] is RuleOutcome.PASS
