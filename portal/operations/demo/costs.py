"""The cost schedules that employers of the demo declare, and three that no employer may publish."""

from collections.abc import Mapping
from decimal import Decimal

from portal.compliance.costs.caps import ChargeKind
from portal.compliance.costs.charges import LABELS
from portal.compliance.costs.domain import Choice, CostBasis, CostLine, Payer
from portal.compliance.costs.schedule import VOLUNTARY, CostSchedule

_IN_CURRENCY = {"GBP": Decimal(1), "EUR": Decimal("1.15"), "DKK": Decimal("8.60"), "PLN": Decimal("4.90")}
_Line = tuple[str, Payer, int, CostBasis, str]
_EMPLOYER, _AGENCY, _PUBLIC, _WORKER = Payer.EMPLOYER, Payer.AGENCY, Payer.PUBLIC, Payer.WORKER
_EACH, _WEEK, _ONCE = CostBasis.PER_WORKER, CostBasis.PER_WEEK, CostBasis.ONCE

_STANDARD: tuple[_Line, ...] = (
    ("FEE-TWA", _EMPLOYER, 62, _WEEK, "The agency's margin on each worker's week"),
    ("COST-TRAINING", _EMPLOYER, 45, _EACH, "Induction in paid hours"),
    ("COST-EQUIPMENT", _EMPLOYER, 58, _EACH, "Boots, coat and gloves; they stay the worker's"),
)
_CARE: tuple[_Line, ...] = (
    ("FEE-TWA", _EMPLOYER, 74, _WEEK, "The agency's margin on each worker's week"),
    ("COST-TRAINING", _EMPLOYER, 120, _EACH, "Moving and handling, and two shadow shifts, all paid"),
    ("COST-EQUIPMENT", _EMPLOYER, 40, _EACH, "Tunics, aprons and gloves"),
    ("COST-ADMIN", _EMPLOYER, 50, _EACH, "Criminal record check where none is held"),
)
_SEASONAL: tuple[_Line, ...] = (
    *_STANDARD,
    ("FEE-MATCH", _EMPLOYER, 350, _EACH, "Finding and briefing in the place of origin"),
    ("COST-MEDICAL", _EMPLOYER, 45, _EACH, "Fitness check and vaccinations"),
    ("COST-TRAVEL", _EMPLOYER, 420, _EACH, "Flight or coach, both ways, and meals on the road"),
    ("COST-ADMIN", _EMPLOYER, 320, _EACH, "Visa or permit where one is needed"),
    ("COST-INSURANCE", _AGENCY, 35, _EACH, "Health cover until the first day of work"),
)
_ABROAD: tuple[_Line, ...] = (
    *_STANDARD,
    ("COST-TRAVEL", _EMPLOYER, 260, _EACH, "Coach both ways and one night on the road"),
    ("COST-MEDICAL", _EMPLOYER, 60, _EACH, "Examination and hygiene instruction"),
    ("COST-SKILLS", _PUBLIC, 180, _EACH, "Language course by the public employment service"),
    ("COST-ADMIN", _EMPLOYER, 90, _EACH, "Registration and work papers"),
)
_BED: _Line = ("OUT-VOLUNTARY", _WORKER, 0, _WEEK, "A bed, if the worker wants one; itemised on the payslip")

SCHEDULES: Mapping[str, tuple[_Line, ...]] = {
    "standard": _STANDARD,
    "care": _CARE,
    "seasonal": _SEASONAL,
    "abroad": _ABROAD,
    "worker-travel": (
        *_STANDARD,
        ("COST-TRAVEL", _WORKER, 380, _EACH, "Workers book their own flight"),
    ),
    "worker-boots": (*_STANDARD[:2], ("COST-EQUIPMENT", _WORKER, 65, _EACH, "Boots and clippers")),
    "worker-bond": (*_ABROAD, ("ILL-BOND", _WORKER, 500, _ONCE, "Bond against leaving early")),
}
"""By name: who pays what. The last three may be written as drafts, but never published."""


def cost_schedule(name: str, currency: str, bed_a_week: Decimal | None) -> CostSchedule:
    """A schedule in the vacancy's currency; every cost that it does not name was said not to arise."""
    lines = [_line(line, currency) for line in SCHEDULES[name]]
    if bed_a_week:
        lines.append(_line(_BED, currency, amount=bed_a_week))
    return CostSchedule.with_all_else_absent(lines)


def _line(line: _Line, currency: str, amount: Decimal | None = None) -> CostLine:
    category, payer, pounds, basis, why = line
    is_chosen = category == VOLUNTARY
    return CostLine(
        category=category,
        payer=payer,
        amount=amount or (pounds * _IN_CURRENCY[currency]).quantize(Decimal("0.01")),
        currency=currency,
        basis=basis,
        why=why,
        label=LABELS[ChargeKind.HOUSING] if is_chosen else "",
        choice=Choice(optional=True, itemised=True, at_cost=True) if is_chosen else None,
    )
