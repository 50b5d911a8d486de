"""Who may join the portal, who looks after an organisation, and where a supply licence is needed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from portal.kernel.outcomes import Refusal
from portal.kernel.viewer import MemberRole

INVITATION_LIFE = timedelta(days=7)
EXPRESS_LANE = timedelta(hours=1)
"""An organisation with a start within 48 hours is decided on within this time."""
NORMAL_LANE = timedelta(days=2)


class Standing(StrEnum):
    """Whether an organisation may be introduced to others."""

    PENDING = "pending"
    APPROVED = "approved"
    REFUSED = "refused"


class Act(StrEnum):
    """What can be done about an organisation's standing."""

    APPROVE = "approve"
    REFUSE = "refuse"
    APPLY_AGAIN = "apply again"
    GAIN_SIDE = "gain a side"
    """An employer becomes a labour provider too, or the other way round: nobody has checked that yet."""


STANDINGS: Mapping[tuple[Standing, Act], Standing] = {
    (Standing.PENDING, Act.APPROVE): Standing.APPROVED,
    (Standing.PENDING, Act.REFUSE): Standing.REFUSED,
    (Standing.REFUSED, Act.APPLY_AGAIN): Standing.PENDING,
    (Standing.APPROVED, Act.GAIN_SIDE): Standing.PENDING,
}


@dataclass(frozen=True)
class StandingForbids(Refusal):
    """Somebody else has decided already, or there is nothing to decide."""

    standing: Standing


def after(standing: Standing, act: Act) -> Standing | StandingForbids:
    """The standing after an act."""
    return STANDINGS.get((standing, act)) or StandingForbids(standing)


def decide_by(applied_at: datetime, *, express: bool) -> datetime:
    """When an application is due to be decided on."""
    return applied_at + (EXPRESS_LANE if express else NORMAL_LANE)


@dataclass(frozen=True)
class NotYours(Refusal):
    """There is no such thing, or it belongs to another organisation: nobody is told which."""


@dataclass(frozen=True)
class OrganisationTerms:
    """What an organisation says about itself. `sectors` are beginnings of NACE codes."""

    name: str
    supplies: bool
    employs: bool
    country: str
    register_number: str | None
    sectors: tuple[str, ...]
    contact_email: str
    contact_phone: str
    website: str | None = None


@dataclass(frozen=True)
class BranchTerms:
    """A desk with its place: town, region, ISO country, degrees of latitude and longitude."""

    name: str
    place_id: str | None
    town: str
    region: str | None
    country: str
    latitude: float
    longitude: float
    desk_email: str
    duty_phone: str


@dataclass(frozen=True)
class Applicant:
    """The person who registers an organisation and becomes its first administrator."""

    name: str
    email: str
    password_hash: str
    language: str = "en"


@dataclass(frozen=True)
class LastAdministrator(Refusal):
    """Without this person, nobody could manage the organisation's members."""


def judge_leaving(members: Mapping[UUID, MemberRole], person_id: UUID) -> LastAdministrator | None:
    """Whether a person may stop being an administrator, by leaving or by another role."""
    others = (role for other, role in members.items() if other != person_id)
    if members.get(person_id) is MemberRole.ADMINISTRATOR and MemberRole.ADMINISTRATOR not in others:
        return LastAdministrator()
    return None


class LicenceStatus(StrEnum):
    """What is known of a supply licence."""

    DECLARED = "declared"
    """The organisation says so; nobody has looked it up."""
    CHECKED = "checked"
    """Staff found it in the authority's register."""
    REVOKED = "revoked"


@dataclass(frozen=True)
class SupplyLicence:
    """A registration that lets an organisation supply labour.

    `sectors` are beginnings of NACE codes; none at all means every sector.
    """

    authority: str
    number: str
    country: str
    sectors: tuple[str, ...]
    valid_from: date
    valid_to: date | None
    status: LicenceStatus = LicenceStatus.DECLARED

    def covers(self, country: str, sector: str, on: date) -> bool:
        """Whether it is good for work in this country and sector on this day."""
        return (
            self.status is not LicenceStatus.REVOKED
            and self.country == country
            and (not self.sectors or any(sector.startswith(one) for one in self.sectors))
            and self.valid_from <= on
            and (self.valid_to is None or on <= self.valid_to)
        )


@dataclass(frozen=True)
class LicenceRule:
    """Whether the law of a country asks for a supply licence, in a sector and form, from a day on.

    `sector` is the beginning of a NACE code, "" for all; `form` is a form of engagement, "" for all.
    """

    country: str
    sector: str
    form: str
    is_needed: bool
    authority: str
    since: date
    until: date | None
    source: str
    is_verified: bool

    def applies(self, country: str, sector: str, form: str, on: date) -> bool:
        return (
            self.country == country
            and sector.startswith(self.sector)
            and self.form in ("", form)
            and self.since <= on
            and (self.until is None or on <= self.until)
        )


@dataclass(frozen=True)
class Licensed:
    """The provider holds the licence that is asked for; `until` is its last day, if it has one."""

    authority: str
    number: str
    until: date | None
    is_checked: bool = False
    """Staff found it in the authority's register; else the provider says so."""


@dataclass(frozen=True)
class NotNeeded:
    """The law asks for none here."""

    source: str


@dataclass(frozen=True)
class Unlicensed:
    """The law asks for a licence of this authority, and the provider has none that is good."""

    authority: str


@dataclass(frozen=True)
class Unknown:
    """Nobody has entered the law of this country for this sector and form: it must be asked for."""


LicenceVerdict = Licensed | NotNeeded | Unlicensed | Unknown


def judge_licence(  # noqa: PLR0917 - place, sector, form and day are always given together
    rules: Iterable[LicenceRule],
    licences: Iterable[SupplyLicence],
    country: str,
    sector: str,
    form: str,
    on: date,
) -> LicenceVerdict:
    """Whether a provider may supply labour there, in that sector and form, on that day.

    The most exact rule decides: the longest sector, then the one for the form, then the newest.
    """
    fitting = [rule for rule in rules if rule.applies(country, sector, form, on)]
    if not fitting:
        return Unknown()
    rule = max(fitting, key=lambda one: (len(one.sector), len(one.form), one.since))
    if not rule.is_needed:
        return NotNeeded(rule.source)
    for licence in sorted(licences, key=lambda one: one.valid_to or date.max, reverse=True):
        if licence.authority == rule.authority and licence.covers(country, sector, on):
            is_checked = licence.status is LicenceStatus.CHECKED
            return Licensed(licence.authority, licence.number, licence.valid_to, is_checked)
    return Unlicensed(rule.authority)
