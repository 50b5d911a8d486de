"""Occupations and skills as the database finds them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import Session

from portal.taxonomy.closeness import LabelEntry, LabelHit, closest, likest
from portal.taxonomy.domain import (
    DEFAULT_LANGUAGE,
    Concept,
    ConceptKind,
    SkillGraph,
    SkillRelation,
    UsualSkills,
    normalise_label,
)
from portal.taxonomy.files import isco_address
from portal.taxonomy.models import (
    BroaderConceptRow,
    ConceptLabelRow,
    ConceptRow,
    LabelKind,
    OccupationSkillRow,
    Origin,
    Pillar,
    TaxonomyStateRow,
)

_CHUNK = 400
_CANDIDATES = 20
"""Labels fetched for each hit that is shown: several labels may lead to one concept."""

_STANDING = {LabelKind.ALIAS: 0, LabelKind.PREFERRED: 1, LabelKind.ALTERNATIVE: 2, LabelKind.HIDDEN: 3}
_OUTSIDE_SEED = 4
"""Labels of essential work, which the seed is about, come before equally close ones of other work."""
_TELLING = (LabelKind.PREFERRED, LabelKind.ALIAS)


@dataclass(frozen=True)
class Totals:
    """What is loaded: of the official bundle where one was imported, else of the seed."""

    occupations: int
    skills: int
    relations: int


@dataclass(frozen=True)
class OccupationHit:
    """An occupation to offer, the label through which it was found, and its unit group in words."""

    concept: Concept
    matched_label: str
    isco_label: str


@dataclass(frozen=True)
class SkillHit:
    concept: Concept
    matched_label: str


def taxonomy_version(session: Session) -> UUID | None:
    """Changes with every load and import; none while nothing is loaded."""
    return session.scalar(select(TaxonomyStateRow.version))


def is_loaded(session: Session) -> bool:
    """Whether the taxonomy holds anything."""
    return taxonomy_version(session) is not None


def totals(session: Session) -> Totals:
    """How much is loaded now."""
    return Totals(
        occupations=_count_concepts(session, ConceptKind.OCCUPATION),
        skills=_count_concepts(session, ConceptKind.SKILL),
        relations=_count_relations(session, Origin.ESCO) or _count_relations(session, Origin.SEED),
    )


def _count_concepts(session: Session, kind: ConceptKind) -> int:
    of_kind = select(func.count()).select_from(ConceptRow).where(ConceptRow.kind == kind)
    official = session.scalar(of_kind.where(ConceptRow.in_esco))
    return official or session.scalar(of_kind) or 0


def _count_relations(session: Session, origin: Origin) -> int:
    rows = select(func.count()).select_from(OccupationSkillRow).where(OccupationSkillRow.origin == origin)
    return session.scalar(rows) or 0


def concepts(session: Session, uris: Collection[str], language: str = DEFAULT_LANGUAGE) -> dict[str, Concept]:
    """The concepts with these addresses; unknown addresses are left out.

    Labels are in the language asked, else in English, else in any.
    """
    found: dict[str, Concept] = {}
    wanted = list(dict.fromkeys(uris))
    for start in range(0, len(wanted), _CHUNK):
        statement = _named_concepts(language).where(ConceptRow.uri.in_(wanted[start : start + _CHUNK]))
        for row, label in session.execute(statement):
            found.setdefault(row.uri, Concept(row.uri, row.kind, label, row.isco))
    return {uri: found[uri] for uri in wanted if uri in found}


def _named_concepts(language: str) -> Select[ConceptRow, str]:
    """Each concept with its preferred labels, the one to show first: ESCO's own before the seed's."""
    rank = case((ConceptLabelRow.language == language, 0), (ConceptLabelRow.language == DEFAULT_LANGUAGE, 1))
    return (
        select(ConceptRow, ConceptLabelRow.label)
        .join(ConceptLabelRow, ConceptLabelRow.uri == ConceptRow.uri)
        .where(ConceptLabelRow.kind == LabelKind.PREFERRED)
        .order_by(func.coalesce(rank, 2), ConceptLabelRow.origin, ConceptLabelRow.label)
    )


@dataclass(frozen=True)
class DatabaseTaxonomy:
    """The taxonomy in the database; answers as a ConceptSource. Labels count in every loaded language."""

    session: Session
    language: str = DEFAULT_LANGUAGE

    def by_uri(self, uri: str) -> Concept | None:
        return concepts(self.session, [uri], self.language).get(uri)

    def by_code(self, code: str) -> Concept | None:
        return self.by_uri(isco_address(code))

    def by_preferred_label(self, normalised: str, kind: ConceptKind) -> Sequence[Concept]:
        return self._labelled(normalised, kind, [LabelKind.PREFERRED])

    def by_alias(self, normalised: str, kind: ConceptKind) -> Sequence[Concept]:
        return self._labelled(normalised, kind, [LabelKind.ALIAS]) or self._labelled(
            normalised, kind, [LabelKind.ALTERNATIVE, LabelKind.HIDDEN]
        )

    def _labelled(
        self, normalised: str, kind: ConceptKind, label_kinds: Sequence[LabelKind]
    ) -> Sequence[Concept]:
        uris = self.session.scalars(
            select(ConceptLabelRow.uri)
            .where(
                ConceptLabelRow.normalised == normalised,
                ConceptLabelRow.concept_kind == kind,
                ConceptLabelRow.kind.in_(label_kinds),
            )
            .order_by(ConceptLabelRow.uri)
        )
        found = concepts(self.session, list(uris), self.language).values()
        return sorted(found, key=lambda concept: (concept.label, concept.uri))

    def suggestions(self, text: str, kind: ConceptKind, limit: int = 5) -> Sequence[Concept]:
        if kind is ConceptKind.ISCO_GROUP and text.isdecimal():
            return self._unit_groups_beginning(text, limit)
        hits = _search(self.session, text, kind, self.language, limit)
        return list(concepts(self.session, [hit.uri for hit in hits], self.language).values())

    def _unit_groups_beginning(self, code: str, limit: int) -> Sequence[Concept]:
        uris = self.session.scalars(
            select(ConceptRow.uri)
            .where(
                ConceptRow.kind == ConceptKind.ISCO_GROUP,
                func.length(ConceptRow.isco) == 4,
                ConceptRow.isco.startswith(code, autoescape=True),
            )
            .order_by(ConceptRow.isco)
            .limit(limit)
        )
        return list(concepts(self.session, list(uris), self.language).values())

    def usual_skills(self, occupation_uri: str) -> UsualSkills:
        return usual_skills(self.session, occupation_uri, self.language)


def usual_skills(session: Session, occupation_uri: str, language: str = DEFAULT_LANGUAGE) -> UsualSkills:
    """What an occupation asks: the seed's curated few where it has them, else all that ESCO lists.

    A bare ISCO group has none: it is too wide to assume anything of anybody.
    """
    rows = session.execute(
        select(OccupationSkillRow.origin, OccupationSkillRow.skill_uri, OccupationSkillRow.relation).where(
            OccupationSkillRow.occupation_uri == occupation_uri
        )
    ).all()
    curated = [row for row in rows if row.origin is Origin.SEED] or rows
    named = concepts(session, [row.skill_uri for row in curated], language)

    def of(relation: SkillRelation) -> tuple[Concept, ...]:
        found = (
            named[row.skill_uri] for row in curated if row.relation is relation and row.skill_uri in named
        )
        return tuple(sorted(found, key=lambda concept: concept.label))

    return UsualSkills(of(SkillRelation.ESSENTIAL), of(SkillRelation.OPTIONAL))


def skill_graph(session: Session) -> SkillGraph:
    """How all skills hang together. Keep it in memory for as long as `taxonomy_version` stays."""
    broader = session.execute(
        select(BroaderConceptRow.uri, BroaderConceptRow.broader_uri).where(
            BroaderConceptRow.pillar == Pillar.SKILLS
        )
    )
    skills = session.scalars(select(ConceptRow.uri).where(ConceptRow.kind == ConceptKind.SKILL))
    return SkillGraph.of(((narrow, broad) for narrow, broad in broader), skills)


def search_occupations(
    session: Session, text: str, language: str = DEFAULT_LANGUAGE, limit: int = 10
) -> list[OccupationHit]:
    """Occupations to offer while a person types, best first.

    A label that is just that comes first, trade aliases before others ("FLT" is the forklift
    operator); then labels that begin with it, labels with a word that does, and misspellings.
    """
    hits = _search(session, text, ConceptKind.OCCUPATION, language, limit)
    named = concepts(session, [hit.uri for hit in hits], language)
    groups = concepts(session, [isco_address(c.isco) for c in named.values() if c.isco], language)
    shown = []
    for hit in hits:
        concept = named.get(hit.uri)
        if concept is None:  # some languages lack the label to show it by
            continue
        group = groups.get(isco_address(concept.isco or ""))
        shown.append(OccupationHit(concept, hit.label, group.label if group else ""))
    return shown


def search_skills(
    session: Session, text: str, language: str = DEFAULT_LANGUAGE, limit: int = 10
) -> list[SkillHit]:
    """Skills to offer while a person types, best first; ordered as occupations are."""
    hits = _search(session, text, ConceptKind.SKILL, language, limit)
    named = concepts(session, [hit.uri for hit in hits], language)
    return [SkillHit(named[hit.uri], hit.label) for hit in hits if hit.uri in named]


def _search(session: Session, text: str, kind: ConceptKind, language: str, limit: int) -> list[LabelHit]:
    typed = normalise_label(text)
    if not typed:
        return []
    near = _labels(kind, language).where(_may_fit(typed)).order_by(*_nearest_first(typed))
    found = closest(typed, _entries(session, near.limit(_CANDIDATES * limit)), limit)
    if found:
        return found
    telling = _labels(kind, language).where(ConceptLabelRow.kind.in_(_TELLING))
    return likest(typed, _entries(session, telling), limit)


_LabelQuery: TypeAlias = Select[str, str, str, LabelKind, bool]


def _labels(kind: ConceptKind, language: str) -> _LabelQuery:
    return (
        select(
            ConceptLabelRow.uri,
            ConceptLabelRow.label,
            ConceptLabelRow.normalised,
            ConceptLabelRow.kind,
            ConceptRow.in_seed,
        )
        .join(ConceptRow, ConceptRow.uri == ConceptLabelRow.uri)
        .where(
            ConceptLabelRow.concept_kind == kind,
            ConceptLabelRow.language.in_({language, DEFAULT_LANGUAGE}),
        )
    )


def _may_fit(typed: str) -> ColumnElement[bool]:
    """Every label that `closeness` may accept, and some more: each typed word begins one of its words."""
    name = ConceptLabelRow.normalised
    fits = [
        or_(name.startswith(part, autoescape=True), name.contains(f" {part}", autoescape=True))
        for part in typed.split()
    ]
    condition = fits[0]
    for fit in fits[1:]:
        condition &= fit
    return condition


def _nearest_first(typed: str) -> tuple[ColumnElement[int], ...]:
    """The order of `closest`, roughly: what is cut off must be further away than what is kept."""
    name = ConceptLabelRow.normalised
    return (
        case((name == typed, 0), else_=1),
        case((ConceptLabelRow.kind.in_(_TELLING), 0), else_=1),
        case((name.startswith(typed, autoescape=True), 0), else_=1),
        case((ConceptRow.in_seed, 0), else_=1),
        func.length(name),
    )


def _entries(session: Session, labels: _LabelQuery) -> list[LabelEntry]:
    return [
        LabelEntry(
            uri, label, normalised, _STANDING[kind] + (0 if in_seed else _OUTSIDE_SEED), kind in _TELLING
        )
        for uri, label, normalised, kind, in_seed in session.execute(labels)
    ]
