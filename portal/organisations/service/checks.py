"""What a register says of supply licences, kept check by check, and what follows from it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from portal.infra.unit_of_work import Work
from portal.organisations import models
from portal.organisations.domain import LicenceStatus, NotYours, SupplyLicence
from portal.organisations.domain.registers import (
    RECORD_AGAIN_AFTER,
    CheckResult,
    CheckSource,
    Evidence,
    NotInRegister,
    Register,
    RegisterEntry,
    RegisterSilent,
    RegisterStatus,
    SeenByHand,
    judge_answer,
)
from portal.organisations.events import LicenceChanged, LicenceChecked
from portal.organisations.imported import ImportedRegister

_FOUND = {
    LicenceStatus.CHECKED: RegisterStatus.ACTIVE,
    LicenceStatus.SUSPENDED: RegisterStatus.SUSPENDED,
    LicenceStatus.LAPSED: RegisterStatus.LAPSED,
    LicenceStatus.WITHDRAWN: RegisterStatus.WITHDRAWN,
}


def check_licence(
    work: Work, licence_id: UUID, register: Register
) -> LicenceChecked | NotYours | RegisterSilent:
    """Ask a register about a licence; the answer is kept, and counts from now on."""
    row = work.session.get(models.SupplyLicenceRow, licence_id, with_for_update=True)
    if row is None:
        return NotYours()
    answer = register.look_up(row.number)
    if isinstance(answer, RegisterSilent):
        return answer
    return _take(work, row, _judged(work, row, answer), register.source)


def mark_licence(work: Work, licence_id: UUID, status: LicenceStatus) -> LicenceChecked | NotYours:
    """Staff looked a licence up today, and say how they found it, under the organisation's own name."""
    row = work.session.get(models.SupplyLicenceRow, licence_id)
    if row is None:
        return NotYours()
    found = RegisterEntry(row.number, "", _FOUND[status], Evidence(work.now.date()), is_same_body=True)
    marked = check_licence(work, licence_id, SeenByHand(found))
    return NotYours() if isinstance(marked, RegisterSilent) else marked


def keep_declaration(work: Work, row: models.SupplyLicenceRow) -> None:
    """Keep what the organisation says of its licence, so that it can be told later what it said when."""
    _keep(work, row, CheckSource.DECLARATION, None, Evidence(work.now.date()))


def watch_licences(work: Work) -> int:
    """Let licences lapse whose last day is over, and look the others up in the lists that were taken over.

    Returns how many checks were kept. An answer that is the same as the last is kept once a week.
    """
    return lapse_by_date(work) + look_up_again(work)


def lapse_by_date(work: Work) -> int:
    """End every licence whose last day went by; how many there were."""
    today = work.now.date()
    licence = models.SupplyLicenceRow
    over = select(licence).where(
        licence.status.in_([LicenceStatus.DECLARED, LicenceStatus.CHECKED]), licence.valid_to < today
    )
    rows = work.session.scalars(over.order_by(licence.id).with_for_update(skip_locked=True)).all()
    for row in rows:
        _end_by_date(work, row)
    return len(rows)


def look_up_again(work: Work, authorities: Iterable[str] | None = None) -> int:
    """Look licences up in the latest list of their authority, unless a later check knows better.

    For a list that was just taken over no licence is passed over, even while the watch is at it.
    """
    licence = models.SupplyLicenceRow
    wanted = select(licence).order_by(licence.authority, licence.id)
    if authorities is not None:
        wanted = wanted.where(licence.authority.in_(list(authorities)))
    registers: dict[str, ImportedRegister | None] = {}
    kept = 0
    for row in work.session.scalars(wanted.with_for_update(skip_locked=authorities is None)):
        if row.authority not in registers:
            registers[row.authority] = ImportedRegister.latest(work.session, row.authority, work.now)
        register = registers[row.authority]
        kept += register is not None and _look_up(work, row, register)
    return kept


