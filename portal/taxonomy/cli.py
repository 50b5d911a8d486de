"""Commands about occupations and skills: load them, import the official bundle, look one up."""

from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.infra.web import perform, reading
from portal.taxonomy.bundle import BundleBroken, Problem
from portal.taxonomy.domain import Concept, ConceptKind, normalise_label
from portal.taxonomy.files import shipped_taxonomy
from portal.taxonomy.queries import Totals, is_loaded, search_occupations, search_skills
from portal.taxonomy.service import FileImported, import_esco, load_seed

taxonomy_cli = AppGroup("taxonomy", help="Occupations and skills.")


@taxonomy_cli.command("load")
def load() -> None:
    """Fill the database with the occupations and skills that ship with the portal; may be repeated."""
    click.echo(_totals(perform(load_seed)))


@taxonomy_cli.command("import-esco")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--language", help="Take labels in this language only, for example fr.")
def import_official(paths: tuple[Path, ...], language: str | None) -> None:
    """Import the official ESCO bundle from its zips, folders or CSV files; may be repeated."""
    match perform(import_esco, paths, language.strip().lower() if language else None):
        case BundleBroken() as refusal:
            click.echo(f"Nothing was imported. {_what_is_wrong(refusal)}", err=True)
            raise SystemExit(1)
        case imported:
            for file in imported.files:
                click.echo(_what_it_brought(file))
            click.echo(_totals(imported.totals))


@taxonomy_cli.command("find")
@click.argument("text")
@click.option("--language", default="en", help="The language to look in; English by default.")
def find(text: str, language: str) -> None:
    """Show which occupations and skills TEXT may mean. Reads the shipped files until some are loaded."""
    session = reading()
    if _is_loaded(session):
        lines = [_line(hit.concept, hit.matched_label) for hit in search_occupations(session, text, language)]
        lines += [_line(hit.concept, hit.matched_label) for hit in search_skills(session, text, language)]
    else:
        kinds = (ConceptKind.OCCUPATION, ConceptKind.SKILL)
        shipped = shipped_taxonomy()
        lines = [_line(found, "") for kind in kinds for found in shipped.suggestions(text, kind, 10)]
    if not lines:
        click.echo(f"Nothing is called “{text}”.", err=True)
        raise SystemExit(1)
    for line in lines:
        click.echo(line)


def _is_loaded(session: Session) -> bool:
    try:
        return is_loaded(session)
    except DBAPIError:  # there is no database yet; the shipped files need none
        return False


def _totals(totals: Totals) -> str:
    return f"{totals.occupations:,} occupations, {totals.skills:,} skills, {totals.relations:,} relations"


def _what_it_brought(file: FileImported) -> str:
    if file.dangling:
        return (
            f"{file.name}: {file.rows:,} rows; {file.dangling:,} name something not loaded and are not used"
        )
    return f"{file.name}: {file.rows:,} rows"


def _line(concept: Concept, matched: str) -> str:
    what = f"{concept.label} (ISCO {concept.isco})" if concept.isco else f"{concept.label} (skill)"
    same = not matched or normalise_label(matched) == normalise_label(concept.label)
    return f"{what}  {concept.uri}" if same else f"{what}, found as “{matched}”  {concept.uri}"


_WRONG: dict[Problem, str] = {
    Problem.ABSENT: "There is no such file or folder.",
    Problem.UNREADABLE: "It cannot be opened or is damaged. Download it again.",
    Problem.NOT_UTF8: "It is not UTF-8 text. Take the CSV files as they were downloaded.",
    Problem.NO_COLUMN: "This column is missing.",
    Problem.NO_ROWS: "It has a header but no rows.",
    Problem.WRONG_LENGTH: "This row has more or fewer cells than the header.",
    Problem.MALFORMED: "From here on it is not proper CSV; the file may have been cut off.",
    Problem.BAD_VALUE: "This value cannot be right: addresses begin with http, codes are digits (0110).",
    Problem.TWICE: "This concept stands in the file twice.",
    Problem.NOTHING_TO_READ: "None of its files is one of ESCO's, for example occupations_en.csv.",
    Problem.WRONG_LANGUAGE: "There are no files in the language you named, only in these.",
}


def _what_is_wrong(refusal: BundleBroken) -> str:
    where = refusal.file
    if refusal.line is not None:
        where += f", line {refusal.line}"
    if refusal.column is not None:
        where += f", column {refusal.column}"
    found = f" Found: {refusal.found}" if refusal.found else ""
    return f"{where}: {_WRONG[refusal.problem]}{found}"
