"""How far a case has come, and what can be done with it."""

from dataclasses import dataclass
from enum import StrEnum

from portal.kernel.outcomes import Refusal


class CaseState(StrEnum):
    REPORTED = "reported"
    TRIAGED = "triaged"
    CONFIRMED = "confirmed"
    UNFOUNDED = "unfounded"
    QUANTIFIED = "quantified"
    PLAN_AGREED = "plan agreed"
    PAYING = "paying"
    PAID = "paid"
    """As the payer says; a claim, until the workers say so too."""
    WORKER_CONFIRMED = "worker confirmed"
    CLOSED = "closed"
    DISPUTED = "disputed"
    ESCALATED = "escalated"
    """Handed to an outside body, whose answer is awaited."""


class CaseAct(StrEnum):
    TRIAGE = "triage"
    CONFIRM = "confirm"
    FIND_UNFOUNDED = "find unfounded"
    REOPEN = "reopen"
    QUANTIFY = "quantify"
    AGREE_PLAN = "agree the plan"
    BEGIN_PAYING = "begin paying"
    FINISH_PAYING = "finish paying"
    DENY = "deny a payment"
    """A worker says that the money did not come."""
    ALL_CONFIRM = "all confirm"
    """The last worker said that everything came."""
    CLOSE = "close"
    DISPUTE = "dispute"
    ESCALATE = "escalate"


_S, _A = CaseState, CaseAct

CASE: dict[tuple[CaseState, CaseAct], CaseState] = {
    (_S.REPORTED, _A.TRIAGE): _S.TRIAGED,
    (_S.TRIAGED, _A.CONFIRM): _S.CONFIRMED,
    (_S.TRIAGED, _A.FIND_UNFOUNDED): _S.UNFOUNDED,
    (_S.TRIAGED, _A.ESCALATE): _S.ESCALATED,
    (_S.UNFOUNDED, _A.REOPEN): _S.TRIAGED,
    (_S.UNFOUNDED, _A.CLOSE): _S.CLOSED,
    (_S.CONFIRMED, _A.QUANTIFY): _S.QUANTIFIED,
    (_S.CONFIRMED, _A.DISPUTE): _S.DISPUTED,
    (_S.CONFIRMED, _A.ESCALATE): _S.ESCALATED,
    (_S.QUANTIFIED, _A.AGREE_PLAN): _S.PLAN_AGREED,
    (_S.QUANTIFIED, _A.DISPUTE): _S.DISPUTED,
    (_S.QUANTIFIED, _A.ESCALATE): _S.ESCALATED,
    (_S.PLAN_AGREED, _A.BEGIN_PAYING): _S.PAYING,
    (_S.PLAN_AGREED, _A.DISPUTE): _S.DISPUTED,
    (_S.PLAN_AGREED, _A.ESCALATE): _S.ESCALATED,
    (_S.PAYING, _A.FINISH_PAYING): _S.PAID,
    (_S.PAYING, _A.DENY): _S.PAYING,
    (_S.PAYING, _A.DISPUTE): _S.DISPUTED,
    (_S.PAYING, _A.ESCALATE): _S.ESCALATED,
    (_S.PAID, _A.DENY): _S.PAYING,
    (_S.PAID, _A.ALL_CONFIRM): _S.WORKER_CONFIRMED,
    (_S.PAID, _A.ESCALATE): _S.ESCALATED,
    (_S.WORKER_CONFIRMED, _A.CLOSE): _S.CLOSED,
    (_S.DISPUTED, _A.CONFIRM): _S.CONFIRMED,
    (_S.DISPUTED, _A.FIND_UNFOUNDED): _S.UNFOUNDED,
    (_S.DISPUTED, _A.ESCALATE): _S.ESCALATED,
    (_S.ESCALATED, _A.CONFIRM): _S.CONFIRMED,
    (_S.ESCALATED, _A.FIND_UNFOUNDED): _S.UNFOUNDED,
}
"""What follows from what. A pair that is not here is refused.

Nothing leads from the payer's word to "worker confirmed" but the workers' own. A dispute that is decided,
and an outside body's answer, lead back to "confirmed": amounts, plan and payments of before stay on record.
"""

PLANNED = frozenset({CaseState.PLAN_AGREED, CaseState.PAYING, CaseState.PAID, CaseState.WORKER_CONFIRMED})
"""A plan is in force: money is asked of whoever pays."""
PAYABLE = frozenset({CaseState.PLAN_AGREED, CaseState.PAYING})
"""Whoever pays can record what was paid."""
MONEY_MAY_CHANGE = frozenset({CaseState.CONFIRMED})
"""Amounts are established in this state alone, so that nobody pays by a sum that moves."""


@dataclass(frozen=True)
class NotPossibleNow(Refusal):
    """The case has gone on meanwhile; this act does not fit its state."""

    state: CaseState


def after(state: CaseState, act: CaseAct) -> CaseState | NotPossibleNow:
    """What a case becomes."""
    return CASE.get((state, act)) or NotPossibleNow(state)


def may(state: CaseState, act: CaseAct) -> bool:
    """Whether the act fits the state."""
    return (state, act) in CASE
