"""What provider and employer are shown and asked, and what they answer."""

from dataclasses import dataclass
from uuid import UUID

from portal.infra.unit_of_work import Work
from portal.kernel.outcomes import Refusal
from portal.remedy import channel, queries
from portal.remedy.domain.deadlines import REPLY
from portal.remedy.domain.reporting import (
    SmallCrewNotConfirmed,
    StatementNamesWorker,
    StatementQuotesReport,
    check_statement,
)
from portal.remedy.domain.states import CaseState, NotPossibleNow
from portal.remedy.events import StatementWritten, WordAsked, WordGiven
from portal.remedy.models import Case, CaseParty
from portal.remedy.service.holding import StillSilent, silent_until
from portal.remedy.service.life import NoSuchCase, locked
from portal.workers import queries as workers

BEFORE_TRIAGE_OR_OVER = {CaseState.REPORTED, CaseState.UNFOUNDED, CaseState.CLOSED}


@dataclass(frozen=True)
class StatementMissing(Refusal):
    """Nothing is shown to an organisation before staff wrote a neutral statement."""


@dataclass(frozen=True)
class NotOfThisCase(Refusal):
    """The organisation is neither the provider nor the employer of the case."""


@dataclass(frozen=True)
class NotAsked(Refusal):
    """The organisation was not asked for its word, or has given it."""


@dataclass(frozen=True)
class StatementKept:
    """What provider and employer will read; how many people work in the channel."""

    crew: int


def write_statement(
    work: Work, case_id: UUID, text: str, *, is_confirmed: bool
) -> (
    StatementKept
    | NoSuchCase
    | NotPossibleNow
    | StatementQuotesReport
    | StatementNamesWorker
    | SmallCrewNotConfirmed
):
    """Staff say in neutral words what the case is about; it may give nobody away."""
    case = locked(work, case_id)
    row = queries.case(work.session, case_id)
    if case is None or row is None:
        return NoSuchCase()
    if case.state in BEFORE_TRIAGE_OR_OVER:
        return NotPossibleNow(case.state)
    crew = channel.workers_of_channel(work.session, case.provider_id, case.vacancy_id)
    people = workers.workers(work.session, crew)
    written = [one.text for one in queries.messages(work.session, case_id) if not one.from_staff]
    wrong = check_statement(
        text,
        [*row.texts, *written],
        [one.name for one in people.values()],
        crew=len(crew),
        is_confirmed=is_confirmed,
    )
    if wrong is not None:
        return wrong
    case.statement = text
    work.emit(StatementWritten(at=work.now, by=work.actor, case_id=case.id, crew=len(crew)))
    return StatementKept(len(crew))


def ask_for_word(
    work: Work, case_id: UUID, organisation_id: UUID
) -> CaseParty | NoSuchCase | NotPossibleNow | StatementMissing | StillSilent | NotOfThisCase:
    """Right of reply: the organisation reads the statement and has five days for its word."""
    case = locked(work, case_id)
    if case is None:
        return NoSuchCase()
    if organisation_id not in {case.provider_id, case.employer_id}:
        return NotOfThisCase()
    if case.state in BEFORE_TRIAGE_OR_OVER:
        return NotPossibleNow(case.state)
    if silent := silent_until(work, case):
        return StillSilent(silent)
    if not case.statement:
        return StatementMissing()
    party = show(work, case, organisation_id)
    party.asked_at, party.reply_by = work.now, work.now + REPLY
    party.reply, party.replied_at = "", None
    work.emit(WordAsked(at=work.now, by=work.actor, case_id=case.id, organisation_id=organisation_id))
    return party


def give_word(work: Work, organisation_id: UUID, case_id: UUID, text: str) -> UUID | NoSuchCase | NotAsked:
    """The organisation's own account."""
    party = work.session.get(CaseParty, (case_id, organisation_id), with_for_update=True)
    if party is None:
        return NoSuchCase()
    if party.asked_at is None or party.replied_at is not None:
        return NotAsked()
    party.reply, party.replied_at = text, work.now
    work.emit(WordGiven(at=work.now, by=work.actor, case_id=case_id, organisation_id=organisation_id))
    return case_id


def show(work: Work, case: Case, organisation_id: UUID) -> CaseParty:
    """From now on the organisation sees the case: its number, its state, the statement, its own part."""
    party = work.session.get(CaseParty, (case.id, organisation_id))
    if party is None:
        party = CaseParty(case_id=case.id, organisation_id=organisation_id, shown_at=work.now, reply="")
        work.session.add(party)
        work.session.flush()
    return party
