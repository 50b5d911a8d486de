"""Freezing what a case is about, in words that do not tell that there is a case."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from portal.compliance.holds import service as holds
from portal.infra.unit_of_work import Work
from portal.kernel.events import SYSTEM, Ref
from portal.kernel.outcomes import Refusal
from portal.remedy.domain.deadlines import SILENCE
from portal.remedy.domain.reporting import Freeze
from portal.remedy.events import CaseFrozen, CaseThawed
from portal.remedy.models import Case
from portal.remedy.service.life import NoSuchCase, locked

REASON = "Compliance check in progress"
RELEASED = "Compliance check finished"


@dataclass(frozen=True)
class StillSilent(Refusal):
    """So soon after the report whatever is sent would point at the reporter."""

    until: datetime


@dataclass(frozen=True)
class NothingToFreeze(Refusal):
    """The case does not say yet which provider or which vacancy it is about, or somebody froze it before."""


@dataclass(frozen=True)
class Frozen:
    ref: Ref


def freeze(work: Work, case_id: UUID, what: Freeze) -> Frozen | NoSuchCase | StillSilent | NothingToFreeze:
    """Staff freeze new matches of the provider or the vacancy, once the silent time is over."""
    case = locked(work, case_id)
    if case is None:
        return NoSuchCase()
    if silent := silent_until(work, case):
        return StillSilent(silent)
    return place(work, case, what) or NothingToFreeze()


def thaw(work: Work, case_id: UUID) -> Frozen | NoSuchCase | NothingToFreeze:
    """Let go on what this case froze."""
    case = locked(work, case_id)
    if case is None:
        return NoSuchCase()
    return let_go(work, case) or NothingToFreeze()


def silent_until(work: Work, case: Case) -> datetime | None:
    """Until when nothing may reach provider or employer; none once that time is over."""
    until = case.reported_at + SILENCE
    return until if work.now < until else None


def place(work: Work, case: Case, what: Freeze) -> Frozen | None:
    """Hold it in the portal's own name: whoever reported or froze it stands nowhere near."""
    ref = _thing(case, what)
    if ref is None or case.held_id is not None:
        return None
    outcome = holds.hold(replace(work, actor=SYSTEM), ref, REASON)
    if isinstance(outcome, holds.AlreadyHeld):
        return None
    case.held_kind, case.held_id = ref.kind, ref.id
    work.emit(CaseFrozen(at=work.now, by=SYSTEM, case_id=case.id, ref=ref))
    return Frozen(ref)


def let_go(work: Work, case: Case) -> Frozen | None:
    """Release what this case froze, if anything."""
    if case.held_kind is None or case.held_id is None:
        return None
    ref = Ref(case.held_kind, case.held_id)
    holds.release(replace(work, actor=SYSTEM), ref, RELEASED)
    case.held_kind = case.held_id = None
    work.emit(CaseThawed(at=work.now, by=work.actor, case_id=case.id, ref=ref))
    return Frozen(ref)


def _thing(case: Case, what: Freeze) -> Ref | None:
    match what:
        case Freeze.PROVIDER:
            return Ref("organisation", case.provider_id) if case.provider_id else None
        case Freeze.VACANCY:
            return Ref("vacancy", case.vacancy_id) if case.vacancy_id else None
