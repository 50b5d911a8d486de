"""The supply licences of a labour provider."""

from uuid import UUID

from portal.infra.unit_of_work import Work
from portal.organisations.domain import LicenceStatus, NotYours, SupplyLicence
from portal.organisations.events import LicenceChanged, LicenceDeclared
from portal.organisations.files import authority_named
from portal.organisations.models import SupplyLicenceRow


def declare_licence(work: Work, organisation_id: UUID, licence: SupplyLicence) -> LicenceDeclared:
    """Say that an organisation holds a licence; staff look it up later."""
    row = SupplyLicenceRow(id=work.new_id(), organisation_id=organisation_id, declared_at=work.now)
    _fill(row, licence)
    work.session.add(row)
    declared = LicenceDeclared(at=work.now, by=work.actor, organisation_id=organisation_id, licence_id=row.id)
    work.emit(declared)
    return declared


def change_licence(
    work: Work, organisation_id: UUID, licence_id: UUID, licence: SupplyLicence
) -> LicenceChanged | NotYours:
    """Correct or renew a licence; what staff had checked counts as declared again."""
    row = work.session.get(SupplyLicenceRow, licence_id, with_for_update=True)
    if row is None or row.organisation_id != organisation_id:
        return NotYours()
    _fill(row, licence)
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
    row.status = LicenceStatus.DECLARED
