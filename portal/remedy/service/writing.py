"""Messages between whoever reported and staff."""

from uuid import UUID

from portal.infra.unit_of_work import Work
from portal.kernel.events import ANYBODY
from portal.remedy.domain.reporting import HOW_TAKEN_BACK, TAKEN_BACK, Details
from portal.remedy.events import CaseTakenBack, CaseWritten
from portal.remedy.models import CaseMessage
from portal.remedy.service.life import NoSuchCase, locked


def write_as_reporter(work: Work, case_id: UUID, text: str) -> UUID | NoSuchCase:
    """Whoever reported adds something; the trail hears of anybody."""
    return _write(work, case_id, text, from_staff=False)


def write_as_staff(work: Work, case_id: UUID, text: str, language: str = "en") -> UUID | NoSuchCase:
    """Staff write to whoever reported, who reads it when they look the case up, in that language."""
    return _write(work, case_id, text, from_staff=True, language=language)


def add_details(work: Work, case_id: UUID, told: Details) -> UUID | NoSuchCase:
    """Whoever reported tells what was left out; what was said before stays as it was said."""
    case = locked(work, case_id)
    if case is None:
        return NoSuchCase()
    if case.amount is None and told.amount is not None:
        case.amount, case.currency = told.amount, told.currency
    case.to_whom = case.to_whom or told.to_whom
    case.when = case.when or told.when
    case.how = case.how or told.how
    if told.words and case.words:
        return write_as_reporter(work, case_id, told.words)
    case.words = case.words or told.words
    work.emit(CaseWritten(at=work.now, by=ANYBODY, case_id=case_id, from_staff=False))
    return case_id


def take_back(work: Work, case_id: UUID) -> UUID | NoSuchCase:
    """Whoever reported takes the report back: staff decide, since somebody may have pressed them."""
    case = locked(work, case_id)
    if case is None:
        return NoSuchCase()
    if TAKEN_BACK not in case.facts:
        case.facts = case.facts | {TAKEN_BACK: HOW_TAKEN_BACK}
        work.emit(CaseTakenBack(at=work.now, by=ANYBODY, case_id=case_id))
    return case_id


def _write(
    work: Work, case_id: UUID, text: str, *, from_staff: bool, language: str | None = None
) -> UUID | NoSuchCase:
    if locked(work, case_id) is None:
        return NoSuchCase()
    message = CaseMessage(
        id=work.new_id(), case_id=case_id, at=work.now, from_staff=from_staff, text=text, language=language
    )
    work.session.add(message)
    by = work.actor if from_staff else ANYBODY
    work.emit(CaseWritten(at=work.now, by=by, case_id=case_id, from_staff=from_staff))
    return message.id
