"""The lists of authorities that staff took over, as a register that can be asked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.organisations.domain.names import register_key
from portal.organisations.domain.registers import (
    STALE_AFTER,
    Answer,
    CheckSource,
    Evidence,
    NotInRegister,
    RegisterEntry,
    RegisterSilent,
)
from portal.organisations.models import RegisterEntryRow, RegisterFileRow


@dataclass(frozen=True)
class ImportedRegister:
    """The latest list of one authority, as of now."""

    session: Session
    file_id: UUID
    name: str
    is_whole: bool
    imported_at: datetime
    now: datetime
    source: CheckSource = CheckSource.REGISTER_FILE

    @classmethod
    def latest(cls, session: Session, authority: str, now: datetime) -> Self | None:
        """The list that was taken over last; none where there never was one."""
        wanted = select(RegisterFileRow).where(RegisterFileRow.authority == authority)
        row = session.scalar(wanted.order_by(RegisterFileRow.imported_at.desc()).limit(1))
        return cls(session, row.id, row.name, row.is_whole, row.imported_at, now) if row else None

    def look_up(self, number: str) -> Answer:
        """The list's line for a number. A list that is too old, or a part of the register, stays silent."""
        if self.now - self.imported_at > STALE_AFTER:
            return RegisterSilent("the list is older than 30 days")
        wanted = select(RegisterEntryRow).where(
            RegisterEntryRow.file_id == self.file_id, RegisterEntryRow.number_key == register_key(number)
        )
        row = self.session.scalar(wanted)
        if row is not None:
            return self._entry(row)
        if not self.is_whole:
            return RegisterSilent("the list is only a part of the register")
        return NotInRegister(Evidence(self.imported_at.date(), note=self.name))

    def _entry(self, row: RegisterEntryRow) -> RegisterEntry:
        return RegisterEntry(
            number=row.number,
            name=row.name,
            status=row.status,
            evidence=Evidence(self.imported_at.date(), note=f"{self.name}: {row.line}"),
            sectors=tuple(row.sectors),
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
