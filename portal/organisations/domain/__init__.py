"""Who may join the portal, and who looks after an organisation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from portal.kernel.outcomes import Refusal
from portal.kernel.viewer import MemberRole
from portal.organisations.domain.addresses import RegisteredAddress
from portal.organisations.domain.licences import (
    LicenceRule,
    LicenceStatus,
    LicenceVerdict,
    Licensed,
    NotNeeded,
    SupplyLicence,
    Unknown,
    Unlicensed,
    judge_licence,
)

__all__ = [
    "EXPRESS_LANE",
    "INVITATION_LIFE",
    "NORMAL_LANE",
    "STANDINGS",
    "Act",
    "Applicant",
    "BranchTerms",
    "LastAdministrator",
    "LicenceRule",
    "LicenceStatus",
    "LicenceVerdict",
    "Licensed",
    "NotNeeded",
    "NotYours",
    "OrganisationTerms",
    "RegisteredAddress",
    "Standing",
    "StandingForbids",
    "SupplyLicence",
    "Unknown",
    "Unlicensed",
    "after",
    "decide_by",
    "judge_leaving",
    "judge_licence",
]

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
    """What an organisation says about itself. `sectors` are beginnings of NACE codes.

    `address` is the registered one; organisations that came before it was asked for have none.
    """

    name: str
    supplies: bool
    employs: bool
    country: str
    register_number: str | None
    sectors: tuple[str, ...]
    contact_email: str
    contact_phone: str
    website: str | None = None
    address: RegisteredAddress | None = None


@dataclass(frozen=True)
class BranchTerms:
    """A branch with its place: town, region, ISO country, degrees of latitude and longitude."""

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
