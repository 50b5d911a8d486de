"""The engagement: the legal form of the move and its terms, agreed by both sides before any offer."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from portal.kernel.outcomes import Refusal
from portal.placements.introductions.domain.answers import Side
from portal.posts.domain import EngagementForm

EQUAL_TREATMENT_AFTER = timedelta(weeks=12)
"""When equal treatment begins for agency workers in the United Kingdom; elsewhere from the first day."""


class EngagementState(StrEnum):
    PROPOSED = "proposed"
    AGREED = "agreed"
    SUPERSEDED = "superseded"


class EngagementAct(StrEnum):
    AGREE = "agree"
    CHANGE = "change"


_S, _A = EngagementState, EngagementAct

ENGAGEMENT: dict[tuple[EngagementState, EngagementAct], EngagementState] = {
    (_S.PROPOSED, _A.AGREE): _S.AGREED,
    (_S.PROPOSED, _A.CHANGE): _S.SUPERSEDED,
    (_S.AGREED, _A.CHANGE): _S.SUPERSEDED,
}
"""A change makes a new version; what it replaces is superseded: a proposal at once, an agreed
version when the new one is agreed."""


class Transfer(StrEnum):
    """Whether the law of transferred undertakings (in the United Kingdom: TUPE) could apply."""

    NO = "no"
    POSSIBLY = "possibly"
    YES = "yes"


@dataclass(frozen=True, kw_only=True)
class EngagementTerms:
    """Who employs, pays, directs and answers for the workers, and how the move ends."""

    form: EngagementForm
    employer_of_record: Side
    wages_paid_by: Side
    wages_paid_when: str
    directed_by: Side
    safety_by: Side
    insurer: str
    insured_until: date
    charge_basis: str
    recall_notice_days: int
    return_date: date | None
    """When the workers return to their home employer; none where they do not."""
    comparator_pay: Decimal | None
    """What somebody employed directly would earn per hour."""
    comparator_currency: str | None
    equal_treatment_from: date | None
    transfer_applies: Transfer


class EngagementFlaw(StrEnum):
    """What is missing or does not fit together."""

    INSURANCE_ENDS_EARLY = "insurance ends early"
    RETURN_MISSING = "return missing"
    RETURN_EARLY = "return early"
    EMPLOYER_STAYS_PROVIDER = "employer stays provider"
    EMPLOYER_BECOMES_EMPLOYER = "employer becomes employer"
    COMPARATOR_MISSING = "comparator missing"
    EQUAL_TREATMENT_MISSING = "equal treatment missing"
    FORM_NOT_SHARED = "form not shared"


@dataclass(frozen=True)
class EngagementIncomplete(Refusal):
    """The terms cannot be proposed like this."""

    flaws: tuple[EngagementFlaw, ...]


@dataclass(frozen=True)
class NotTheirs(Refusal):
    """One agrees to what the other side proposed, never to one's own proposal."""

    version: int


@dataclass(frozen=True)
class ProposalReplaced(Refusal):
    """The version that was to be agreed is not the newest any more."""

    newest: int


@dataclass(frozen=True)
class NotAgreed(Refusal):
    """Both sides have not agreed on the engagement; before that no offer goes out."""


@dataclass(frozen=True)
class WorkChanged(Refusal):
    """The vacancy says of the work itself other things than when both sides agreed; they must agree anew."""


def flaws_of(
    terms: EngagementTerms, *, last: date, shared_forms: frozenset[EngagementForm]
) -> tuple[EngagementFlaw, ...]:
    """What keeps the terms from being proposed for work until `last`; none when all is well."""
    found = (*_flaws_of_form(terms, shared_forms), *_flaws_of_dates(terms, last), *_flaws_of_pay(terms))
    return tuple(found)


def _flaws_of_form(terms: EngagementTerms, shared: frozenset[EngagementForm]) -> list[EngagementFlaw]:
    flaws = []
    if terms.form not in shared:
        flaws.append(EngagementFlaw.FORM_NOT_SHARED)
    stays = {EngagementForm.LOAN, EngagementForm.AGENCY}
    moves = {EngagementForm.TRANSFER, EngagementForm.SUSPENSION, EngagementForm.SECOND_JOB}
    if terms.form in stays and terms.employer_of_record is not Side.PROVIDER:
        flaws.append(EngagementFlaw.EMPLOYER_STAYS_PROVIDER)
    if terms.form in moves and terms.employer_of_record is not Side.EMPLOYER:
        flaws.append(EngagementFlaw.EMPLOYER_BECOMES_EMPLOYER)
    return flaws


def _flaws_of_dates(terms: EngagementTerms, last: date) -> list[EngagementFlaw]:
    flaws = []
    if terms.insured_until < last:
        flaws.append(EngagementFlaw.INSURANCE_ENDS_EARLY)
    returns = {EngagementForm.LOAN, EngagementForm.SUSPENSION}
    if terms.return_date is None and terms.form in returns:
        flaws.append(EngagementFlaw.RETURN_MISSING)
    if terms.return_date is not None and terms.return_date <= last:
        flaws.append(EngagementFlaw.RETURN_EARLY)
    return flaws


def _flaws_of_pay(terms: EngagementTerms) -> list[EngagementFlaw]:
    if terms.form is not EngagementForm.AGENCY:
        return []
    flaws = []
    if terms.comparator_pay is None:
        flaws.append(EngagementFlaw.COMPARATOR_MISSING)
    if terms.equal_treatment_from is None:
        flaws.append(EngagementFlaw.EQUAL_TREATMENT_MISSING)
    return flaws


def equal_treatment_suggested(country: str, first: date) -> date:
    """From when an agency worker who starts on `first` is due equal treatment, as a suggestion."""
    return first + EQUAL_TREATMENT_AFTER if country == "GB" else first


def agree(
    state: EngagementState, *, version: int, newest: int, proposed_by: Side, side: Side
) -> EngagementState | NotTheirs | ProposalReplaced:
    """A side agrees to the other's proposal, if it is still the newest."""
    after = ENGAGEMENT.get((state, EngagementAct.AGREE))
    if after is None or version != newest:
        return ProposalReplaced(newest)
    return NotTheirs(version) if proposed_by is side else after
