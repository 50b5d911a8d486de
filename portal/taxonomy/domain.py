"""Occupations and skills, what a text means among them, and which are close to each other."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from portal.kernel.outcomes import Refusal

UNIT_GROUP_DIGITS = 4
DEFAULT_LANGUAGE = "en"


class ConceptKind(StrEnum):
    OCCUPATION = "occupation"
    SKILL = "skill"
    SKILL_GROUP = "skill-group"
    ISCO_GROUP = "isco-group"


class SkillRelation(StrEnum):
    ESSENTIAL = "essential"
    OPTIONAL = "optional"


@dataclass(frozen=True)
class Concept:
    """An occupation, a skill, or a group of either, by its ESCO address.

    `isco` is the 4-digit unit group of an occupation, the own code (1 to 4 digits) of an ISCO
    group, and none for skills. Codes are text: "0110".
    """

    uri: str
    kind: ConceptKind
    label: str
    isco: str | None = None

    @property
    def is_unit_group(self) -> bool:
        return self.kind is ConceptKind.ISCO_GROUP and len(self.isco or "") == UNIT_GROUP_DIGITS


@dataclass(frozen=True)
class FreeSkill:
    """A skill that the taxonomy does not know; equal everywhere by its normalised label."""

    label: str


@dataclass(frozen=True)
class ConceptUnknown(Refusal):
    """Nothing is called so; what comes close."""

    text: str
    candidates: tuple[Concept, ...]


@dataclass(frozen=True)
class ConceptAmbiguous(Refusal):
    """Several things are called so."""

    text: str
    candidates: tuple[Concept, ...]


@dataclass(frozen=True)
class UsualSkills:
    """What an occupation asks: skills that everybody needs, and skills that some places need."""

    essential: tuple[Concept, ...] = ()
    optional: tuple[Concept, ...] = ()


class ConceptSource(Protocol):
    """Where concepts are looked up: the shipped files, or the database.

    Labels are given in the form of `normalise_label`. Answers name each concept once.
    """

    def by_uri(self, uri: str) -> Concept | None: ...

    def by_code(self, code: str) -> Concept | None:
        """The ISCO group with this code."""

    def by_preferred_label(self, normalised: str, kind: ConceptKind) -> Sequence[Concept]: ...

    def by_alias(self, normalised: str, kind: ConceptKind) -> Sequence[Concept]:
        """Whatever the trade calls so; where nothing, whatever has it as another or a hidden label."""

    def suggestions(self, text: str, kind: ConceptKind, limit: int = 5) -> Sequence[Concept]:
        """What the text may have meant, closest first."""

    def usual_skills(self, occupation_uri: str) -> UsualSkills:
        """The occupation's skills; none for a bare ISCO group, which is too wide to assume any."""


