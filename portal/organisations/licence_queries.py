"""What is known of supply licences, now and at any moment, read."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from portal.organisations import models
from portal.organisations.domain.chains import Chain, ChainVerdict, LicenceNumber, judge_chain
from portal.organisations.domain.licences import LicenceStatus, SupplyLicence
from portal.organisations.domain.names import register_key
from portal.organisations.domain.registers import (
    STALE_AFTER,
    CheckSource,
    NotInRegister,
    RegisterEntry,
    RegisterStatus,
    judge_answer,
)
from portal.organisations.files import authorities, licence_rules
from portal.organisations.imported import ImportedRegister


@dataclass(frozen=True)
class LicenceCheck:
    """What was known of a licence from a moment on, and whence."""

    id: UUID
    licence_id: UUID
    source: CheckSource
    register_status: RegisterStatus | None
    name_in_register: str
    fits_name: bool | None
    licence: SupplyLicence
    """As it counted from then on."""
    page: str
    note: str
    seen_on: date
    checked_at: datetime
    checked_by: UUID


@dataclass(frozen=True)
class KnownLicence:
    """A licence of an organisation, with the last time that a register was asked about it."""

    id: UUID
    organisation_id: UUID
    organisation: str
    licence: SupplyLicence
    last: LicenceCheck | None

    @property
    def has_other_name(self) -> bool:
        """The register has the number, under a name that does not resemble the organisation's."""
        return self.last is not None and self.last.fits_name is False

    def is_stale(self, today: date) -> bool:
        """Whether no register was asked in the last 30 days."""
        return self.last is None or today - self.last.seen_on > STALE_AFTER


@dataclass(frozen=True)
class TakenList:
    """A list of an authority that was taken over."""

    authority: str
    name: str
    is_whole: bool
    entries: int
    imported_at: datetime


def checks_of(session: Session, licence_id: UUID) -> list[LicenceCheck]:
    """Every check of a licence, the latest first."""
    check = models.LicenceCheckRow
    rows = session.scalars(
        select(check).where(check.licence_id == licence_id).order_by(check.position.desc())
    )
    return [_check(row) for row in rows]


def known_licence(session: Session, licence_id: UUID) -> KnownLicence | None:
    """One licence, for staff."""
    return next(iter(_known(session, models.SupplyLicenceRow.id == licence_id)), None)


def known_licences_of(session: Session, organisation_id: UUID) -> list[KnownLicence]:
    """All licences of an organisation, the first declared first."""
    return _known(session, models.SupplyLicenceRow.organisation_id == organisation_id)


def stale_licences(session: Session, today: date) -> list[KnownLicence]:
    """Licences that still count and were not looked up in 30 days, the longest ago first."""
    good = models.SupplyLicenceRow.status.in_([LicenceStatus.DECLARED, LicenceStatus.CHECKED])
    stale = [one for one in _known(session, good) if one.is_stale(today)]
    return sorted(stale, key=lambda one: (one.last.seen_on if one.last else date.min, one.organisation))


def licences_to_look_at(session: Session) -> list[KnownLicence]:
    """Licences that are not good, or stand in the register under another name, the latest seen first."""
    known = _known(session, models.SupplyLicenceRow.id.is_not(None))
    odd = [one for one in known if not one.licence.status.is_good or one.has_other_name]
    return sorted(odd, key=lambda one: one.last.seen_on if one.last else date.min, reverse=True)


def licences_as_of(
    session: Session, organisation_id: UUID, at: datetime
) -> list[tuple[SupplyLicence, LicenceCheck | None]]:
    """The licences of an organisation as they counted at a moment, each with the check that said so."""
    licence = models.SupplyLicenceRow
    rows = session.scalars(
        select(licence).where(licence.organisation_id == organisation_id, licence.declared_at <= at)
    ).all()
    check = models.LicenceCheckRow
    latest = (
        select(check.licence_id, func.max(check.position).label("position"))
        .where(check.organisation_id == organisation_id, check.checked_at <= at)
        .group_by(check.licence_id)
        .subquery()
    )
    then = session.scalars(
        select(check).join(
            latest, (check.licence_id == latest.c.licence_id) & (check.position == latest.c.position)
        )
    )
    found = {row.licence_id: _check(row) for row in then}
    return [(found[row.id].licence, found[row.id]) if row.id in found else (_held(row), None) for row in rows]


