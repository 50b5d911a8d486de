"""What is checked for the operator when an organisation applies."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from portal.organisations.domain.names import name_key, register_key
from portal.organisations.files import free_mail

REGISTER_FORMATS: Mapping[str, str] = {
    "GB": r"(\d{8}|[A-Z]{2}\d{6})",
    "IE": r"\d{5,6}",
    "DE": r"HR[AB]\d{1,6}[A-Z]{0,2}",
    "FR": r"\d{9}(\d{5})?",
    "NL": r"\d{8}",
    "BE": r"[01]\d{9}",
    "PL": r"\d{10}",
    "IT": r"\d{11}",
    "ES": r"[A-Z]\d{7}[0-9A-Z]",
    "PT": r"\d{9}",
    "RO": r"(J\d{2,}|RO\d{2,10}|\d{2,10})",
    "BG": r"\d{9}",
}
"""How a number in the trade register looks, spaces and marks left out; other countries are not judged."""


def mail_domain(email: str) -> str:
    """What stands behind the @."""
    return email.rpartition("@")[2].casefold()


class Look(StrEnum):
    """What a check says to the person who decides."""

    GOOD = "good"
    LOOK = "look"
    """Not wrong, but worth a look."""
    WRONG = "wrong"


class CheckKind(StrEnum):
    """What is checked."""

    EMAIL_CONFIRMED = "email confirmed"
    MAIL_DOMAIN = "mail domain"
    REGISTER_NUMBER = "register number"
    SAME_NAME = "same name"
    SAME_REGISTER_NUMBER = "same register number"
    SAME_MAIL_DOMAIN = "same mail domain"
    SAME_PHONE = "same phone"
    SAME_ADDRESS = "same address"
    NO_ADDRESS = "no address"
    LICENCES = "licences"


@dataclass(frozen=True)
class Check:
    """One check with its result; `others` are organisations that it points to."""

    kind: CheckKind
    look: Look
    detail: str = ""
    others: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Application:
    """What is known of an organisation that applies."""

    name: str
    supplies: bool
    country: str
    register_number: str | None
    website: str | None
    applicant_email: str
    is_email_confirmed: bool
    licences: int
    same_name: tuple[UUID, ...] = ()
    same_register_number: tuple[UUID, ...] = ()
    same_mail_domain: tuple[UUID, ...] = ()
    same_phone: tuple[UUID, ...] = ()
    has_address: bool = True
    same_address: tuple[UUID, ...] = ()


def review(application: Application) -> tuple[Check, ...]:
    """All checks on an application, in the order in which they are shown."""
    checks = [
        Check(CheckKind.EMAIL_CONFIRMED, Look.GOOD if application.is_email_confirmed else Look.WRONG),
        _mail_domain(application),
        _register_number(application),
        _duplicates(CheckKind.SAME_NAME, application.same_name),
        _duplicates(CheckKind.SAME_REGISTER_NUMBER, application.same_register_number, worst=Look.WRONG),
        _duplicates(CheckKind.SAME_MAIL_DOMAIN, application.same_mail_domain),
        _duplicates(CheckKind.SAME_PHONE, application.same_phone),
        _duplicates(CheckKind.SAME_ADDRESS, application.same_address)
        if application.has_address
        else Check(CheckKind.NO_ADDRESS, Look.LOOK),
    ]
    if application.supplies:
        look = Look.GOOD if application.licences else Look.LOOK
        checks.append(Check(CheckKind.LICENCES, look, str(application.licences)))
    return tuple(checks)


def _mail_domain(application: Application) -> Check:
    domain = mail_domain(application.applicant_email)
    if domain in free_mail():
        return Check(CheckKind.MAIL_DOMAIN, Look.LOOK, domain)
    site = re.sub(r"^https?://", "", (application.website or "").casefold()).split("/")[0]
    of_site = bool(site) and (site == domain or site.endswith(f".{domain}"))
    squeezed = re.sub(r"\W", "", domain)
    words: Sequence[str] = [word for word in name_key(application.name).split() if len(word) >= 4]
    of_name = any(word in squeezed for word in words)
    return Check(CheckKind.MAIL_DOMAIN, Look.GOOD if of_site or of_name else Look.LOOK, domain)


def _register_number(application: Application) -> Check:
    number = register_key(application.register_number)
    if number is None:
        return Check(CheckKind.REGISTER_NUMBER, Look.LOOK)
    form = REGISTER_FORMATS.get(application.country)
    if form is None:
        return Check(CheckKind.REGISTER_NUMBER, Look.LOOK, number)
    fits = re.fullmatch(form, number) is not None
    return Check(CheckKind.REGISTER_NUMBER, Look.GOOD if fits else Look.WRONG, number)


def _duplicates(kind: CheckKind, others: tuple[UUID, ...], worst: Look = Look.LOOK) -> Check:
    return Check(kind, worst if others else Look.GOOD, others=others)