def normalise_label(text: str) -> str:
    """The form in which labels are compared: NFKC, case folded, spaces collapsed (matching, section 5)."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def resolve_occupation(source: ConceptSource, text: str) -> Concept | ConceptUnknown | ConceptAmbiguous:
    """The occupation or ISCO unit group that a text means, by address, code or label; never fuzzily.

    Preferred labels of occupations come before labels of unit groups, and both before aliases.
    A name of several occupations in one unit group means that group: matching needs no more,
    and no one's skills are assumed. The answer always has its `isco` unit group.
    """
    sought = text.strip()
    if _is_address(sought):
        known = source.by_uri(sought)
        if known and (known.kind is ConceptKind.OCCUPATION or known.is_unit_group):
            return known
        return ConceptUnknown(sought, ())
    if sought.isdecimal() and sought.isascii():
        return _by_code(source, sought)
    normalised = normalise_label(sought)
    named = (
        source.by_preferred_label(normalised, ConceptKind.OCCUPATION)
        or _unit_groups(source.by_preferred_label(normalised, ConceptKind.ISCO_GROUP))
        or source.by_alias(normalised, ConceptKind.OCCUPATION)
        or _unit_groups(source.by_alias(normalised, ConceptKind.ISCO_GROUP))
    )
    if not named:
        return ConceptUnknown(sought, tuple(source.suggestions(sought, ConceptKind.OCCUPATION)))
    return _the_one_occupation(source, sought, named)


def resolve_skill(source: ConceptSource, text: str) -> Concept | FreeSkill | ConceptAmbiguous:
    """The skill that a text means, by address or label; an unknown one is a free skill."""
    sought = text.strip()
    normalised = normalise_label(sought)
    if _is_address(sought):
        known = source.by_uri(sought)
        return known if known and known.kind is ConceptKind.SKILL else FreeSkill(normalised)
    named = source.by_preferred_label(normalised, ConceptKind.SKILL) or source.by_alias(
        normalised, ConceptKind.SKILL
    )
    match tuple(named):
        case ():
            return FreeSkill(normalised)
        case (only,):
            return only
        case several:
            return ConceptAmbiguous(sought, several)


def _is_address(text: str) -> bool:
    return text.startswith(("http://", "https://"))


def _unit_groups(concepts: Iterable[Concept]) -> tuple[Concept, ...]:
    return tuple(concept for concept in concepts if concept.is_unit_group)


def _by_code(source: ConceptSource, code: str) -> Concept | ConceptUnknown:
    group = source.by_code(code)
    if group and group.is_unit_group:
        return group
    with_lost_zero = source.by_code(f"0{code}")  # spreadsheets turn "0110" into 110
    if with_lost_zero and with_lost_zero.is_unit_group:
        return ConceptUnknown(code, (with_lost_zero,))
    return ConceptUnknown(code, tuple(source.suggestions(code, ConceptKind.ISCO_GROUP)))


def _the_one_occupation(
    source: ConceptSource, text: str, named: Sequence[Concept]
) -> Concept | ConceptAmbiguous:
    if len(named) == 1:
        return named[0]
    codes = {concept.isco for concept in named}
    group = source.by_code(codes.pop() or "") if len(codes) == 1 else None
    return group or ConceptAmbiguous(text, tuple(named))


@dataclass(frozen=True)
class SkillGraph:
    """What stands above each skill and skill group: `above` maps an address to its immediate broader ones."""

    above: Mapping[str, frozenset[str]]
    skills: frozenset[str]
    """The addresses that are skills; all others are groups."""
    _climbed: dict[str, frozenset[str]] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, broader: Iterable[tuple[str, str]], skills: Iterable[str]) -> "SkillGraph":
        """From pairs of an address and an immediate broader one."""
        above: dict[str, set[str]] = {}
        for narrow, broad in broader:
            above.setdefault(narrow, set()).add(broad)
        return cls({uri: frozenset(parents) for uri, parents in above.items()}, frozenset(skills))

    def parents(self, uri: str, /) -> frozenset[str]:
        """The immediate broader concepts, skills and groups."""
        return self.above.get(uri, frozenset())

    def broader_skills(self, uri: str, /) -> frozenset[str]:
        """Every broader skill above, at any height, without itself; groups are not skills."""
        known = self._climbed.get(uri)
        if known is None:
            known = self._climbed[uri] = self._climb(uri)
        return known

    def _climb(self, uri: str) -> frozenset[str]:
        reached: set[str] = set()
        waiting = [uri]
        while waiting:
            fresh = self.parents(waiting.pop()) - reached
            reached |= fresh
            waiting.extend(fresh)
        return frozenset(reached & self.skills) - {uri}

    def related(self, one: str, other: str, /) -> bool:
        """One is the immediate broader of the other, or they share an immediate broader concept."""
        above_one, above_other = self.parents(one), self.parents(other)
        return one in above_other or other in above_one or not above_one.isdisjoint(above_other)


@dataclass(frozen=True)
class Step:
    """How well workers of one unit group do in another after an induction, and why."""

    value: float
    reason: str


@dataclass(frozen=True)
class Steps:
    """The step table: directed, from one ISCO unit group to another."""

    steps: Mapping[tuple[str, str], Step]

    def value(self, from_isco: str, to_isco: str, /) -> float | None:
        """0.5, 0.75 or 1; none where no step is recorded."""
        step = self.steps.get((from_isco, to_isco))
        return step.value if step else None

    def reason(self, from_isco: str, to_isco: str, /) -> str | None:
        step = self.steps.get((from_isco, to_isco))
        return step.reason if step else None
