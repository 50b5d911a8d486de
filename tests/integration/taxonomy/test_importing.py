"""The official bundle: any of its zips, any version and language, and nothing lost on a broken file."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.infra.unit_of_work import Transactor
from portal.kernel.events import SYSTEM
from portal.taxonomy.bundle import BundleBroken, Problem
from portal.taxonomy.domain import Concept, resolve_occupation, resolve_skill
from portal.taxonomy.models import ConceptLabelRow, SkillSkillRow
from portal.taxonomy.queries import (
    DatabaseTaxonomy,
    Totals,
    concepts,
    search_occupations,
    skill_graph,
    taxonomy_version,
    totals,
    usual_skills,
)
from portal.taxonomy.service import BundleImported, import_esco, load_seed
from tests.integration.taxonomy import bundles
from tests.integration.taxonomy.bundles import CLASSIFICATION, RELATIONS, Table, as_csv, in_folder, zipped

MADE_UP = Totals(occupations=2, skills=4, relations=4)


def imported(transactor: Transactor, *paths: Path, language: str | None = None) -> BundleImported:
    outcome = transactor.perform(import_esco, SYSTEM, paths, language)
    assert isinstance(outcome, BundleImported), outcome
    return outcome


def refused(transactor: Transactor, *paths: Path, language: str | None = None) -> BundleBroken:
    outcome = transactor.perform(import_esco, SYSTEM, paths, language)
    assert isinstance(outcome, BundleBroken), outcome
    return outcome


@pytest.fixture
def zips(tmp_path: Path) -> tuple[Path, Path]:
    return (
        zipped(tmp_path / "classification.zip", CLASSIFICATION, "ESCO dataset/"),
        zipped(tmp_path / "relations.zip", RELATIONS),
    )


def test_totals_count_what_the_bundle_brought_not_the_seed(
    transactor: Transactor, zips: tuple[Path, Path]
) -> None:
    transactor.perform(load_seed, SYSTEM)
    assert imported(transactor, *zips).totals == MADE_UP
    assert transactor.perform(load_seed, SYSTEM) == MADE_UP


def test_importing_again_gives_the_same(transactor: Transactor, zips: tuple[Path, Path]) -> None:
    first = imported(transactor, *zips)
    with transactor.sessions() as session:
        labels, version = label_count(session), taxonomy_version(session)
    assert imported(transactor, *zips) == first
    with transactor.sessions() as session:
        assert label_count(session) == labels
        assert taxonomy_version(session) != version


def label_count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(ConceptLabelRow)) or 0


@pytest.mark.parametrize("turned", [False, True])
def test_the_zips_may_come_one_by_one_in_any_order(
    transactor: Transactor, zips: tuple[Path, Path], turned: bool
) -> None:
    for path in reversed(zips) if turned else zips:
        outcome = imported(transactor, path)
    assert outcome.totals == MADE_UP


def test_a_folder_serves_as_well_as_zips(transactor: Transactor, tmp_path: Path) -> None:
    in_folder(tmp_path / "bundle" / "inner", CLASSIFICATION)
    zipped(tmp_path / "bundle" / "relations.zip", RELATIONS)
    assert imported(transactor, tmp_path / "bundle").totals == MADE_UP


def test_relations_to_what_is_not_loaded_are_counted_and_not_used(
    transactor: Transactor, zips: tuple[Path, Path]
) -> None:
    files = {file.name.split(": ")[1]: file for file in imported(transactor, *zips).files}
    assert files["occupationSkillRelations.csv"].dangling == 1
    assert files["broaderRelationsSkillPillar_en.csv"].dangling == 1
    assert files["broaderRelationsOccPillar.csv"].dangling == 0
    with transactor.sessions() as session:
        assert concepts(session, [bundles.GONE]) == {}
        assert usual_skills(session, bundles.OFFICER).essential[0].uri == bundles.MARCHING


def test_codes_stay_text_and_labels_lose_stray_spaces(
    transactor: Transactor, zips: tuple[Path, Path]
) -> None:
    imported(transactor, *zips)
    with transactor.sessions() as session:
        officer = resolve_occupation(DatabaseTaxonomy(session), "Army officer")
    assert isinstance(officer, Concept)
    assert (officer.isco, officer.label) == ("0110", "army officer")


def test_other_and_hidden_labels_are_found_and_a_skill_without_type_is_a_skill(
    transactor: Transactor, zips: tuple[Path, Path]
) -> None:
    imported(transactor, *zips)
    with transactor.sessions() as session:
        source = DatabaseTaxonomy(session)
        for text in ("fork driver", "FLTD", "lift truck worker"):
            found = resolve_occupation(source, text)
            assert isinstance(found, Concept)
            assert found.uri == bundles.FORKLIFT
        walking = resolve_skill(source, "Walk in step")
        assert isinstance(walking, Concept)
        assert walking.uri == bundles.MARCHING


def test_skills_hang_together_as_the_bundle_says(transactor: Transactor, zips: tuple[Path, Path]) -> None:
    imported(transactor, *zips)
    with transactor.sessions() as session:
        graph = skill_graph(session)
        assert session.scalar(select(func.count()).select_from(SkillSkillRow)) == 1
    assert graph.broader_skills(bundles.MARCHING) == {bundles.MOVING}
    assert graph.related(bundles.MARCHING, bundles.STANDING)


def test_the_seed_keeps_its_aliases_and_short_lists_beside_the_bundle(
    transactor: Transactor, zips: tuple[Path, Path]
) -> None:
    transactor.perform(load_seed, SYSTEM)
    with transactor.sessions() as session:
        before = {skill.uri for skill in usual_skills(session, bundles.FORKLIFT).essential}
    imported(transactor, *zips)
    with transactor.sessions() as session:
        first = search_occupations(session, "FLT")[0].concept
        assert (first.uri, first.label) == (bundles.FORKLIFT, "lift truck worker")
        after = {skill.uri for skill in usual_skills(session, bundles.FORKLIFT).essential}
        assert bundles.OPERATE_FORKLIFT in after == before


def test_an_occupation_that_the_bundle_renamed_or_dropped_is_still_understood(
    transactor: Transactor, zips: tuple[Path, Path]
) -> None:
    transactor.perform(load_seed, SYSTEM)
    imported(transactor, *zips)
    with transactor.sessions() as session:
        for text, isco in (("forklift operator", "8344"), ("hand packer", "9321"), ("veg packer", "9321")):
            found = resolve_occupation(DatabaseTaxonomy(session), text)
            assert isinstance(found, Concept)
            assert found.isco == isco


def test_a_second_language_adds_its_labels_and_no_concepts(
    transactor: Transactor, zips: tuple[Path, Path], tmp_path: Path
) -> None:
    imported(transactor, *zips)
    romanian = [
        bundles.OCCUPATIONS[0],
        ["", "Occupation", "8344", bundles.FORKLIFT, "stivuitorist", "", ""],
        ["", "Occupation", "0110", bundles.OFFICER, "", "", ""],
    ]
    folder = in_folder(tmp_path / "ro", {"occupations_ro.csv": romanian})
    assert imported(transactor, folder, language="ro").totals == MADE_UP
    with transactor.sessions() as session:
        assert concepts(session, [bundles.FORKLIFT], "ro")[bundles.FORKLIFT].label == "stivuitorist"
        assert concepts(session, [bundles.FORKLIFT])[bundles.FORKLIFT].label == "lift truck worker"
        assert concepts(session, [bundles.OFFICER], "ro")[bundles.OFFICER].label == "army officer"
        assert search_occupations(session, "stivui", "ro")[0].concept.uri == bundles.FORKLIFT


def test_only_the_language_asked_is_taken(transactor: Transactor, tmp_path: Path) -> None:
    french = [bundles.OCCUPATIONS[0], ["", "", "8344", bundles.FORKLIFT, "cariste", "", ""]]
    folder = in_folder(tmp_path / "both", {**CLASSIFICATION, "occupations_fr.csv": french})
    assert imported(transactor, folder, language="fr").totals.occupations == 1


def test_a_later_version_replaces_the_earlier_one(
    transactor: Transactor, zips: tuple[Path, Path], tmp_path: Path
) -> None:
    imported(transactor, *zips)
    later = in_folder(tmp_path / "later", {"skills_en.csv": bundles.SKILLS[:3]})
    assert imported(transactor, later).totals == Totals(occupations=2, skills=2, relations=4)
    with transactor.sessions() as session:
        assert concepts(session, [bundles.MOVING]) == {}


def changed(table: Table, line: int, column: str, value: str) -> list[list[str]]:
    rows = [list(row) for row in table]
    rows[line][rows[0].index(column)] = value
    return rows


def without(table: Table, column: str) -> list[list[str]]:
    at = list(table[0]).index(column)
    return [[cell for number, cell in enumerate(row) if number != at] for row in table]


BROKEN: list[tuple[str, bytes, Problem, int | None, str | None]] = [
    (
        "occupations_en.csv",
        as_csv(without(bundles.OCCUPATIONS, "iscoGroup")),
        Problem.NO_COLUMN,
        1,
        "iscoGroup",
    ),
    ("occupations_en.csv", as_csv(bundles.OCCUPATIONS[:1]), Problem.NO_ROWS, None, None),
    ("occupations_en.csv", b"", Problem.NO_COLUMN, 1, "conceptUri"),
    (
        "occupations_en.csv",
        as_csv(changed(bundles.OCCUPATIONS, 2, "iscoGroup", "110")),
        Problem.BAD_VALUE,
        5,
        "iscoGroup",
    ),
    (
        "occupations_en.csv",
        as_csv(changed(bundles.OCCUPATIONS, 2, "conceptUri", bundles.FORKLIFT)),
        Problem.TWICE,
        5,
        "conceptUri",
    ),
    ("skills_en.csv", as_csv(bundles.SKILLS)[:-30], Problem.WRONG_LENGTH, 6, None),
    ("skills_en.csv", as_csv(bundles.SKILLS) + b'http://x,"cut off', Problem.MALFORMED, 7, None),
    (
        "skills_en.csv",
        "conceptUri,preferredLabel\nhttp://x,caf\u00e9".encode("latin-1"),
        Problem.NOT_UTF8,
        None,
        None,
    ),
    (
        "skills_en.csv",
        as_csv(changed(bundles.SKILLS, 1, "conceptUri", "")),
        Problem.BAD_VALUE,
        2,
        "conceptUri",
    ),
    (
        "skills_en.csv",
        as_csv(changed(bundles.SKILLS, 1, "preferredLabel", "a" * 501)),
        Problem.BAD_VALUE,
        2,
        "preferredLabel",
    ),
    (
        "skills_en.csv",
        as_csv(changed(bundles.SKILLS, 1, "preferredLabel", "a\0b")),
        Problem.BAD_VALUE,
        2,
        "preferredLabel",
    ),
    (
        "occupationSkillRelations.csv",
        as_csv(changed(bundles.OCCUPATION_SKILLS, 3, "relationType", "vital")),
        Problem.BAD_VALUE,
        4,
        "relationType",
    ),
]


@pytest.mark.parametrize(("name", "content", "problem", "line", "column"), BROKEN)
def test_a_broken_file_loses_nothing_and_says_where_it_broke(
    transactor: Transactor,
    zips: tuple[Path, Path],
    tmp_path: Path,
    name: str,
    content: bytes,
    problem: Problem,
    line: int | None,
    column: str | None,
) -> None:
    imported(transactor, *zips)
    with transactor.sessions() as session:
        labels, version = label_count(session), taxonomy_version(session)
    folder = in_folder(tmp_path / "spoiled", {**CLASSIFICATION, **RELATIONS, "occupations_en.csv": shorter()})
    (folder / name).write_bytes(content)
    refusal = refused(transactor, folder)
    assert (refusal.file, refusal.problem, refusal.line, refusal.column) == (name, problem, line, column)
    with transactor.sessions() as session:
        assert totals(session) == MADE_UP
        assert label_count(session) == labels
        assert taxonomy_version(session) == version


def shorter() -> Table:
    """A file that would change something, were it not for the broken one beside it."""
    return bundles.OCCUPATIONS[:2]


def cut_in_half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def damage_inside(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[200:260] = b"\0" * 60
    path.write_bytes(bytes(content))


@pytest.mark.parametrize("spoil", [cut_in_half, damage_inside])
def test_a_damaged_zip_is_named(
    transactor: Transactor, zips: tuple[Path, Path], tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    imported(transactor, *zips)
    spoiled = tmp_path / "spoiled.zip"
    shutil.copy(zips[0], spoiled)
    spoil(spoiled)
    refusal = refused(transactor, spoiled, zips[1])
    assert refusal.file.startswith("spoiled.zip")
    assert refusal.problem is Problem.UNREADABLE
    with transactor.sessions() as session:
        assert totals(session) == MADE_UP


def test_what_is_not_there_or_not_escos_is_refused(transactor: Transactor, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    assert refused(transactor, tmp_path / "absent.zip").problem is Problem.ABSENT
    assert refused(transactor, tmp_path / "empty").problem is Problem.NOTHING_TO_READ
    assert refused(transactor, tmp_path / "other.csv").problem is Problem.NOTHING_TO_READ


def test_a_language_that_the_files_lack_is_refused(transactor: Transactor, zips: tuple[Path, Path]) -> None:
    refusal = refused(transactor, *zips, language="fr")
    assert (refusal.problem, refusal.found) == (Problem.WRONG_LANGUAGE, "en")
