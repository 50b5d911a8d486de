"""Taking over the list of licences that an authority gives out."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import insert

from portal.infra.unit_of_work import Work
from portal.organisations.domain.names import register_key
from portal.organisations.events import RegisterImported
from portal.organisations.models import RegisterEntryRow, RegisterFileRow
from portal.organisations.register_files import ListedLicence
from portal.organisations.service.checks import look_up_again


@dataclass(frozen=True)
class RegisterTaken:
    """So many entries are at hand now, and so many licences of the portal were checked against them."""

    file_id: UUID
    entries: int
    checks: int


def import_register(
    work: Work, authority: str, file_name: str, listed: Sequence[ListedLicence], *, is_whole: bool
) -> RegisterTaken:
    """Keep an authority's list, and check every licence of that authority against it at once.

    `is_whole` says that a number which is not in it is not registered.
    """
    file = RegisterFileRow(
        id=work.new_id(),
        authority=authority,
        name=file_name[:200],
        is_whole=is_whole,
        entries=len(listed),
        imported_at=work.now,
        imported_by=work.actor,
    )
    work.session.add(file)
    work.session.flush()
    work.session.execute(insert(RegisterEntryRow), [_entry(file.id, one) for one in listed])
    work.emit(
        RegisterImported(
            at=work.now,
            by=work.actor,
            file_id=file.id,
            authority=authority,
            entries=len(listed),
            is_whole=is_whole,
        )
    )
    return RegisterTaken(file.id, len(listed), look_up_again(work, [authority]))


def _entry(file_id: UUID, one: ListedLicence) -> dict[str, object]:
    return {
        "file_id": file_id,
        "line": one.line,
        "number_key": register_key(one.number),
        "number": one.number,
        "name": one.name,
        "status": one.status,
        "sectors": list(one.sectors),
        "valid_from": one.valid_from,
        "valid_to": one.valid_to,
    }
