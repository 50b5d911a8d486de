"""The rules on pay and hours: at or above the minimum, a payslip that adds up, time to rest."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from portal.compliance.domain import MinimumPay, Payslip, Severity, Stage, Terms
from portal.compliance.rules.rule import Rule, Said, Source, failed, passed, unproven

BELOW_MINIMUM = "pay.below-minimum"
PAYSLIP = "pay.payslip-adds-up"
HOURS = "pay.hours-within-limits"
MOST_HOURS_A_WEEK = Decimal(48)
_CENT = Decimal("0.01")
_WITH_TERMS = frozenset({Stage.PUBLISH, Stage.MATCH, Stage.INTRODUCTION, Stage.OFFER, Stage.START})


def below_minimum(terms: Terms) -> Sequence[Said]:
    """Guaranteed pay reaches the minimum of the place of work; a missing rate is asked for."""
    if terms.pay is None:
        return ()
    minimum = terms.minimum
    if minimum is None:
        return unproven(country=terms.country or "", why="no rate")
    if minimum.currency != terms.currency:
        return unproven(
            country=minimum.country, currency=terms.currency or "", expected=minimum.currency, why="currency"
        )
    told = {
        "country": minimum.country,
        "hourly": f"{minimum.hourly:f}",
        "currency": minimum.currency,
        "since": minimum.since,
        "pay": f"{terms.pay:f}",
    }
    return passed(**told) if terms.pay >= minimum.hourly else failed(**told)


def payslip_adds_up(terms: Terms) -> Sequence[Said]:
    """Gross is the guaranteed hours times the rate; net is gross less every deduction; none is negative."""
    slip = terms.payslip
    if slip is None:
        return ()
    gross = (slip.hours * slip.rate).quantize(_CENT, ROUND_HALF_UP)
    net = slip.gross - sum((amount for _, amount in slip.deductions), Decimal(0))
    wrong = [
        name
        for name, is_wrong in (
            ("gross", gross != slip.gross),
            ("net", net != slip.net or slip.net < 0),
            ("deductions", any(amount < 0 for _, amount in slip.deductions)),
            ("rate", terms.pay is not None and slip.rate != terms.pay),
        )
        if is_wrong
    ]
    return failed(wrong=", ".join(wrong), gross=f"{gross:f}", net=f"{net:f}") if wrong else passed()


def hours_within_limits(terms: Terms) -> Sequence[Said]:
    """A usual week has at most 48 hours."""
    if terms.hours_per_week is None:
        return ()
    told = {"hours": f"{terms.hours_per_week:f}", "most": f"{MOST_HOURS_A_WEEK:f}"}
    return passed(**told) if terms.hours_per_week <= MOST_HOURS_A_WEEK else failed(**told)


_MINIMUM = MinimumPay(
    country="GB", hourly=Decimal("12.00"), currency="GBP", since=date(2025, 1, 1), source="an example"
)
_PAID = Terms(country="GB", pay=Decimal("12.60"), currency="GBP", minimum=_MINIMUM)
_SLIP = Payslip(
    hours=Decimal(39),
    rate=Decimal("12.60"),
    gross=Decimal("491.40"),
    deductions=(("Income tax", Decimal("49.80")), ("Bed", Decimal("60.00"))),
    net=Decimal("381.60"),
    currency="GBP",
)

PAY_RULES = (
    Rule(
        id=BELOW_MINIMUM,
        title="Pay reaches the legal minimum of the place of work",
        severity=Severity.CRITICAL,
        source=Source("ILO Minimum Wage Fixing Convention, 1970 (No. 131), article 2; the rate's own source"),
        stages=_WITH_TERMS,
        check=below_minimum,
        passing=_PAID,
        failing=replace(_PAID, pay=Decimal("11.99")),
    ),
    Rule(
        id=PAYSLIP,
        title="The example payslip adds up",
        severity=Severity.CRITICAL,
        source=Source("ILO Protection of Wages Convention, 1949 (No. 95), articles 8 and 14"),
        stages=_WITH_TERMS,
        check=payslip_adds_up,
        passing=Terms(payslip=_SLIP),
        failing=Terms(payslip=replace(_SLIP, net=Decimal("391.60"))),
    ),
    Rule(
        id=HOURS,
        title="A usual week leaves time to rest",
        severity=Severity.MAJOR,
        deadline=timedelta(days=14),
        source=Source(
            "Directive 2003/88/EC, article 6; ILO Hours of Work (Industry) Convention, 1919 (No. 1)"
        ),
        stages=_WITH_TERMS,
        check=hours_within_limits,
        passing=Terms(hours_per_week=Decimal(48)),
        failing=Terms(hours_per_week=Decimal(60)),
    ),
)
