"""The supply licences of a labour provider, as it declares them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from portal.infra.unit_of_work import Work
from portal.organisations import models
from portal.organisations.domain import LicenceStatus, NotYours, SupplyLicence
from portal.organisations.domain.names import register_key
from portal.organisations.domain.registers import CheckSource, is_over
from portal.organisations.events import LicenceChanged, LicenceDeclared
from portal.organisations.files import authority_named
from portal.organisations.service.checks import held, keep_declaration


def declare_licence(work: Work, organisation_id: UUID, licence: SupplyLicence) -> LicenceDeclared:
    """Say that an organisation holds a licence; a register is asked later.

    What a register said of the same number before stays: declaring it anew washes nothing clean. After one
    of the same authority was stopped, another number counts only once the register shows it.
    """
    row = models.SupplyLicenceRow(id=work.new_id(), organisation_id=organisation_id, declared_at=work.now)
    _fill(row, licence)
    row.status = _stopped_before(work, row) or LicenceStatus.DECLARED
    row.awaits_register = _follows_a_stop(work, row)
    work.session.add(row)
    work.session.flush()
    keep_declaration(work, row)
    declared = LicenceDeclared(at=work.now, by=work.actor, organisation_id=organisation_id, licence_id=row.id)
    work.emit(declared)
    return declared


def change_licence(
    work: Work, organisation_id: UUID, licence_id: UUID, licence: SupplyLicence
) -> LicenceChanged | NotYours:
    """Correct or renew a licence; what a register had confirmed counts as declared again.

    One that a register stopped stays so until a register says otherwise; another is declared beside it.
    One's own word for a renewal after the last day, or for anything after a stop, awaits the register.
    """
    row = work.session.get(models.SupplyLicenceRow, licence_id, with_for_update=True)
    if row is None or row.organisation_id != organisation_id:
        return NotYours()
    was, had_ended = row.status, is_over(held(row), work.now.date())
    stopped = was if not was.is_good and _by_register(work, row) else None
    _fill(row, licence)
    status = stopped or _stopped_before(work, row)
    row.status = status or (
        LicenceStatus.LAPSED if is_over(licence, work.now.date()) else LicenceStatus.DECLARED
    )
    row.awaits_register |= not was.is_good or had_ended or _follows_a_stop(work, row)
    keep_declaration(work, row)
    changed = LicenceChanged(
        at=work.now,
        by=work.actor,
        organisation_id=row.organisation_id,
        licence_id=row.id,
        status=row.status.value,
        was=was.value,
    )
    work.emit(changed)
    return changed


def _fill(row: models.SupplyLicenceRow, licence: SupplyLicence) -> None:
    known = authority_named(licence.authority)
    row.authority = known.id if known else licence.authority
    row.number, row.country = licence.number.strip(), licence.country
    row.sectors = list(licence.sectors)
    row.valid_from, row.valid_to = licence.valid_from, licence.valid_to


def _by_register(work: Work, row: models.SupplyLicenceRow) -> bool:
    """Whether it was a register that stopped the licence, rather than its last day."""
    check = models.LicenceCheckRow
    wanted = (
        select(check.source)
        .where(check.licence_id == row.id, check.source != CheckSource.DECLARATION)
        .order_by(check.position.desc())
    )
    last = work.session.scalar(wanted.limit(1))
    return last is None or last.is_register


def _stopped_before(work: Work, row: models.SupplyLicenceRow) -> LicenceStatus | None:
    """How a register stopped this number of this authority before, however it was typed."""
    by_register = {LicenceStatus.SUSPENDED, LicenceStatus.WITHDRAWN}
    same = (one for one in _beside(work, row) if register_key(one.number) == register_key(row.number))
    return next((one.status for one in same if one.status in by_register), None)


def _follows_a_stop(work: Work, row: models.SupplyLicenceRow) -> bool:
    """Whether another licence of this authority is stopped, or over, while this one is declared."""
    today = work.now.date()
    return any(not one.status.is_good or is_over(held(one), today) for one in _beside(work, row))


def _beside(work: Work, row: models.SupplyLicenceRow) -> Sequence[models.SupplyLicenceRow]:
    """The organisation's other licences of the same authority."""
    with work.session.no_autoflush:
        return work.session.scalars(
            select(models.SupplyLicenceRow).where(
                models.SupplyLicenceRow.organisation_id == row.organisation_id,
                models.SupplyLicenceRow.authority == row.authority,
                models.SupplyLicenceRow.id != row.id,
            )
        ).all()
