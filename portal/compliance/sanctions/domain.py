"""What a sanction is, in which order the steps come, and who may decide what."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from portal.compliance.domain import Severity
from portal.kernel.outcomes import NeedsSecondPerson, Refusal


class Step(StrEnum):
    """From the mildest to the gravest."""

    ADVICE = "advice"
    CONDITIONS = "conditions"
    """Something has to be mended by a day."""
    SUSPENSION = "suspension"
    """The organisation takes part in nothing until it is lifted."""
    REMOVAL = "removal"

    @property
    def stops(self) -> bool:
        """Whether the organisation takes part in nothing while it stands."""
        return self in {Step.SUSPENSION, Step.REMOVAL}


class SanctionState(StrEnum):
    PROPOSED = "proposed"
    """The organisation may reply."""
    IMPOSED = "imposed"
    DROPPED = "dropped"
    """A second person decided against it."""
    MET = "met"
    """What was asked for has been done."""
    REVERSED = "reversed"


class SanctionAct(StrEnum):
    IMPOSE = "impose"
    DROP = "drop"
    MEET = "meet"
    REVERSE = "reverse"
    KEEP = "keep"
    """Against ending it, where a first person would end it."""


SANCTION: dict[tuple[SanctionState, SanctionAct], SanctionState] = {
    (SanctionState.PROPOSED, SanctionAct.IMPOSE): SanctionState.IMPOSED,
    (SanctionState.PROPOSED, SanctionAct.DROP): SanctionState.DROPPED,
    (SanctionState.IMPOSED, SanctionAct.MEET): SanctionState.MET,
    (SanctionState.IMPOSED, SanctionAct.REVERSE): SanctionState.REVERSED,
    (SanctionState.MET, SanctionAct.REVERSE): SanctionState.REVERSED,
}
ENDS = frozenset({SanctionAct.MEET, SanctionAct.REVERSE})
"""What ends a step; of a suspension or removal one person proposes it and another decides."""

REPLY_TIME = timedelta(days=7)
REPLY_TIME_IF_CRITICAL = timedelta(days=2)
_ORDER = tuple(Step)


@dataclass(frozen=True)
class SanctionNotPossible(Refusal):
    """It has gone on meanwhile, or was decided."""

    state: SanctionState


@dataclass(frozen=True)
class NothingWrong(Refusal):
    """The check was passed, cleared or judged anew since: there is nothing to sanction."""


@dataclass(frozen=True)
class StepTooEarly(Refusal):
    """Milder steps come first; this one is next."""

    next: Step


@dataclass(frozen=True)
class StepStands(Refusal):
    """The same or a graver step is proposed or stands already."""

    step: Step


@dataclass(frozen=True)
class EndProposed:
    """One person would end it so; nothing changes until a second one decides."""

    act: SanctionAct


@dataclass(frozen=True)
class MayStillReply(Refusal):
    """The organisation has not replied yet, and may until then."""

    until: datetime


@dataclass(frozen=True)
class ReplyIsOver(Refusal):
    """The time for a reply is over, it was given, or the sanction is decided."""


@dataclass(frozen=True)
class NoSuchSanction(Refusal):
    """There is no such sanction, or it concerns another organisation."""


@dataclass(frozen=True)
class DeadlinePassed(Refusal):
    """A condition is to be met on a later day than today."""


@dataclass(frozen=True, kw_only=True)
class Sanction:
    """One step against one organisation, on the grounds of one finding."""

    id: UUID
    organisation_id: UUID
    finding_id: UUID
    step: Step
    state: SanctionState
    reason: str
    asked_for: str
    """What has to be mended, for conditions."""
    deadline: date | None
    proposed_by: UUID
    proposed_at: datetime
    reply_until: datetime
    reply: str | None
    replied_at: datetime | None
    decided_by: UUID | None
    decided_at: datetime | None
    decision_reason: str | None
    ending: SanctionAct | None = None
    """How one person would end a suspension or removal; a second one decides."""
    ending_by: UUID | None = None
    ending_at: datetime | None = None
    ending_reason: str | None = None
    ended_by: UUID | None
    ended_at: datetime | None
    end_reason: str | None


def next_step(before: Collection[Sanction]) -> Step:
    """The step that comes after those which stood, were met, or stand."""
    past = [
        _ORDER.index(one.step) for one in before if one.state in {SanctionState.IMPOSED, SanctionState.MET}
    ]
    return _ORDER[min(max(past, default=-1) + 1, len(_ORDER) - 1)]


def judge_step(
    step: Step, severity: Severity, before: Collection[Sanction]
) -> StepTooEarly | StepStands | None:
    """Whether this step may be proposed now.

    Milder steps come first; on a critical failure suspension may come at once. Removal only after it.
    """
    pending = [
        one
        for one in before
        if one.state is SanctionState.PROPOSED or (one.state is SanctionState.IMPOSED and one.step.stops)
    ]
    for one in pending:
        if _ORDER.index(one.step) >= _ORDER.index(step):
            return StepStands(one.step)
    allowed = next_step(before)
    if severity is Severity.CRITICAL and _ORDER.index(allowed) < _ORDER.index(Step.SUSPENSION):
        allowed = Step.SUSPENSION
    return StepTooEarly(allowed) if _ORDER.index(step) > _ORDER.index(allowed) else None


def reply_until(severity: Severity, now: datetime) -> datetime:
    """Until when the organisation may reply: seven days, two on a critical failure."""
    return now + (REPLY_TIME_IF_CRITICAL if severity is Severity.CRITICAL else REPLY_TIME)


def acts_on(sanction: Sanction) -> tuple[SanctionAct, ...]:
    """What may be decided in its state, by whomever."""
    if sanction.ending is not None:
        return (sanction.ending, SanctionAct.KEEP)
    return tuple(act for state, act in SANCTION if state is sanction.state)


def judge_decision(
    sanction: Sanction, act: SanctionAct, by: UUID, now: datetime
) -> SanctionState | EndProposed | Refusal:
    """Whether this person may decide so now, and what the step is then.

    Imposing, dropping and ending what stops an organisation each take two people.
    """
    if act not in acts_on(sanction):
        return SanctionNotPossible(sanction.state)
    if sanction.ending is not None:
        if by == sanction.ending_by:
            return NeedsSecondPerson()
        return sanction.state if act is SanctionAct.KEEP else SANCTION[sanction.state, act]
    if act in ENDS and sanction.step.stops:
        return EndProposed(act)
    if act not in ENDS and by == sanction.proposed_by:
        return NeedsSecondPerson()
    if act is SanctionAct.IMPOSE and sanction.reply is None and now < sanction.reply_until:
        return MayStillReply(sanction.reply_until)
    return SANCTION[sanction.state, act]
