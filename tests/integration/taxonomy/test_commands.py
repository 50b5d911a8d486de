"""The taxonomy from the command line."""

from pathlib import Path

from flask import Flask

from portal.taxonomy.cli import taxonomy_cli
from tests.integration.taxonomy.bundles import CLASSIFICATION, OCCUPATIONS, RELATIONS, in_folder


def run(app: Flask, *arguments: str | Path) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(taxonomy_cli, [str(argument) for argument in arguments])
    return result.exit_code, result.output


def test_loading_says_how_much_there_is_each_time(app: Flask) -> None:
    first = run(app, "load")
    assert first[0] == 0
    assert first[1].startswith("240 occupations, ")
    assert run(app, "load") == first


def test_importing_ends_with_the_totals_now_loaded(app: Flask, tmp_path: Path) -> None:
    run(app, "load")
    folder = in_folder(tmp_path / "bundle", {**CLASSIFICATION, **RELATIONS})
    for _ in range(2):
        code, said = run(app, "import-esco", folder)
        assert code == 0
        assert said.splitlines()[-1] == "2 occupations, 4 skills, 4 relations"
        assert "occupationSkillRelations.csv: 4 rows; 1 name something not loaded" in said


def test_a_broken_file_fails_with_its_name_line_and_what_is_wrong(app: Flask, tmp_path: Path) -> None:
    rows = [list(row) for row in OCCUPATIONS]
    rows[1][2] = "834"
    code, said = run(app, "import-esco", in_folder(tmp_path, {"occupations_en.csv": rows}))
    assert code == 1
    assert said.startswith("Nothing was imported. occupations_en.csv, line 2, column iscoGroup: ")
    assert said.rstrip().endswith("Found: 834")


def test_finding_reads_the_shipped_files_until_something_is_loaded(app: Flask) -> None:
    code, said = run(app, "find", "FLT")
    assert code == 0
    assert said.startswith("forklift operator (ISCO 8344)")


def test_finding_needs_no_database(portal: Flask) -> None:
    with portal.app_context():
        assert run(portal, "find", "bin man")[1].startswith("refuse collector (ISCO 9611)")


def test_finding_shows_what_a_text_may_mean_and_why(app: Flask) -> None:
    run(app, "load")
    assert run(app, "find", "FLT")[1].startswith("forklift operator (ISCO 8344), found as “FLT”")
    assert "operate forklift (skill)" in run(app, "find", "forklift")[1]


def test_finding_nothing_says_so_and_fails(app: Flask) -> None:
    assert run(app, "find", "xyzzy") == (1, "Nothing is called “xyzzy”.\n")
