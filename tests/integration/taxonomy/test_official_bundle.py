"""The official bundle itself, where it is at hand: it is not part of the repository."""

import csv
import io
import os
import time
import zipfile
from pathlib import Path

import pytest

from portal.infra.unit_of_work import Transactor
from portal.kernel.events import SYSTEM
from portal.taxonomy.domain import ConceptKind, resolve_occupation
from portal.taxonomy.files import shipped_taxonomy
from portal.taxonomy.queries import DatabaseTaxonomy, Totals, search_occupations, skill_graph
from portal.taxonomy.service import BundleImported, import_esco, load_seed

ROOT = Path(__file__).parents[3]
BUNDLE = Path(os.environ.get("ESCO_BUNDLE") or ROOT.parent / "shared" / "data" / "esco-1.1.1")

pytestmark = pytest.mark.skipif(not BUNDLE.is_dir(), reason="the real ESCO bundle is absent")


@pytest.mark.by_turns
def test_it_loads_in_time_onto_the_seed_with_all_that_it_holds_as_often_as_wanted(
    transactor: Transactor,
) -> None:
    transactor.perform(load_seed, SYSTEM)
    paths = [BUNDLE / "relations-csv.zip", BUNDLE / "classification-en-csv.zip"]
    for _ in range(2):
        started = time.process_time()
        outcome = transactor.perform(import_esco, SYSTEM, paths)
        assert time.process_time() - started < 60
        assert isinstance(outcome, BundleImported)
        assert outcome.totals == Totals(occupations=3_007, skills=13_896, relations=123_855)
    dangling = {file.name.split(": ")[1]: file.dangling for file in outcome.files}
    assert dangling["occupationSkillRelations.csv"] == 67
    assert dangling["broaderRelationsSkillPillar.csv"] == 7
    check_understanding(transactor)


def check_understanding(transactor: Transactor) -> None:
    """Trade aliases mean the same beside ESCO's own 30,000 labels, and related skills stay related."""
    shipped = shipped_taxonomy()
    with transactor.sessions() as session:
        assert search_occupations(session, "FLT")[0].concept.isco == "8344"
        source = DatabaseTaxonomy(session)
        for alias, _ in shipped.aliases[::10]:
            assert resolve_occupation(source, alias) == resolve_occupation(shipped, alias), alias
        started = time.process_time()
        graph = skill_graph(session)
        assert time.process_time() - started < 1
    of_seed = [c.uri for c in shipped.concepts.values() if c.kind is ConceptKind.SKILL]
    assert all(graph.parents(uri) == shipped.skills.parents(uri) for uri in of_seed)
    assert all(graph.broader_skills(uri) == shipped.skills.broader_skills(uri) for uri in of_seed)


def official(member: str) -> list[dict[str, str]]:
    csv.field_size_limit(10_000_000)
    for path in BUNDLE.glob("*.zip"):
        with zipfile.ZipFile(path) as archive:
            if member in archive.namelist():
                return list(csv.DictReader(io.StringIO(archive.read(member).decode("utf-8-sig"))))
    raise FileNotFoundError(member)


def test_every_address_label_and_code_of_the_seed_is_the_official_one() -> None:
    files = ("occupations_en.csv", "skills_en.csv", "skillGroups_en.csv", "ISCOGroups_en.csv")
    labels: dict[str, str] = {}
    codes: dict[str, str] = {}
    for row in (row for name in files for row in official(name)):
        labels[row["conceptUri"]] = row["preferredLabel"].strip()
        codes[row["conceptUri"]] = row.get("iscoGroup") or row.get("code") or ""
    for concept in shipped_taxonomy().concepts.values():
        assert labels[concept.uri] == concept.label
        assert concept.isco in (None, codes[concept.uri])


def test_every_skill_of_a_seed_occupation_is_one_that_esco_lists_for_it() -> None:
    listed = {
        (row["occupationUri"], row["skillUri"], row["relationType"])
        for row in official("occupationSkillRelations.csv")
    }
    for occupation, usual in shipped_taxonomy().usual.items():
        assert {(occupation, skill.uri, "essential") for skill in usual.essential} <= listed
        assert {(occupation, skill.uri, "optional") for skill in usual.optional} <= listed
