"""The words of a cost schedule, for the rules on wording."""

from collections.abc import Iterable, Iterator

from portal.compliance.costs.domain import CostLine, Payer
from portal.compliance.rules.costs import VOLUNTARY
from portal.compliance.wording.domain import Passage


def passages_of_costs(lines: Iterable[CostLine]) -> Iterator[Passage]:
    """What was written about each cost, in its order.

    Only a line that a worker bears is a deduction, whose very name may be a disguise; what a worker
    may choose, such as a bed, has a rule of its own.
    """
    for line in lines:
        is_deduction = line.payer is Payer.WORKER and line.category != VOLUNTARY
        if line.label.strip():
            yield Passage("deduction" if is_deduction else "terms", line.label)
        if line.why.strip():
            yield Passage("terms", line.why)