def chain_verdict(  # noqa: PLR0917 - place, sector, form and day are always given together
    session: Session, chain: Chain, country: str, sector: str, form: str, on: date
) -> ChainVerdict:
    """Whether every sub-agent of a chain may take part. Authorities in the verdicts are ids."""
    known = licences_numbered(session, numbers_of(chain), on) if chain.agents else {}
    return judge_chain(licence_rules(), chain, country, sector, form, on, known)


def numbers_of(chain: Chain) -> set[LicenceNumber]:
    """The licence numbers that are named in a chain."""
    return {(one.authority, key) for one in chain.agents if (key := register_key(one.number))}


def licences_numbered(
    session: Session, numbers: Collection[LicenceNumber], on: date
) -> Mapping[LicenceNumber, SupplyLicence]:
    """What registers, or organisations of the portal, say of some licence numbers."""
    if not numbers:
        return {}
    licence = models.SupplyLicenceRow
    rows = session.scalars(select(licence).where(licence.authority.in_({one for one, _ in numbers})))
    found = {(row.authority, register_key(row.number) or ""): _held(row) for row in rows}
    known = {number: found[number] for number in numbers if number in found}
    countries = {one.id: one.country for one in authorities()}
    for number in set(numbers) - set(known):
        listed = _listed(session, number, countries.get(number[0], ""), on)
        if listed is not None:
            known[number] = listed
    return known


def latest_lists(session: Session) -> list[TakenList]:
    """The last list of each authority that was taken over, the oldest first."""
    file = models.RegisterFileRow
    found = {row.authority: row for row in session.scalars(select(file).order_by(file.imported_at))}
    lists = [
        TakenList(row.authority, row.name, row.is_whole, row.entries, row.imported_at)
        for row in found.values()
    ]
    return sorted(lists, key=lambda one: one.imported_at)


def _listed(session: Session, number: LicenceNumber, country: str, on: date) -> SupplyLicence | None:
    """What the latest list of an authority says of a number that nobody on the portal holds."""
    wanted = (
        select(models.RegisterFileRow)
        .where(models.RegisterFileRow.authority == number[0])
        .order_by(models.RegisterFileRow.imported_at.desc())
        .limit(1)
    )
    row = session.scalar(wanted)
    if row is None:
        return None
    # a list that has become old still says more of a sub-agent than nothing
    register = ImportedRegister(session, row.id, row.name, row.is_whole, row.imported_at, row.imported_at)
    answer = register.look_up(number[1])
    plain = SupplyLicence(number[0], number[1], country, (), date.min, None)
    if isinstance(answer, RegisterEntry | NotInRegister):
        name = answer.name if isinstance(answer, RegisterEntry) else ""
        return judge_answer(answer, plain, name, on).licence
    return None


def _known(session: Session, condition: ColumnElement[bool]) -> list[KnownLicence]:
    licence, organisation = models.SupplyLicenceRow, models.OrganisationRow
    rows = session.execute(
        select(licence, organisation.name)
        .join(organisation, organisation.id == licence.organisation_id)
        .where(condition)
        .order_by(licence.declared_at, licence.id)
    ).all()
    last = last_answers(session, [row.id for row, _ in rows])
    return [
        KnownLicence(row.id, row.organisation_id, name, _held(row), last.get(row.id)) for row, name in rows
    ]


def last_answers(session: Session, licence_ids: Iterable[UUID]) -> dict[UUID, LicenceCheck]:
    """By licence, the last check for which a register was asked."""
    check = models.LicenceCheckRow
    wanted = select(check).where(check.licence_id.in_(list(licence_ids)), check.register_status.is_not(None))
    return {row.licence_id: _check(row) for row in session.scalars(wanted.order_by(check.position))}


def _held(row: models.SupplyLicenceRow) -> SupplyLicence:
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


def _check(row: models.LicenceCheckRow) -> LicenceCheck:
    return LicenceCheck(
        id=row.id,
        licence_id=row.licence_id,
        source=row.source,
        register_status=row.register_status,
        name_in_register=row.name_in_register,
        fits_name=row.fits_name,
        licence=SupplyLicence(
            row.authority,
            row.number,
            row.country,
            tuple(row.sectors),
            row.valid_from,
            row.valid_to,
            LicenceStatus(row.status),
        ),
        page=row.page,
        note=row.note,
        seen_on=row.seen_on,
        checked_at=row.checked_at,
        checked_by=row.checked_by,
    )
