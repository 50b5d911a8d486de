"""Looking a supply licence up in the register of its authority, and what the answer makes of it."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from portal.kernel.outcomes import Refusal
from portal.organisations.domain.licences import LicenceStatus, SupplyLicence
from portal.organisations.domain.names import register_key, resemble

STALE_AFTER = timedelta(days=30)
"""What a register said longer ago counts as not looked up: staff see it, and an old file is silent."""
RECORD_AGAIN_AFTER = timedelta(days=7)
"""An answer that has not changed is kept once more after this time."""


class RegisterStatus(StrEnum):
    """What the register of an authority says of a number."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    NOT_FOUND = "not found"


class CheckSource(StrEnum):
    """Where the knowledge of a check comes from."""

    DECLARATION = "declaration"
    """The organisation itself: no register was asked."""
    BY_HAND = "by hand"
    """Staff looked at the authority's page."""
    REGISTER_FILE = "register file"
    """A list that the authority gives out, taken over by staff."""
    INTERFACE = "interface"
    """The authority's own computer answered."""
    DATES = "dates"
    """Its last day went by; no register was asked."""

    @property
    def is_register(self) -> bool:
        return self not in {CheckSource.DECLARATION, CheckSource.DATES}


@dataclass(frozen=True)
class Evidence:
    """On which day something was seen, and where: the address of a page, the line of a file."""

    seen_on: date
    page: str = ""
    note: str = ""


@dataclass(frozen=True)
class RegisterEntry:
    """What a register holds under a number.

    `sectors` are beginnings of NACE codes; none, like a day that is missing, means that the register
    does not say.
    """

    number: str
    name: str
    status: RegisterStatus
    evidence: Evidence
    sectors: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    is_same_body: bool = False
    """A person found that the names differ and still mean the same organisation."""


@dataclass(frozen=True)
class NotInRegister:
    """The whole register was searched, and the number is not in it."""

    evidence: Evidence


@dataclass(frozen=True)
class RegisterSilent(Refusal):
    """Nothing can be said: the register was not reached, is not at hand, or is too old. Nothing changes."""

    why: str


Answer = RegisterEntry | NotInRegister | RegisterSilent


class Register(Protocol):
    """The register of one authority, however it is reached.

    Three ways exist: what a member of staff saw on the authority's page, a list of the authority that
    was taken over, and this interface for an authority that answers by computer. An adapter for such
    an authority is one class with these two members. It keeps to the following:

    - `look_up` is given the number as the organisation wrote it, and compares it with
      `domain.names.register_key`, so that spaces and dashes do not matter.
    - It answers `NotInRegister` only if the authority itself said so. A time-out, an error, or an answer
      that it does not understand is `RegisterSilent`: nobody is stopped by a broken line.
    - It asks with a time limit, outside a transaction that writes, and hands the answer to
      `service.registers.check_licence`, which keeps it as a check and does what follows from it.
    - The evidence names the day and the address that was asked.
    """

    @property
    def source(self) -> CheckSource:
        """Which of the ways this is."""
        ...

    def look_up(self, number: str) -> Answer:
        """What the register says of a licence number today."""
        ...


@dataclass(frozen=True)
class SeenByHand:
    """What a member of staff saw on the authority's page: one answer, for one number."""

    answer: RegisterEntry | NotInRegister
    source: CheckSource = CheckSource.BY_HAND

    def look_up(self, number: str) -> Answer:
        """What was seen, if it was seen under this number."""
        seen = self.answer
        if isinstance(seen, RegisterEntry) and register_key(seen.number) != register_key(number):
            return RegisterSilent("another number was looked up")
        return seen


@dataclass(frozen=True)
class CheckResult:
    """What an answer makes of a licence: how the register has it, and what counts from now on."""

    register_status: RegisterStatus
    name_in_register: str
    fits_name: bool
    """The register's name resembles that of the organisation."""
    licence: SupplyLicence
    evidence: Evidence


def judge_answer(
    answer: RegisterEntry | NotInRegister, licence: SupplyLicence, organisation: str, today: date
) -> CheckResult:
    """What a register's answer makes of a licence.

    The register's sectors and days take the place of the declared ones, where it names any. An active
    entry under another organisation's name leaves the licence merely declared.
    """
    if isinstance(answer, NotInRegister):
        gone = replace(licence, status=LicenceStatus.WITHDRAWN)
        return CheckResult(
            RegisterStatus.NOT_FOUND, "", fits_name=False, licence=gone, evidence=answer.evidence
        )
    fits = answer.is_same_body or resemble(organisation, answer.name)
    found = SupplyLicence(
        authority=licence.authority,
        number=licence.number,
        country=licence.country,
        sectors=answer.sectors or licence.sectors,
        valid_from=answer.valid_from or licence.valid_from,
        valid_to=answer.valid_to or licence.valid_to,
    )
    status = _status(answer.status, is_over=is_over(found, today), fits=fits)
    awaits = licence.awaits_register and status is not LicenceStatus.CHECKED
    licence = replace(found, status=status, awaits_register=awaits)
    return CheckResult(answer.status, answer.name, fits, licence, answer.evidence)


def is_over(licence: SupplyLicence, today: date) -> bool:
    """Whether its last day went by."""
    return licence.valid_to is not None and licence.valid_to < today


def _status(said: RegisterStatus, *, is_over: bool, fits: bool) -> LicenceStatus:
    match said:
        case RegisterStatus.SUSPENDED:
            return LicenceStatus.SUSPENDED
        case RegisterStatus.WITHDRAWN | RegisterStatus.NOT_FOUND:
            return LicenceStatus.WITHDRAWN
        case RegisterStatus.LAPSED:
            return LicenceStatus.LAPSED
        case RegisterStatus.ACTIVE if is_over:
            return LicenceStatus.LAPSED
        case RegisterStatus.ACTIVE:
            return LicenceStatus.CHECKED if fits else LicenceStatus.DECLARED
