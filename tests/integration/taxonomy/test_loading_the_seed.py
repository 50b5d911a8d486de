"""The shipped taxonomy in a database."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.infra.database import Base
from portal.infra.unit_of_work import Transactor, Work
from portal.kernel.events import SYSTEM, Event
from portal.taxonomy.domain import Concept, ConceptAmbiguous, ConceptKind, resolve_occupation, resolve_skill
from portal.taxonomy.events import TaxonomyRenewed
from portal.taxonomy.files import shipped_taxonomy
from portal.taxonomy.models import (
    BroaderConceptRow,
    ConceptLabelRow,
    ConceptRow,
    OccupationSkillRow,
    TaxonomyStateRow,
)
from portal.taxonomy.queries import DatabaseTaxonomy, Totals, is_loaded, skill_graph, taxonomy_version
from portal.taxonomy.service import load_seed

TABLES: tuple[type[Base], ...] = (ConceptRow, ConceptLabelRow, OccupationSkillRow, BroaderConceptRow)


def row_counts(session: Session) -> list[int]:
    return [session.scalar(select(func.count()).select_from(kind)) or 0 for kind in TABLES]


def forget_the_fingerprint(work: Work) -> None:
    work.session.get_one(TaxonomyStateRow, 1).seed_fingerprint = "of an older release"


def test_loading_twice_gives_the_same_and_changes_nothing_the_second_time(transactor: Transactor) -> None:
    first = transactor.perform(load_seed, SYSTEM)
    with transactor.sessions() as session:
        counts, version = row_counts(session), taxonomy_version(session)
    second = transactor.perform(load_seed, SYSTEM)
    assert first == second
    with transactor.sessions() as session:
        assert row_counts(session) == counts
        assert taxonomy_version(session) == version is not None


def test_a_newer_seed_replaces_the_older_one(transactor: Transactor) -> None:
    first = transactor.perform(load_seed, SYSTEM)
    with transactor.sessions() as session:
        counts, version = row_counts(session), taxonomy_version(session)
    transactor.perform(forget_the_fingerprint, SYSTEM)
    assert transactor.perform(load_seed, SYSTEM) == first
    with transactor.sessions() as session:
        assert row_counts(session) == counts
        assert taxonomy_version(session) != version


def test_totals_count_the_seed_while_no_bundle_is_imported(transactor: Transactor) -> None:
    shipped = shipped_taxonomy()
    kinds = [concept.kind for concept in shipped.concepts.values()]
    listed = sum(len(usual.essential) + len(usual.optional) for usual in shipped.usual.values())
    assert transactor.perform(load_seed, SYSTEM) == Totals(
        kinds.count(ConceptKind.OCCUPATION), kinds.count(ConceptKind.SKILL), listed
    )


def test_a_load_is_told_to_the_trail_with_its_totals(transactor: Transactor) -> None:
    heard: list[Event] = []
    told = Transactor(transactor.sessions, transactor.clock, (lambda work, event: heard.append(event),))
    totals = told.perform(load_seed, SYSTEM)
    told.perform(load_seed, SYSTEM)
    (event,) = heard
    assert isinstance(event, TaxonomyRenewed)
    assert (event.source, event.occupations, event.relations) == (
        "seed",
        totals.occupations,
        totals.relations,
    )
    assert event.facts()["version"] == str(event.about.id)


def test_an_empty_database_is_not_loaded(transactor: Transactor) -> None:
    with transactor.sessions() as session:
        assert not is_loaded(session)
        assert skill_graph(session).broader_skills("anything") == frozenset()


def test_the_database_understands_texts_as_the_shipped_files_do(session: Session) -> None:
    shipped, database = shipped_taxonomy(), DatabaseTaxonomy(session)
    texts = [alias for alias, _ in shipped.aliases[::9]]
    texts += [concept.label for concept in list(shipped.concepts.values())[::25]]
    texts += ["8344", "0110", "110", "834", "picker", "driver", "support worker", "nonsense", ""]
    for text in texts:
        assert resolve_occupation(database, text) == resolve_occupation(shipped, text), text
        assert resolve_skill(database, text) == resolve_skill(shipped, text), text
    assert isinstance(resolve_occupation(database, "picker"), ConceptAmbiguous)


def test_the_database_relates_skills_as_the_shipped_files_do(session: Session) -> None:
    assert skill_graph(session) == shipped_taxonomy().skills


def test_the_database_lists_the_usual_skills_of_the_shipped_files(session: Session) -> None:
    meant = resolve_occupation(DatabaseTaxonomy(session), "FLT")
    assert isinstance(meant, Concept)
    shipped = shipped_taxonomy().usual_skills(meant.uri)
    stored = DatabaseTaxonomy(session).usual_skills(meant.uri)
    assert set(stored.essential) == set(shipped.essential)
    assert set(stored.optional) == set(shipped.optional)
    assert stored.essential
