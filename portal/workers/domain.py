"""Reading a provider's list of workers: one line each, "name, phone, e-mail, language"."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

import phonenumbers
from email_validator import EmailNotValidError, validate_email

LONGEST_NAME = 120
MOST_LINES = 500
NO_LANGUAGES: Mapping[str, str] = MappingProxyType({})


class Road(StrEnum):
    """How a worker hears of being listed."""

    MAIL = "mail"
    OFFER_MAIL = "offer mail"
    """The mail of an offer made in the same act says so too."""
    SLIP = "slip"
    """There is no e-mail: the offer's page and slip say so."""


class Ground(StrEnum):
    """Why a worker does not want to be on a list."""

    OBJECTS = "objects"
    """Needs no reason, and none is asked."""
    UNKNOWN_AGENCY = "unknown agency"
    LEFT = "left"

    @property
    def contests(self) -> bool:
        """The listing itself is wrong, so that it has to go."""
        return self is not Ground.OBJECTS


class Given(StrEnum):
    """What a provider gives of a worker, and the worker may say is wrong."""

    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"


@dataclass(frozen=True)
class NamedWorker:
    """One person on the list; a phone is E.164, the language a code, or empty where the line names none."""

    name: str
    phone: str | None = None
    email: str | None = None
    language: str = field(default="", compare=False)
    usual_language: str = field(default="", compare=False)
    """What the provider chose for everybody whose line names none."""


class LineProblem(StrEnum):
    """What is wrong with a line."""

    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    TOO_MANY_PARTS = "too many parts"
    REPEATED = "repeated"
    TOO_MANY_LINES = "too many lines"


@dataclass(frozen=True)
class LineError:
    """A line that could not be read; `line` counts from 1, `text` is what was typed."""

    line: int
    text: str
    problem: LineProblem


@dataclass(frozen=True)
class WorkerList:
    """What a pasted list says: the people who could be read, and the lines that could not."""

    workers: tuple[NamedWorker, ...]
    errors: tuple[LineError, ...]


def read_lines(pasted: str, region: str | None, languages: Mapping[str, str] = NO_LANGUAGES) -> WorkerList:
    """Read a list as typed or pasted from a spreadsheet.

    Commas, semicolons or tabs divide the parts; phone, e-mail and language may lack, in any order.
    A phone without its country's prefix is read as one of `region` (ISO 3166). A heading is skipped.
    `languages` are the codes by which languages are known, by each word for them in small letters.
    """
    workers: list[NamedWorker] = []
    errors: list[LineError] = []
    for number, line in _lines(pasted):
        found = _read(line, region, languages) if len(workers) < MOST_LINES else LineProblem.TOO_MANY_LINES
        if isinstance(found, NamedWorker) and found in workers:
            found = LineProblem.REPEATED
        if isinstance(found, NamedWorker):
            workers.append(found)
        else:
            errors.append(LineError(number, line, found))
    return WorkerList(tuple(workers), tuple(errors))


def first_name_of(name: str) -> str:
    """What an employer reads of a worker who accepted."""
    return name.split(maxsplit=1)[0] if name.split() else ""


def _lines(pasted: str) -> Iterator[tuple[int, str]]:
    for number, raw in enumerate(pasted.splitlines(), start=1):
        line = "".join(c for c in raw if c.isprintable() or c == "\t").strip()
        if line and not _is_heading(line):
            yield number, line


def _is_heading(line: str) -> bool:
    return _parts(line)[0].casefold() in {"name", "worker", "full name"}


def _parts(line: str) -> list[str]:
    divider = "\t" if "\t" in line else ";" if ";" in line else ","
    return [" ".join(part.split()).strip('"') for part in line.split(divider)]


def _read(line: str, region: str | None, languages: Mapping[str, str]) -> NamedWorker | LineProblem:
    name, *rest = _parts(line)
    contacts = [part for part in rest if part and part.casefold() not in languages]
    spoken = [languages[part.casefold()] for part in rest if part.casefold() in languages]
    if not (any(c.isalpha() for c in name) and len(name) <= LONGEST_NAME and "@" not in name):
        return LineProblem.NAME
    emails = [part for part in contacts if "@" in part]
    phones = [part for part in contacts if "@" not in part]
    if len(emails) > 1 or len(phones) > 1 or len(spoken) > 1:
        return LineProblem.TOO_MANY_PARTS
    email = read_email(emails[0]) if emails else None
    phone = _phone(phones[0], region) if phones else None
    if emails and email is None:
        return LineProblem.EMAIL
    if phones and phone is None:
        return LineProblem.PHONE
    return NamedWorker(name, phone, email, *spoken)


def read_email(text: str) -> str | None:
    """An e-mail address as it is kept; none when it cannot be one."""
    try:
        return validate_email(text, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        return None


def _phone(text: str, region: str | None) -> str | None:
    if re.search(r"[^\d\s+()./-]", text):
        return None
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
