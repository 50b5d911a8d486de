"""What a placed worker said of costs, as their own page shows it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.compliance.costs.answers import CHANGEABLE
from portal.compliance.costs.queries import cost_answer, ledger_of
from portal.compliance.costs.words import CostsInWords, ledger_in_words
from portal.kernel.events import Ref
from portal.placements.rows import PlacementRow


@dataclass(frozen=True)
class SaidOfCosts:
    """The answer to "did you pay anything to get this job?"; none while there is none."""

    paid: bool | None
    can_change: bool
    until: datetime | None
    costs: CostsInWords


def said_of_costs(session: Session, placement: PlacementRow | None, now: datetime) -> SaidOfCosts | None:
    """None before the worker has accepted."""
    if placement is None:
        return None
    ledger = ledger_of(session, Ref("placement", placement.id))
    if not ledger.version:
        return None
    answer = cost_answer(session, placement.id)
    until = answer.first_at + CHANGEABLE if answer else None
    return SaidOfCosts(
        paid=answer.paid if answer else None,
        can_change=until is None or now <= until,
        until=until,
        costs=ledger_in_words(ledger, "", now.date()),
    )
