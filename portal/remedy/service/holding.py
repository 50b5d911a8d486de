"""Holding what a case is about, in words that do not tell that there is a case."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from portal.compliance.holds import service as holds
from portal.infra.unit_of_work import Work
from portal.kernel.events import SYSTEM, Ref
from portal.kernel.outcomes import Refusal
from portal.remedy.domain.deadlines import SILENCE
from portal.remedy.domain.reporting import ToHold
from portal.remedy.events import CaseHoldPlaced, CaseHoldReleased
from portal.remedy.models import Case
from portal.remedy.service.life import NoSuchCase, locked

REASON = "Compliance check in progress"
RELEASED = "Compliance check finished"


@dataclass(frozen=True)
class StillSilent(Refusal):
    """So soon after the report whatever is sent would point at the reporter."""

    until: datetime


@dataclass(frozen=True)
class NothingToHold(Refusal):
    """The case does not say yet which provider or which vacancy it is about, or somebody held it before."""


@dataclass(frozen=True)
class Held:
    ref: Ref


def hold(work: Work, case_id: UUID, what: ToHold) -> Held | NoSuchCase | StillSilent | NothingToHold:
    """Staff hold new matches of the provider or the vacancy, once the silent time is over."""
    case = locked(work, case_id)
    if case is None:
        return NoSuchCase()
    if silent := silent_until(work, case):
        return StillSilent(silent)
    return place(work, case, what) or NothingToHold()


def release(work: Work, case_id: UUID) -> Held | NoSuchCase | NothingToHold:
    """Let go on what this case holds."""
    case = locked(work, case_id)
    if case is None:
        return NoSuchCase()
    return let_go(work, case) or NothingToHold()


def silent_until(work: Work, case: Case) -> datetime | None:
    """Until when nothing may reach provider or employer; none once that time is over."""
    until = case.reported_at + SILENCE
    return until if work.now < until else None


def place(work: Work, case: Case, what: ToHold) -> Held | None:
    """Hold it in the portal's own name: whoever reported or decided it stands nowhere near."""
    ref = _thing(case, what)
    if ref is None or case.held_id is not None:
        return None
    outcome = holds.hold(replace(work, actor=SYSTEM), ref, REASON)
    if isinstance(outcome, holds.AlreadyHeld):
        return None
    case.held_kind, case.held_id = ref.kind, ref.id
    work.emit(CaseHoldPlaced(at=work.now, by=SYSTEM, case_id=case.id, ref=ref))
    return Held(ref)


def let_go(work: Work, case: Case) -> Held | None:
    """Release what this case holds, if anything."""
    if case.held_kind is None or case.held_id is None:
        return None
    ref = Ref(case.held_kind, case.held_id)
    holds.release(replace(work, actor=SYSTEM), ref, RELEASED)
    case.held_kind = case.held_id = None
    work.emit(CaseHoldReleased(at=work.now, by=work.actor, case_id=case.id, ref=ref))
    return Held(ref)


def _thing(case: Case, what: ToHold) -> Ref | None:
    match what:
        case ToHold.PROVIDER:
            return Ref("organisation", case.provider_id) if case.provider_id else None
        case ToHold.VACANCY:
            return Ref("vacancy", case.vacancy_id) if case.vacancy_id else None
