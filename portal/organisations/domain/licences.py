"""Where the law asks for a supply licence, and whether a provider holds a good one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class LicenceStatus(StrEnum):
    """What is known of a supply licence."""

    DECLARED = "declared"
    """The organisation says so; nobody has found it in the register yet."""
    CHECKED = "checked"
    """The authority's register names it as good, for this organisation."""
    SUSPENDED = "suspended"
    """The authority has stopped it for a while."""
    LAPSED = "lapsed"
    """Its last day is over."""
    WITHDRAWN = "withdrawn"
    """The authority took it back, or its register does not know the number."""

    @property
    def is_good(self) -> bool:
        """Whether work may be supplied under it, as long as its dates allow it."""
        return self in {LicenceStatus.DECLARED, LicenceStatus.CHECKED}


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
    awaits_register: bool = False
    """Declared after one of the same authority was stopped: it counts once its register shows it as good."""

    def covers(self, country: str, sector: str, on: date) -> bool:
        """Whether it is good for work in this country and sector on this day."""
        return (
            self.status.is_good
            and not self.awaits_register
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
