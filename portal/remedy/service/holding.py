"""Holding what a case is about, in words that do not tell that there is a case."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select

from portal.compliance.holds import service as holds
from portal.infra.unit_of_work import Work
from portal.kernel.events import SYSTEM, Ref
from portal.kernel.outcomes import Refusal
from portal.remedy.domain.deadlines import SILENCE
from portal.remedy.domain.reporting import ToHold, hold_at_once
from portal.remedy.domain.states import CaseState
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
    return _free(work, case, None) or NothingToHold()


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
    """Release what this case holds, if anything; another grave report about the same keeps it held."""
    if case.held_kind is None or case.held_id is None:
        return None
    return _free(work, case, _also_holding(work, case, Ref(case.held_kind, case.held_id)))


def _free(work: Work, case: Case, heir: Case | None) -> Held | None:
    if case.held_kind is None or case.held_id is None:
        return None
    ref = Ref(case.held_kind, case.held_id)
    case.held_kind = case.held_id = None
    if heir is None:
        holds.release(replace(work, actor=SYSTEM), ref, RELEASED)
    else:
        heir.held_kind, heir.held_id = ref.kind, ref.id
        work.emit(CaseHoldPlaced(at=work.now, by=SYSTEM, case_id=heir.id, ref=ref))
    work.emit(CaseHoldReleased(at=work.now, by=work.actor, case_id=case.id, ref=ref))
    return Held(ref)


def _also_holding(work: Work, case: Case, ref: Ref) -> Case | None:
    """An open case that would have held the same at once, had this one not been first."""
    wanted = select(Case).where(
        Case.id != case.id,
        Case.state.not_in([CaseState.UNFOUNDED, CaseState.CLOSED]),
        or_(Case.provider_id == ref.id, Case.vacancy_id == ref.id),
    )
    for one in work.session.scalars(wanted.order_by(Case.reported_at, Case.id).with_for_update()):
        what = hold_at_once(one.complaint, verified_offer=one.through_offer)
        if what is not None and _thing(one, what) == ref:
            return one
    return None


def _thing(case: Case, what: ToHold) -> Ref | None:
    match what:
        case ToHold.PROVIDER:
            return Ref("organisation", case.provider_id) if case.provider_id else None
        case ToHold.VACANCY:
            return Ref("vacancy", case.vacancy_id) if case.vacancy_id else None
