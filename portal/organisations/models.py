"""Organisations, branches, members and licences as they are stored."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from portal.infra.database import Base
from portal.kernel.viewer import MemberRole
from portal.organisations.domain import LicenceStatus, Standing
from portal.organisations.domain.registers import CheckSource, RegisterStatus


class OrganisationRow(Base):
    """A body that posts spare workers, or essential work, or both."""

    __tablename__ = "organisation"
    __table_args__ = (Index(None, "state", "applied_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200), index=True)
    supplies: Mapped[bool]
    employs: Mapped[bool]
    country: Mapped[str] = mapped_column(String(2))
    register_number: Mapped[str | None] = mapped_column(String(60))
    register_key: Mapped[str | None] = mapped_column(String(60), index=True)
    street: Mapped[str | None] = mapped_column(String(200))
    """With town and postcode the registered address; none where the organisation came before it was asked."""
    town: Mapped[str | None] = mapped_column(String(200))
    postcode: Mapped[str | None] = mapped_column(String(20))
    address_key: Mapped[str | None] = mapped_column(String(300), index=True)
    sectors: Mapped[list[str]]
    website: Mapped[str | None] = mapped_column(String(200))
    contact_email: Mapped[str] = mapped_column(String(254))
    contact_phone: Mapped[str] = mapped_column(String(40))
    state: Mapped[Standing]
    express: Mapped[bool]
    registered_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    registered_at: Mapped[datetime]
    applied_at: Mapped[datetime]
    """The last application; later than the registration after a refusal."""
    express_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    decision_reason: Mapped[str | None] = mapped_column(Text)


class BranchRow(Base):
    """A branch of an organisation, with its place."""

    __tablename__ = "branch"
    __table_args__ = (Index(None, "organisation_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(String(200))
    place_id: Mapped[str | None] = mapped_column(String(12))
    town: Mapped[str] = mapped_column(String(200))
    region: Mapped[str | None] = mapped_column(String(200))
    country: Mapped[str] = mapped_column(String(2))
    latitude: Mapped[float]
    longitude: Mapped[float]
    desk_email: Mapped[str] = mapped_column(String(254))
    duty_phone: Mapped[str] = mapped_column(String(40))


class MemberRow(Base):
    """A person's place in an organisation."""

    __tablename__ = "member"
    __table_args__ = (Index(None, "organisation_id"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    role: Mapped[MemberRole]
    joined_at: Mapped[datetime]


class InvitationRow(Base):
    """Somebody was asked by mail to join; the link's secret is kept as a hash only."""

    __tablename__ = "invitation"
    __table_args__ = (Index(None, "organisation_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    email: Mapped[str] = mapped_column(String(254))
    role: Mapped[MemberRole]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    invited_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    invited_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    """When it was accepted or withdrawn."""


class SupplyLicenceRow(Base):
    """A registration that lets an organisation supply labour."""

    __tablename__ = "supply_licence"
    __table_args__ = (Index(None, "organisation_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    authority: Mapped[str] = mapped_column(String(40))
    number: Mapped[str] = mapped_column(String(60))
    country: Mapped[str] = mapped_column(String(2))
    sectors: Mapped[list[str]]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    status: Mapped[LicenceStatus]
    awaits_register: Mapped[bool] = mapped_column(server_default=false())
    """Declared after another was stopped, and not yet seen in the register."""
    declared_at: Mapped[datetime]


class LicenceCheckRow(Base):
    """What was known of a licence from a moment on, and whence. Never changed: triggers refuse it."""

    __tablename__ = "licence_check"
    __table_args__ = (UniqueConstraint("licence_id", "position"), Index(None, "organisation_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    licence_id: Mapped[UUID] = mapped_column(ForeignKey("supply_licence.id"))
    position: Mapped[int]
    """Counted from 1 for each licence."""
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    authority: Mapped[str] = mapped_column(String(40))
    number: Mapped[str] = mapped_column(String(60))
    country: Mapped[str] = mapped_column(String(2))
    source: Mapped[CheckSource]
    register_status: Mapped[RegisterStatus | None]
    """None where no register was asked."""
    name_in_register: Mapped[str] = mapped_column(String(200))
    fits_name: Mapped[bool | None]
    sectors: Mapped[list[str]]
    """As they count from this check on, like the days and the status."""
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    status: Mapped[LicenceStatus]
    page: Mapped[str] = mapped_column(String(500))
    note: Mapped[str] = mapped_column(Text)
    seen_on: Mapped[date]
    checked_at: Mapped[datetime]
    checked_by: Mapped[UUID]


class RegisterFileRow(Base):
    """A list of an authority's licences that staff took over."""

    __tablename__ = "register_file"
    __table_args__ = (Index(None, "authority", "imported_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    """Of the file, as it was called."""
    is_whole: Mapped[bool]
    """It holds the whole register: a number that is not in it is not registered."""
    entries: Mapped[int]
    imported_at: Mapped[datetime]
    imported_by: Mapped[UUID]


class RegisterEntryRow(Base):
    """One line of such a list."""

    __tablename__ = "register_entry"

    file_id: Mapped[UUID] = mapped_column(ForeignKey("register_file.id"), primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True)
    number_key: Mapped[str] = mapped_column(String(60), index=True)
    number: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(200))
    status: Mapped[RegisterStatus]
    sectors: Mapped[list[str]]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
