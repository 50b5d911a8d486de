"""Loading the taxonomy: the seed that ships with the portal, and the official ESCO bundle."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.infra.unit_of_work import Work
from portal.taxonomy.bundle import (
    BrokenBundle,
    BundleBroken,
    BundleFile,
    Table,
    bundle_files,
)
from portal.taxonomy.bundle_rows import (
    KIND_OF,
    read_broader,
    read_concepts,
    read_skill_relations,
)
from portal.taxonomy.domain import DEFAULT_LANGUAGE
from portal.taxonomy.events import TaxonomyRenewed
from portal.taxonomy.files import seed_fingerprint, shipped_taxonomy
from portal.taxonomy.models import (
    ConceptRow,
    OccupationSkillRow,
    Origin,
    Pillar,
    SkillSkillRow,
    TaxonomyStateRow,
)
from portal.taxonomy.queries import Totals, totals
from portal.taxonomy.storing import (
    replace,
    store_broader,
    store_concepts,
    store_labels,
    store_seed_concepts,
    store_seed_relations,
)


@dataclass(frozen=True)
class FileImported:
    """What one file of a bundle brought. `dangling` rows name a concept that is not loaded."""

    name: str
    rows: int
    dangling: int = 0


@dataclass(frozen=True)
class BundleImported:
    files: tuple[FileImported, ...]
    totals: Totals


def load_seed(work: Work) -> Totals:
    """Bring the seed in the database to what the shipped files say; may be repeated at will.

    What an official bundle said stays untouched. Does nothing where the files have not changed.
    """
    state = work.session.get(TaxonomyStateRow, 1)
    fingerprint = seed_fingerprint()
    if state is None or state.seed_fingerprint != fingerprint:
        shipped = shipped_taxonomy()
        store_seed_concepts(work.session, shipped)
        store_seed_relations(work.session, shipped)
        _renew(work, Origin.SEED, fingerprint)
    return totals(work.session)


def import_esco(
    work: Work, paths: Sequence[Path], language: str | None = None
) -> BundleImported | BundleBroken:
    """Bring the database to what the official files say; may be repeated at will.

    Each file replaces what an earlier one of its kind (and language) said; what no file is about
    stays. `language` picks the labels of one language; else each file's own name says it. A file
    that cannot be right refuses the whole import.
    """
    try:
        files = sorted(bundle_files(paths, language), key=lambda file: not file.table.has_labels)
        brought = [_import_file(work.session, file, language) for file in files]
    except BrokenBundle as broken:
        return broken.refusal
    known = set(work.session.scalars(select(ConceptRow.uri)))
    imported = tuple(
        FileImported(file.name, len(pairs), _dangling(file, pairs, known))
        for file, pairs in zip(files, brought, strict=True)
    )
    state = work.session.get(TaxonomyStateRow, 1)
    _renew(work, Origin.ESCO, state.seed_fingerprint if state else "")
    return BundleImported(imported, totals(work.session))


def _import_file(session: Session, file: BundleFile, language: str | None) -> Collection[Any]:
    """Stores one file; returns its concepts, or its pairs of addresses."""
    match file.table:
        case Table.OCCUPATION_SKILLS:
            needed = read_skill_relations(file, "occupationUri", "skillUri")
            rows = [
                {"origin": Origin.ESCO, "occupation_uri": one, "skill_uri": other, "relation": relation}
                for (one, other), relation in needed.items()
            ]
            replace(session, OccupationSkillRow, rows, origin=Origin.ESCO)
            return needed
        case Table.SKILL_SKILLS:
            rests = read_skill_relations(file, "originalSkillUri", "relatedSkillUri")
            rows = [
                {"skill_uri": one, "related_uri": other, "relation": relation}
                for (one, other), relation in rests.items()
            ]
            replace(session, SkillSkillRow, rows)
            return rests
        case Table.BROADER_OCCUPATIONS:
            return store_broader(session, read_broader(file), Origin.ESCO, Pillar.OCCUPATIONS)
        case Table.BROADER_SKILLS:
            return store_broader(session, read_broader(file), Origin.ESCO, Pillar.SKILLS)
        case Table.OCCUPATIONS | Table.SKILLS | Table.SKILL_GROUPS | Table.ISCO_GROUPS:
            concepts = read_concepts(file)
            store_concepts(session, concepts.kind, concepts.isco, Origin.ESCO)
            store_labels(session, concepts, file.language or language or DEFAULT_LANGUAGE)
            return concepts.isco


def _dangling(file: BundleFile, pairs: Collection[Any], known: set[str]) -> int:
    if file.table in KIND_OF:
        return 0
    return sum(one not in known or other not in known for one, other in pairs)


def _renew(work: Work, origin: Origin, fingerprint: str) -> None:
    version = work.new_id()
    work.session.merge(
        TaxonomyStateRow(id=1, version=version, seed_fingerprint=fingerprint, changed_at=work.now)
    )
    work.session.flush()
    now = totals(work.session)
    work.emit(
        TaxonomyRenewed(
            at=work.now,
            by=work.actor,
            version=version,
            source=origin.value,
            occupations=now.occupations,
            skills=now.skills,
            relations=now.relations,
        )
    )
