"""The taxonomy that ships with the portal, held in memory."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path

from portal.taxonomy.closeness import LabelEntry, search
from portal.taxonomy.domain import (
    Concept,
    ConceptKind,
    SkillGraph,
    SkillRelation,
    Step,
    Steps,
    UsualSkills,
    normalise_label,
)

DATA = Path(__file__).parent / "data"
SEED_FILES = (
    "aliases.csv",
    "broader.csv",
    "isco08.csv",
    "occupation_skills.csv",
    "occupations.csv",
    "skills.csv",
)
_ISCO_ADDRESS = "http://data.europa.eu/esco/isco/C"


def isco_address(code: str) -> str:
    """ESCO's address of an ISCO group."""
    return f"{_ISCO_ADDRESS}{code}"


@dataclass(frozen=True)
class ShippedTaxonomy:
    """ISCO-08, the seed of occupations and skills, and the step table; answers as a ConceptSource."""

    concepts: dict[str, Concept]
    aliases: tuple[tuple[str, str], ...]
    """What the trade says, and the address of the occupation meant."""
    usual: dict[str, UsualSkills]
    broader: tuple[tuple[str, str], ...]
    steps: Steps

    @cached_property
    def skills(self) -> SkillGraph:
        of_kind = (c.uri for c in self.concepts.values() if c.kind is ConceptKind.SKILL)
        return SkillGraph.of(self.broader, of_kind)

    def by_uri(self, uri: str) -> Concept | None:
        return self.concepts.get(uri)

    def by_code(self, code: str) -> Concept | None:
        return self.concepts.get(isco_address(code))

    def by_preferred_label(self, normalised: str, kind: ConceptKind) -> Sequence[Concept]:
        return self._preferred.get((normalised, kind), ())

    def by_alias(self, normalised: str, kind: ConceptKind) -> Sequence[Concept]:
        return self._aliases.get((normalised, kind), ())

    def suggestions(self, text: str, kind: ConceptKind, limit: int = 5) -> Sequence[Concept]:
        entries = self._entries.get(kind, [])
        return [self.concepts[hit.uri] for hit in search(text, entries, limit)]

    def usual_skills(self, occupation_uri: str) -> UsualSkills:
        return self.usual.get(occupation_uri, UsualSkills())

    @cached_property
    def _preferred(self) -> dict[tuple[str, ConceptKind], tuple[Concept, ...]]:
        return _by_name((normalise_label(c.label), c) for c in self.concepts.values())

    @cached_property
    def _aliases(self) -> dict[tuple[str, ConceptKind], tuple[Concept, ...]]:
        return _by_name((normalise_label(alias), self.concepts[uri]) for alias, uri in self.aliases)

    @cached_property
    def _entries(self) -> dict[ConceptKind, list[LabelEntry]]:
        entries: dict[ConceptKind, list[LabelEntry]] = {kind: [] for kind in ConceptKind}
        for alias, uri in self.aliases:
            entries[self.concepts[uri].kind].append(LabelEntry(uri, alias, normalise_label(alias)))
        for concept in self.concepts.values():
            entry = LabelEntry(concept.uri, concept.label, normalise_label(concept.label), 1)
            entries[concept.kind].append(entry)
            if concept.is_unit_group and concept.isco:
                entries[concept.kind].append(LabelEntry(concept.uri, concept.label, concept.isco))
        return entries


@cache
def shipped_taxonomy() -> ShippedTaxonomy:
    """What the portal knows without a database. Read once per process."""
    concepts = {concept.uri: concept for concept in _read_concepts()}
    occupations = {c.label: c for c in concepts.values() if c.kind is ConceptKind.OCCUPATION}
    skills = {c.label: c for c in concepts.values() if c.kind is ConceptKind.SKILL}
    usual: dict[str, dict[SkillRelation, list[Concept]]] = {}
    for row in _rows("occupation_skills.csv"):
        of_one = usual.setdefault(occupations[row["occupation"]].uri, {kind: [] for kind in SkillRelation})
        of_one[SkillRelation(row["relation"])].append(skills[row["skill"]])
    return ShippedTaxonomy(
        concepts=concepts,
        aliases=tuple((row["alias"], occupations[row["occupation"]].uri) for row in _rows("aliases.csv")),
        usual={
            uri: UsualSkills(tuple(of_one[SkillRelation.ESSENTIAL]), tuple(of_one[SkillRelation.OPTIONAL]))
            for uri, of_one in usual.items()
        },
        broader=tuple((row["uri"], row["broader_uri"]) for row in _rows("broader.csv")),
        steps=shipped_steps(),
    )


@cache
def shipped_steps() -> Steps:
    """The step table. It is the portal's own and stays in its file; the database does not hold it."""
    return Steps(
        {
            (row["from_isco"], row["to_isco"]): Step(float(row["value"]), row["reason"])
            for row in _rows("occupation_steps.csv")
        }
    )


def seed_fingerprint() -> str:
    """Changes whenever the shipped occupations, skills or aliases do."""
    together = sha256()
    for name in SEED_FILES:
        together.update((DATA / name).read_bytes())
    return together.hexdigest()


def _read_concepts() -> Iterator[Concept]:
    for row in _rows("isco08.csv"):
        yield Concept(isco_address(row["code"]), ConceptKind.ISCO_GROUP, row["label"], row["code"])
    for row in _rows("occupations.csv"):
        yield Concept(row["uri"], ConceptKind.OCCUPATION, row["label"], row["isco"])
    for row in _rows("skills.csv"):
        yield Concept(row["uri"], ConceptKind(row["kind"]), row["label"])


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _by_name(named: Iterator[tuple[str, Concept]]) -> dict[tuple[str, ConceptKind], tuple[Concept, ...]]:
    found: dict[tuple[str, ConceptKind], dict[str, Concept]] = {}
    for normalised, concept in named:
        found.setdefault((normalised, concept.kind), {})[concept.uri] = concept
    return {
        name: tuple(sorted(concepts.values(), key=lambda concept: (concept.label, concept.uri)))
        for name, concepts in found.items()
    }