def _look_up(work: Work, row: models.SupplyLicenceRow, register: ImportedRegister) -> bool:
    last = _last_answer(work, row)
    if last is not None and last.checked_at > register.imported_at and last.source is not register.source:
        return False
    answer = register.look_up(row.number)
    if isinstance(answer, RegisterSilent):
        return False
    result = _judged(work, row, answer)
    is_old = last is None or work.now - last.checked_at >= RECORD_AGAIN_AFTER
    if is_old or _says_anything_new(row, last, result):
        _take(work, row, result, register.source)
        return True
    return False


def _last_answer(work: Work, row: models.SupplyLicenceRow) -> models.LicenceCheckRow | None:
    """The last check in which a register was asked."""
    check = models.LicenceCheckRow
    asked = select(check).where(check.licence_id == row.id, check.register_status.is_not(None))
    by_register = asked.where(check.source != CheckSource.DATES)
    return work.session.scalar(by_register.order_by(check.position.desc()).limit(1))


def _says_anything_new(
    row: models.SupplyLicenceRow, last: models.LicenceCheckRow | None, result: CheckResult
) -> bool:
    return (
        last is None
        or (last.register_status, last.name_in_register) != (result.register_status, result.name_in_register)
        or held(row) != result.licence
    )


def _judged(work: Work, row: models.SupplyLicenceRow, answer: RegisterEntry | NotInRegister) -> CheckResult:
    organisation = work.session.get_one(models.OrganisationRow, row.organisation_id)
    return judge_answer(answer, held(row), organisation.name, work.now.date())


def held(row: models.SupplyLicenceRow) -> SupplyLicence:
    """The licence of a row, as it counts now."""
    return SupplyLicence(
        row.authority,
        row.number,
        row.country,
        tuple(row.sectors),
        row.valid_from,
        row.valid_to,
        LicenceStatus(row.status),
        row.awaits_register,
    )


def _take(
    work: Work, row: models.SupplyLicenceRow, result: CheckResult, source: CheckSource
) -> LicenceChecked:
    before, found = held(row), result.licence
    row.sectors, row.status = list(found.sectors), found.status
    row.valid_from, row.valid_to = found.valid_from, found.valid_to
    row.awaits_register = found.awaits_register
    return _told(work, row, before, _keep(work, row, source, result, result.evidence))


def _end_by_date(work: Work, row: models.SupplyLicenceRow) -> None:
    before = held(row)
    row.status = LicenceStatus.LAPSED
    _told(work, row, before, _keep(work, row, CheckSource.DATES, None, Evidence(work.now.date())))


def _told(
    work: Work, row: models.SupplyLicenceRow, before: SupplyLicence, check: models.LicenceCheckRow
) -> LicenceChecked:
    about: dict[str, Any] = {
        "at": work.now,
        "by": work.actor,
        "organisation_id": row.organisation_id,
        "licence_id": row.id,
    }
    checked = LicenceChecked(**about, check_id=check.id, source=check.source.value, status=row.status.value)
    work.emit(checked)
    if held(row) != before:
        work.emit(LicenceChanged(**about, status=row.status.value, was=before.status.value))
    return checked


def _keep(
    work: Work,
    row: models.SupplyLicenceRow,
    source: CheckSource,
    result: CheckResult | None,
    evidence: Evidence,
) -> models.LicenceCheckRow:
    earlier = select(func.count()).where(models.LicenceCheckRow.licence_id == row.id)
    check = models.LicenceCheckRow(
        id=work.new_id(),
        licence_id=row.id,
        position=(work.session.scalar(earlier) or 0) + 1,
        organisation_id=row.organisation_id,
        authority=row.authority,
        number=row.number,
        country=row.country,
        source=source,
        register_status=result.register_status if result else None,
        name_in_register=result.name_in_register[:200] if result else "",
        fits_name=result.fits_name if result else None,
        sectors=list(row.sectors),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        status=row.status,
        page=evidence.page,
        note=evidence.note,
        seen_on=evidence.seen_on,
        checked_at=work.now,
        checked_by=work.actor,
    )
    work.session.add(check)
    work.session.flush()
    return check
