"""How concepts, labels and relations are put into the database, thousands at a time."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from portal.infra.database import Base
from portal.taxonomy.bundle_rows import ReadConcepts
from portal.taxonomy.domain import DEFAULT_LANGUAGE, Concept, ConceptKind, SkillRelation, normalise_label
from portal.taxonomy.files import ShippedTaxonomy
from portal.taxonomy.models import (
    BroaderConceptRow,
    ConceptLabelRow,
    ConceptRow,
    LabelKind,
    OccupationSkillRow,
    Origin,
    Pillar,
)

_AT_ONCE = 5_000


def store_concepts(
    session: Session, kind: ConceptKind, isco: Mapping[str, str | None], origin: Origin
) -> None:
    """Concepts of one kind as one origin knows them; those that the other knows too stay."""
    mine, other = ("in_esco", "in_seed") if origin is Origin.ESCO else ("in_seed", "in_esco")
    session.execute(delete(ConceptRow).where(ConceptRow.kind == kind, getattr(ConceptRow, other).is_(False)))
    session.execute(update(ConceptRow).where(ConceptRow.kind == kind).values({mine: False}))
    there = set(session.scalars(select(ConceptRow.uri)))
    new = [
        {"uri": uri, "kind": kind, "isco": code, mine: True, other: False}
        for uri, code in isco.items()
        if uri not in there
    ]
    shared = [
        {"uri": uri, "kind": kind, mine: True} | ({"isco": code} if origin is Origin.ESCO else {})
        for uri, code in isco.items()
        if uri in there
    ]
    _insert(session, ConceptRow, new)
    if shared:
        session.execute(update(ConceptRow), shared)


def store_labels(session: Session, concepts: ReadConcepts, language: str) -> None:
    rows = [
        {
            "uri": label.uri,
            "concept_kind": concepts.kind,
            "language": language,
            "kind": label.kind,
            "label": label.label,
            "normalised": label.normalised,
            "origin": Origin.ESCO,
        }
        for label in concepts.labels
    ]
    replace(session, ConceptLabelRow, rows, origin=Origin.ESCO, concept_kind=concepts.kind, language=language)


def store_broader(
    session: Session, pairs: Collection[tuple[str, str]], origin: Origin, pillar: Pillar
) -> Collection[tuple[str, str]]:
    rows = [
        {"origin": origin, "pillar": pillar, "uri": narrow, "broader_uri": broad} for narrow, broad in pairs
    ]
    replace(session, BroaderConceptRow, rows, origin=origin, pillar=pillar)
    return pairs


def store_seed_concepts(session: Session, shipped: ShippedTaxonomy) -> None:
    concepts = shipped.concepts.values()
    for kind in ConceptKind:
        of_kind = {concept.uri: concept.isco for concept in concepts if concept.kind is kind}
        store_concepts(session, kind, of_kind, Origin.SEED)
    labels = [_seed_label(concept, LabelKind.PREFERRED, concept.label) for concept in concepts]
    labels += [_seed_label(shipped.concepts[uri], LabelKind.ALIAS, alias) for alias, uri in shipped.aliases]
    replace(session, ConceptLabelRow, labels, origin=Origin.SEED)


def _seed_label(concept: Concept, kind: LabelKind, label: str) -> dict[str, Any]:
    return {
        "uri": concept.uri,
        "concept_kind": concept.kind,
        "language": DEFAULT_LANGUAGE,
        "kind": kind,
        "label": label,
        "normalised": normalise_label(label),
        "origin": Origin.SEED,
    }


def store_seed_relations(session: Session, shipped: ShippedTaxonomy) -> None:
    needed = [
        {
            "origin": Origin.SEED,
            "occupation_uri": occupation,
            "skill_uri": skill.uri,
            "relation": relation,
        }
        for occupation, usual in shipped.usual.items()
        for relation, skills in (
            (SkillRelation.ESSENTIAL, usual.essential),
            (SkillRelation.OPTIONAL, usual.optional),
        )
        for skill in skills
    ]
    replace(session, OccupationSkillRow, needed, origin=Origin.SEED)
    store_broader(session, shipped.broader, Origin.SEED, Pillar.SKILLS)


def replace(session: Session, kind: type[Base], rows: Sequence[dict[str, Any]], **only: object) -> None:
    session.execute(delete(kind).filter_by(**only))
    _insert(session, kind, rows)


def _insert(session: Session, kind: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    for start in range(0, len(rows), _AT_ONCE):
        session.execute(insert(kind.__table__), rows[start : start + _AT_ONCE])  # type: ignore[arg-type]
