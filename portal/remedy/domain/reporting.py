"""What somebody reports, how grave it is, what is held at once, and what a statement must not give away."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from portal.kernel.outcomes import Refusal

SMALL_CREW = 5
"""In a smaller crew anything that is said may tell who said it."""
TELLING_WORDS = 5
"""So many words in a row are a quotation."""
TAKEN_BACK, HOW_TAKEN_BACK = "taken back", "by a worker; ask them alone whether somebody pressed them"
"""What a case keeps, for staff, once whoever reported took it back."""


class Complaint(StrEnum):
    """What happened, as somebody would say it."""

    ASKED_FOR_MONEY = "asked for money"
    TOOK_FROM_WAGES = "took from wages"
    NOT_AS_PROMISED = "not as promised"
    PAY = "pay"
    HOUSING = "housing"
    KEEPS_PAPERS = "keeps papers"
    THREATENED = "threatened"
    OTHER = "other"

    @property
    def is_critical(self) -> bool:
        """Fees, kept papers and threats are critical (domain, section 4); the rest is looked at first."""
        return self in {
            Complaint.ASKED_FOR_MONEY,
            Complaint.TOOK_FROM_WAGES,
            Complaint.KEEPS_PAPERS,
            Complaint.THREATENED,
        }


class How(StrEnum):
    """How money was taken."""

    CASH = "cash"
    TRANSFER = "bank transfer"
    DEDUCTION = "deduction from wages"
    LOAN = "loan"
    IN_KIND = "goods or gifts"
    UNPAID_WORK = "unpaid work"
    OTHER = "other"


class Source(StrEnum):
    """Who reported; never shown with a name."""

    WORKER = "worker"
    LINK_HOLDER = "link holder"
    """Somebody with the link of an offer, who did not give its worker's word."""
    MEMBER = "member"
    STAFF = "staff"
    RULE = "rule"


class ToHold(StrEnum):
    """What is held: everything new of the provider's, or everything new of the vacancy's."""

    PROVIDER = "provider"
    VACANCY = "vacancy"


@dataclass(frozen=True, kw_only=True)
class Details:
    """What can be told at once or later; all of it may stay empty."""

    words: str = ""
    job: str = ""
    """Which job, in words, where there is no offer's code."""
    amount: Decimal | None = None
    currency: str | None = None
    to_whom: str = ""
    when: str = ""
    how: How | None = None


@dataclass(frozen=True, kw_only=True)
class Report(Details):
    """What was said; staff alone read it. `language` is the one it was written in."""

    complaint: Complaint
    language: str = "en"

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything that was written freely."""
        return tuple(one for one in (self.words, self.job, self.to_whom, self.when) if one)


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Who reported and how to reach them: sealed. All empty for whoever stays anonymous."""

    name: str = ""
    contact: str = ""
    worker_id: str = ""
    offer_id: str = ""
    person_id: str = ""
    organisation_id: str = ""


def hold_at_once(complaint: Complaint, *, verified_offer: bool) -> ToHold | None:
    """What is held the moment a report comes in: only a critical one tied to a real offer holds anything.

    Money that is asked for goes through whoever offers the work; the rest happens at the work.
    """
    if not (verified_offer and complaint.is_critical):
        return None
    return ToHold.PROVIDER if complaint is Complaint.ASKED_FOR_MONEY else ToHold.VACANCY


@dataclass(frozen=True)
class StatementQuotesReport(Refusal):
    """The statement repeats what the reporter wrote, word for word."""

    words: str


@dataclass(frozen=True)
class StatementNamesWorker(Refusal):
    """The statement holds the name of somebody of the crew."""

    name: str


@dataclass(frozen=True)
class SmallCrewNotConfirmed(Refusal):
    """So few people work there that somebody must have read the statement with that in mind."""

    crew: int


def check_statement(
    statement: str, report_texts: Iterable[str], names: Iterable[str], *, crew: int, is_confirmed: bool
) -> StatementQuotesReport | StatementNamesWorker | SmallCrewNotConfirmed | None:
    """Whether a neutral statement can be shown to the provider or the employer without outing anybody."""
    said = _words(statement)
    for text in report_texts:
        if quoted := _shared_run(said, _words(text)):
            return StatementQuotesReport(" ".join(quoted))
    for name in names:
        for part in _words(name):
            if len(part) > 2 and part in said:
                return StatementNamesWorker(name)
    if crew < SMALL_CREW and not is_confirmed:
        return SmallCrewNotConfirmed(crew)
    return None


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


def _shared_run(said: list[str], written: list[str]) -> list[str] | None:
    runs = {tuple(written[at : at + TELLING_WORDS]) for at in range(len(written) - TELLING_WORDS + 1)}
    for at in range(len(said) - TELLING_WORDS + 1):
        if tuple(run := said[at : at + TELLING_WORDS]) in runs:
            return run
    return None
