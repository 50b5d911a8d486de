"""What nobody in compliance does alone while money is open: ending a case, or taking back a loss."""

from enum import StrEnum

from portal.remedy.domain.money import Ledger
from portal.remedy.domain.states import CaseAct


class ProposedAct(StrEnum):
    """What one person proposes, and another agrees to or rejects."""

    FIND_UNFOUNDED = "find unfounded"
    REMOVE_AMOUNT = "take back an amount"


def needs_second_person(act: CaseAct, books: Ledger) -> bool:
    """Whether this act would end a case in which a loss has not come back by the worker's own word.

    Closing needs none: it follows a case whose every worker has confirmed, or an unfounded one.
    """
    return act is CaseAct.FIND_UNFOUNDED and books.is_open
