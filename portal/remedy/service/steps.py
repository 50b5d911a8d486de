"""What staff do with a case, from triage to the checks after it is closed."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.infra.unit_of_work import Work
from portal.kernel.outcomes import Refusal
from portal.organisations import queries as organisations
from portal.remedy import channel, queries
from portal.remedy.domain.deadlines import MONITOR_LEAST, MONITOR_MOST, months_after
from portal.remedy.domain.money import NothingEstablished, NotSettled
from portal.remedy.domain.second import ProposedAct, needs_second_person
from portal.remedy.domain.states import CaseAct, CaseState, NotPossibleNow, may
from portal.remedy.events import CaseChecked, CaseLinked
from portal.remedy.models import Case
from portal.remedy.service.holding import let_go
from portal.remedy.service.life import NoSuchCase, locked, note, redue, step
from portal.remedy.service.proposing import AlreadyProposed, Proposed, propose
from portal.remedy.service.scope import list_affected
from portal.vacancies import queries as vacancies


@dataclass(frozen=True)
class NoSuchJob(Refusal):
    """No vacancy has this number."""


@dataclass(frozen=True)
class SeveralProviders(Refusal):
    """More than one labour provider sent workers there; one of these names must be given."""

    names: tuple[str, ...]


@dataclass(frozen=True)
class JobUnknown(Refusal):
    """Nobody knows yet which provider or employer the case is about."""


@dataclass(frozen=True)
class MonitoringOutOfRange(Refusal):
    """Monitoring takes six to twelve months, and the next check lies within."""

    earliest: date
    latest: date


Stepped = CaseState | NoSuchCase | NotPossibleNow


def triage(
    work: Work, case_id: UUID, *, is_critical: bool, note_text: str, vacancy: str = "", provider: str = ""
) -> Stepped | NoSuchJob | SeveralProviders:
    """Staff have read the report: how grave it is, and which job it is about, as far as is known."""
    case = locked(work, case_id)
    if case is None:
        return NoSuchCase()
    if not may(case.state, CaseAct.TRIAGE):
        return NotPossibleNow(case.state)
    linked = _link(work, case, vacancy, provider) if vacancy else None
    if isinstance(linked, Refusal):
        return linked
    case.is_critical = is_critical
    return step(work, case, CaseAct.TRIAGE, note_text)


def link(
    work: Work, case_id: UUID, *, vacancy: str, provider: str = ""
) -> UUID | NoSuchCase | NotPossibleNow | NoSuchJob | SeveralProviders:
    """Staff found out later which job it is about."""
    case = locked(work, case_id)
    if case is None:
        return NoSuchCase()
    if case.state not in {CaseState.REPORTED, CaseState.TRIAGED, CaseState.DISPUTED}:
        return NotPossibleNow(case.state)
    return _link(work, case, vacancy, provider)


def confirm(work: Work, case_id: UUID, finding: str) -> Stepped | JobUnknown:
    """It happened: everybody of the same channel is listed as affected, former workers too."""
    case = locked(work, case_id)
    if case is None:
        return NoSuchCase()
    if not may(case.state, CaseAct.CONFIRM):
        return NotPossibleNow(case.state)
    if case.provider_id is None and case.employer_id is None:
        return JobUnknown()
    reached = step(work, case, CaseAct.CONFIRM, finding)
    list_affected(work, case)
    return reached


def find_unfounded(work: Work, case_id: UUID, reason: str) -> Stepped | Proposed | AlreadyProposed:
    """It did not happen, or cannot be shown; what the case holds goes on.

    While a loss that was established has not come back, a second person has to agree first.
    """
    case = locked(work, case_id)
    if case is None:
        return NoSuchCase()
    if not may(case.state, CaseAct.FIND_UNFOUNDED):
        return NotPossibleNow(case.state)
    if needs_second_person(CaseAct.FIND_UNFOUNDED, queries.ledger(work.session, case.id)):
        return propose(work, case, ProposedAct.FIND_UNFOUNDED, reason)
    return end_as_unfounded(work, case, reason)


def end_as_unfounded(work: Work, case: Case, reason: str) -> CaseState | NotPossibleNow:
    """The step itself, once nobody else has to agree or somebody did."""
    reached = step(work, case, CaseAct.FIND_UNFOUNDED, reason)
    if isinstance(reached, CaseState):
        let_go(work, case)
    return reached


def reopen(work: Work, case_id: UUID, reason: str) -> Stepped:
    """New evidence: the case is looked at again."""
    return _plain(work, case_id, CaseAct.REOPEN, reason)


def dispute(work: Work, case_id: UUID, reason: str) -> Stepped:
    """The organisation gives another account, which staff weigh before anything goes on."""
    return _plain(work, case_id, CaseAct.DISPUTE, reason)


def escalate(work: Work, case_id: UUID, reason: str) -> Stepped:
    """Hand the case to an outside body, and wait for its answer."""
    return _plain(work, case_id, CaseAct.ESCALATE, reason)


def quantify(work: Work, case_id: UUID, reason: str) -> Stepped | NothingEstablished | NotSettled:
    """Of every affected worker it is known what they lost, or that they lost nothing."""
    case = locked(work, case_id)
    if case is None:
        return NoSuchCase()
    if not may(case.state, CaseAct.QUANTIFY):
        return NotPossibleNow(case.state)
    found = queries.amounts(work.session, case.id)
    if not found:
        return NothingEstablished()
    known = {one.affected_id for one in found}
    open_ones = [
        one for one in queries.affected(work.session, case.id) if one.id not in known and not one.lost_nothing
    ]
    return NotSettled(len(open_ones)) if open_ones else step(work, case, CaseAct.QUANTIFY, reason)


def close(
    work: Work, case_id: UUID, *, root_cause: str, change: str, months: int, next_check: date
) -> Stepped | MonitoringOutOfRange:
    """Close a remedied case: why it happened, what changes, and how long it is watched.

    An unfounded case is closed by `close_unfounded`: there is no cause to find.
    """
    case = locked(work, case_id)
    if case is None:
        return NoSuchCase()
    if case.state is not CaseState.WORKER_CONFIRMED:
        return NotPossibleNow(case.state)
    today = work.now.date()
    latest = months_after(today, min(max(months, MONITOR_LEAST), MONITOR_MOST))
    if not MONITOR_LEAST <= months <= MONITOR_MOST or not today < next_check <= latest:
        return MonitoringOutOfRange(months_after(today, MONITOR_LEAST), months_after(today, MONITOR_MOST))
    case.root_cause, case.change = root_cause, change
    case.monitored_until, case.next_check = latest, next_check
    let_go(work, case)
    return step(work, case, CaseAct.CLOSE)


def close_unfounded(work: Work, case_id: UUID, reason: str) -> Stepped:
    """Close a case in which nothing was found."""
    case = locked(work, case_id)
    if case is None:
        return NoSuchCase()
    if case.state is not CaseState.UNFOUNDED:
        return NotPossibleNow(case.state)
    return step(work, case, CaseAct.CLOSE, reason)


def check(
    work: Work, case_id: UUID, *, finding: str, next_check: date | None
) -> CaseState | NoSuchCase | NotPossibleNow | MonitoringOutOfRange:
    """Look after closing whether it happens again; the last check has none after it."""
    case = locked(work, case_id)
    if case is None:
        return NoSuchCase()
    if case.state is not CaseState.CLOSED or case.monitored_until is None:
        return NotPossibleNow(case.state)
    today = work.now.date()
    if next_check is not None and not today < next_check <= case.monitored_until:
        return MonitoringOutOfRange(today, case.monitored_until)
    case.next_check = next_check
    note(work, case.id, "check", finding)
    redue(work, case)
    work.emit(CaseChecked(at=work.now, by=work.actor, case_id=case.id, next_check=next_check))
    return case.state


def _plain(work: Work, case_id: UUID, act: CaseAct, reason: str) -> Stepped:
    case = locked(work, case_id)
    return step(work, case, act, reason) if case else NoSuchCase()


def _link(work: Work, case: Case, vacancy: str, provider: str) -> UUID | NoSuchJob | SeveralProviders:
    wanted = vacancy.strip().casefold()
    found = vacancies.vacancies(work.session, vacancies.ids_saying(work.session, vacancy.strip()))
    job = next((one for one in found.values() if one.number.casefold() == wanted), None)
    if job is None:
        return NoSuchJob()
    senders = {one.provider_id for one in channel.introductions_of_channel(work.session, None, job.id)}
    names = {key: row.name for key, row in organisations.organisations(work.session, senders).items()}
    if provider.strip():
        senders = {key for key, name in names.items() if provider.strip().casefold() in name.casefold()}
    if len(senders) > 1 or (provider.strip() and not senders):
        return SeveralProviders(tuple(sorted(names.values())))
    case.vacancy_id, case.employer_id = job.id, job.organisation_id
    case.provider_id = next(iter(senders), None)
    work.emit(
        CaseLinked(
            at=work.now,
            by=work.actor,
            case_id=case.id,
            vacancy_id=job.id,
            provider_id=case.provider_id,
        )
    )
    return job.id
