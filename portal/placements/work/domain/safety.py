"""Safety before the first shift: what a worker was given, in which language, and whether they say so."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.kernel.outcomes import Refusal


class SafetyKind(StrEnum):
    """The three things that come before the first shift."""

    INSTRUCTION = "instruction"
    PPE = "ppe"
    TRAINING = "training"

    @property
    def may_be_unneeded(self) -> bool:
        """Whether a job can do without; nobody starts without having been told of its dangers."""
        return self is not SafetyKind.INSTRUCTION


@dataclass(frozen=True, kw_only=True)
class SafetyMeasure:
    """One of the three, as a side says that a worker got it, or why it is not needed."""

    kind: SafetyKind
    on: date
    """When it was given; of what is not needed, the day on which that was said."""
    language: str
    """ISO 639; empty where it is not needed."""
    given_by: str
    not_needed_because: str = ""

    @property
    def is_needed(self) -> bool:
        return not self.not_needed_because


@dataclass(frozen=True, kw_only=True)
class SafetyAnswers:
    """What a side answered when it recorded, perhaps not all of it; the same for all ticked workers."""

    given: Collection[SafetyKind] = ()
    on: date | None = None
    language: str | None = None
    given_by: str = ""
    not_needed: Collection[SafetyKind] = ()
    because: str = ""


class SafetyFlaw(StrEnum):
    """What is missing in the answers, or does not fit."""

    NOTHING_SAID = "nothing said"
    DAY_MISSING = "day missing"
    DAY_TO_COME = "day to come"
    LANGUAGE_MISSING = "language missing"
    GIVER_MISSING = "giver missing"
    REASON_MISSING = "reason missing"
    BOTH_SAID = "both said"
    """Given, and not needed."""


@dataclass(frozen=True)
class SafetyIncomplete(Refusal):
    """The answers do not make a record."""

    flaws: tuple[SafetyFlaw, ...]


@dataclass(frozen=True)
class NothingToConfirm(Refusal):
    """Nobody has recorded that the worker got this, or it is recorded anew since the page was drawn."""


def record(answers: SafetyAnswers, *, today: date) -> tuple[SafetyMeasure, ...] | SafetyIncomplete:
    """The measures that the answers make; nothing is recorded that is still to come."""
    given = [kind for kind in SafetyKind if kind in answers.given]
    not_needed = [kind for kind in SafetyKind if kind in answers.not_needed and kind.may_be_unneeded]
    asked = {
        SafetyFlaw.NOTHING_SAID: not given and not not_needed,
        SafetyFlaw.BOTH_SAID: bool(set(given) & set(not_needed)),
        SafetyFlaw.DAY_MISSING: bool(given) and answers.on is None,
        SafetyFlaw.DAY_TO_COME: bool(given) and answers.on is not None and answers.on > today,
        SafetyFlaw.LANGUAGE_MISSING: bool(given) and not answers.language,
        SafetyFlaw.GIVER_MISSING: bool(given) and not answers.given_by.strip(),
        SafetyFlaw.REASON_MISSING: bool(not_needed) and not answers.because.strip(),
    }
    if flaws := tuple(flaw for flaw, is_so in asked.items() if is_so):
        return SafetyIncomplete(flaws)
    return (
        *(_given(kind, answers) for kind in given),
        *(
            SafetyMeasure(
                kind=kind, on=today, language="", given_by="", not_needed_because=answers.because.strip()
            )
            for kind in not_needed
        ),
    )


def _given(kind: SafetyKind, answers: SafetyAnswers) -> SafetyMeasure:
    if answers.on is None or answers.language is None:
        raise ValueError("what was given has a day and a language")
    return SafetyMeasure(
        kind=kind, on=answers.on, language=answers.language, given_by=answers.given_by.strip()
    )


@dataclass(frozen=True)
class SafetyStanding:
    """The record of one thing that counts, and the worker's own answer to it."""

    measure: SafetyMeasure
    got: bool | None = None
    """None while the worker has not answered."""

    @property
    def is_good(self) -> bool:
        """Given and confirmed by the worker; what is not needed holds until the worker says no."""
        return self.got is True if self.measure.is_needed else self.got is not False

    @property
    def waits_for_worker(self) -> bool:
        return self.measure.is_needed and self.got is None


def lacking(found: Iterable[SafetyStanding], *, start: date) -> tuple[SafetyKind, ...]:
    """What still stands against a start on a day; a record dated after the start does not count."""
    good = {one.measure.kind for one in found if one.is_good and one.measure.on <= start}
    return tuple(kind for kind in SafetyKind if kind not in good)
