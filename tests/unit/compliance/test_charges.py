"""A bed and a bus stand in the ledger once, by their prices, with the cap of the place."""

from datetime import date
from decimal import Decimal

from portal.compliance.costs.caps import ChargeKind, charge_cap, charge_caps
from portal.compliance.costs.charges import Charge, charges_said, with_charges
from portal.compliance.costs.domain import Choice, CostBasis, CostLine, Payer
from portal.compliance.costs.schedule import VOLUNTARY, CostSchedule
from portal.compliance.domain import RuleOutcome, Terms
from portal.compliance.rules.costs import free_choice

ON = date(2027, 3, 1)
FREE = Choice(optional=True, itemised=True, at_cost=True)


def priced(housing: str | None = None, transport: str | None = None, choice: Choice = FREE) -> CostSchedule:
    charges = {
        ChargeKind.HOUSING: Charge(Decimal(housing) if housing else None, choice, "Lease 4"),
        ChargeKind.TRANSPORT: Charge(Decimal(transport) if transport else None, choice),
    }
    return with_charges(CostSchedule.with_all_else_absent([]), charges, country="GB", currency="GBP", on=ON)


def test_what_has_a_price_is_a_line_and_what_is_free_does_not_arise() -> None:
    one = priced(housing="45", transport="0")
    [bed] = one.lines
    assert (bed.category, bed.payer, bed.amount, bed.basis) == (
        VOLUNTARY,
        Payer.WORKER,
        Decimal(45),
        CostBasis.PER_WEEK,
    )
    assert bed.proof == "Lease 4"
    assert VOLUNTARY not in one.absent
    assert VOLUNTARY in priced().absent
    assert priced().unanswered == ()


def test_the_cap_of_the_place_comes_with_the_line_and_the_rule_keeps_to_it() -> None:
    [bed] = priced(housing="77.70").lines
    assert bed.choice
    assert bed.choice.weekly_cap == Decimal("77.70")
    [kept] = free_choice(Terms(costs=(bed,)))
    [above] = free_choice(Terms(costs=priced(housing="77.71").lines))
    assert (kept.outcome, above.outcome) == (RuleOutcome.PASS, RuleOutcome.FAIL)


def test_what_nobody_has_said_needs_evidence() -> None:
    [said] = free_choice(Terms(costs=priced(housing="45", choice=Choice()).lines))
    assert said.outcome is RuleOutcome.NEEDS_EVIDENCE


def test_a_schedule_says_again_what_was_said_of_each() -> None:
    said = charges_said(priced(housing="45", transport="5"))
    assert (said[ChargeKind.HOUSING].price, said[ChargeKind.TRANSPORT].price) == (Decimal(45), Decimal(5))
    assert said[ChargeKind.HOUSING].proof == "Lease 4"
    unnamed = CostLine(category=VOLUNTARY, payer=Payer.WORKER, amount=Decimal(9))
    assert set(charges_said(CostSchedule((unnamed,)))) == {ChargeKind.HOUSING}


def test_a_cap_holds_only_from_its_day_in_its_country_and_currency() -> None:
    assert charge_cap("GB", ChargeKind.HOUSING, "GBP", date(2025, 4, 1))
    assert charge_cap("GB", ChargeKind.HOUSING, "GBP", date(2025, 3, 31)) is None
    assert charge_cap("GB", ChargeKind.HOUSING, "EUR", ON) is None
    assert charge_cap("GB", ChargeKind.TRANSPORT, "GBP", ON) is None
    assert charge_cap("FR", ChargeKind.HOUSING, "EUR", ON) is None


def test_caps_have_a_source_and_none_overlap() -> None:
    for cap in charge_caps():
        assert cap.source
        assert not cap.is_verified
        for other in charge_caps():
            if other is not cap and (other.country, other.kind) == (cap.country, cap.kind):
                assert not other.holds(cap.since)
