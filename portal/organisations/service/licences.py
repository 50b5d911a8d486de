"""The supply licences of a labour provider."""

from uuid import UUID

from sqlalchemy import select

from portal.infra.unit_of_work import Work
from portal.organisations.application import register_key
from portal.organisations.domain import LicenceStatus, NotYours, SupplyLicence
from portal.organisations.events import LicenceChanged, LicenceDeclared
from portal.organisations.files import authority_named
from portal.organisations.models import SupplyLicenceRow


def declare_licence(work: Work, organisation_id: UUID, licence: SupplyLicence) -> LicenceDeclared:
    """Say that an organisation holds a licence; staff look it up later. A revoked one stays revoked."""
    row = SupplyLicenceRow(id=work.new_id(), organisation_id=organisation_id, declared_at=work.now)
    _fill(row, licence)
    row.status = LicenceStatus.REVOKED if _is_revoked(work, row) else LicenceStatus.DECLARED
    work.session.add(row)
    declared = LicenceDeclared(at=work.now, by=work.actor, organisation_id=organisation_id, licence_id=row.id)
    work.emit(declared)
    return declared


def change_licence(
    work: Work, organisation_id: UUID, licence_id: UUID, licence: SupplyLicence
) -> LicenceChanged | NotYours:
    """Correct or renew a licence; what staff had checked counts as declared again.

    One that staff found revoked stays so until they mark it otherwise; another has to be declared anew.
    """
    row = work.session.get(SupplyLicenceRow, licence_id, with_for_update=True)
    if row is None or row.organisation_id != organisation_id:
        return NotYours()
    was_revoked = row.status is LicenceStatus.REVOKED
    _fill(row, licence)
    stays = was_revoked or _is_revoked(work, row)
    row.status = LicenceStatus.REVOKED if stays else LicenceStatus.DECLARED
    return _changed(work, row)


def mark_licence(work: Work, licence_id: UUID, status: LicenceStatus) -> LicenceChanged | NotYours:
    """Staff looked a licence up in the authority's register."""
    row = work.session.get(SupplyLicenceRow, licence_id, with_for_update=True)
    if row is None:
        return NotYours()
    row.status = status
    return _changed(work, row)


def _changed(work: Work, row: SupplyLicenceRow) -> LicenceChanged:
    changed = LicenceChanged(
        at=work.now,
        by=work.actor,
        organisation_id=row.organisation_id,
        licence_id=row.id,
        status=row.status.value,
    )
    work.emit(changed)
    return changed


def _fill(row: SupplyLicenceRow, licence: SupplyLicence) -> None:
    known = authority_named(licence.authority)
    row.authority = known.id if known else licence.authority
    row.number, row.country = licence.number.strip(), licence.country
    row.sectors = list(licence.sectors)
    row.valid_from, row.valid_to = licence.valid_from, licence.valid_to


def _is_revoked(work: Work, row: SupplyLicenceRow) -> bool:
    """Whether staff found this number of this authority revoked before, however it was typed."""
    with work.session.no_autoflush:
        others = work.session.scalars(
            select(SupplyLicenceRow).where(
                SupplyLicenceRow.organisation_id == row.organisation_id,
                SupplyLicenceRow.authority == row.authority,
                SupplyLicenceRow.status == LicenceStatus.REVOKED,
                SupplyLicenceRow.id != row.id,
            )
        ).all()
    return any(register_key(one.number) == register_key(row.number) for one in others)
