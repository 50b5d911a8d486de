"""Messages between whoever reported and staff."""

from uuid import UUID

from portal.infra.unit_of_work import Work
from portal.kernel.events import ANYBODY
from portal.remedy.events import CaseWritten
from portal.remedy.models import CaseMessage
from portal.remedy.service.life import NoSuchCase, locked


def write_as_reporter(work: Work, case_id: UUID, text: str) -> UUID | NoSuchCase:
    """Whoever reported adds something; the trail hears of anybody."""
    return _write(work, case_id, text, from_staff=False)


def write_as_staff(work: Work, case_id: UUID, text: str) -> UUID | NoSuchCase:
    """Staff write to whoever reported, who reads it when they look the case up."""
    return _write(work, case_id, text, from_staff=True)


def _write(work: Work, case_id: UUID, text: str, *, from_staff: bool) -> UUID | NoSuchCase:
    if locked(work, case_id) is None:
        return NoSuchCase()
    message = CaseMessage(id=work.new_id(), case_id=case_id, at=work.now, from_staff=from_staff, text=text)
    work.session.add(message)
    by = work.actor if from_staff else ANYBODY
    work.emit(CaseWritten(at=work.now, by=by, case_id=case_id, from_staff=from_staff))
    return message.id
