"""A bed and a bus that a worker may choose and pay for: lines of the ledger that follow from their prices."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from portal.compliance.costs.caps import ChargeKind, charge_cap
from portal.compliance.costs.domain import Choice, Collection, CostBasis, CostLine, CostStage, Payer
from portal.compliance.costs.schedule import VOLUNTARY, CostSchedule

LABELS = {ChargeKind.HOUSING: "Bed", ChargeKind.TRANSPORT: "Bus"}
"""How the ledger calls them; pages say it in their own language."""


@dataclass(frozen=True)
class Charge:
    """What one of them costs a worker a week, and what was said of it; no price and 0 charge nobody."""

    price: Decimal | None
    choice: Choice = field(default_factory=Choice)
    proof: str = ""


def with_charges(
    schedule: CostSchedule,
    charges: Mapping[ChargeKind, Charge],
    *,
    country: str,
    currency: str,
    on: date,
) -> CostSchedule:
    """The schedule with a line for each that has a price; without any, it does not arise."""
    lines = tuple(
        charge_line(kind, charge, country=country, currency=currency, on=on)
        for kind, charge in charges.items()
        if charge.price
    )
    others = tuple(line for line in schedule.lines if line.category != VOLUNTARY)
    absent = schedule.absent - {VOLUNTARY} if lines else schedule.absent | {VOLUNTARY}
    return CostSchedule((*others, *lines), absent)


def charge_line(kind: ChargeKind, charge: Charge, *, country: str, currency: str, on: date) -> CostLine:
    """The line of one charge, with the cap of the place as the dated data know it."""
    cap = charge_cap(country, kind, currency, on)
    return CostLine(
        category=VOLUNTARY,
        payer=Payer.WORKER,
        amount=charge.price,
        currency=currency,
        basis=CostBasis.PER_WEEK,
        label=LABELS[kind],
        collection=Collection.DEDUCTION if charge.choice.itemised else None,
        stage=CostStage.EMPLOYMENT,
        proof=charge.proof,
        choice=replace(charge.choice, weekly_cap=cap.weekly if cap else None),
    )


def charges_said(schedule: CostSchedule) -> dict[ChargeKind, Charge]:
    """What a schedule says of each; a line that nobody labelled is about the bed."""
    found = {}
    for line in schedule.lines:
        if line.category == VOLUNTARY:
            kind = ChargeKind.TRANSPORT if line.label == LABELS[ChargeKind.TRANSPORT] else ChargeKind.HOUSING
            found[kind] = Charge(line.amount, line.choice or Choice(), line.proof)
    return found
