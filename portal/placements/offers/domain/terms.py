"""Versions of an offer's terms: why there is a new one, and whether the worker must answer again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from portal.kernel.outcomes import Refusal
from portal.placements.offers.domain.key_terms import Difference, KeyTerms, differences


class WhyTerms(StrEnum):
    """What made a version of the terms."""

    OFFERED = "offered"
    WORK_CHANGED = "work changed"
    """The employer changed the vacancy."""
    AGREEMENT_CHANGED = "agreement changed"
    """Both sides agreed on other terms of the engagement."""
    CONTRACT = "contract"
    """The contract states something else."""


@dataclass(frozen=True, kw_only=True)
class KeptTerms:
    """One version of an offer's terms."""

    version: int
    engagement_version: int
    vacancy_version: int
    terms: KeyTerms
    why: WhyTerms
    made_at: datetime
    answered_at: datetime | None = None
    agreed: bool | None = None


@dataclass(frozen=True)
class TermsChanged(Refusal):
    """The terms are not those any more that the worker was shown."""

    version: int


@dataclass(frozen=True)
class NothingToAgree(Refusal):
    """No change of the terms waits for the worker's answer."""


def standing(kept: Sequence[KeptTerms]) -> KeptTerms:
    """The version that counts for the worker: what was agreed to last, else what was offered first."""
    agreed = [one for one in kept if one.agreed]
    return agreed[-1] if agreed else kept[0]


def changes(kept: Sequence[KeptTerms]) -> tuple[Difference, ...]:
    """How the newest version differs from the one that counts, unless the worker has said no to it."""
    if not kept or kept[-1].agreed is False:
        return ()
    return differences(standing(kept).terms, kept[-1].terms)


def awaits_answer(kept: Sequence[KeptTerms]) -> bool:
    """Whether an acceptance was given for other terms than the newest."""
    return bool(kept) and kept[-1].agreed is None and bool(changes(kept))
