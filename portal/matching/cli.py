"""Commands of matching."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import click
from flask.cli import AppGroup

from portal.gazetteer.files import places_from_files
from portal.infra.spreadsheets import CannotOpen, Table, WhyNotOpened, read_table
from portal.matching.allocation import Policy
from portal.matching.domain import DEFAULT_TOP, Knowledge
from portal.matching.dry_run import Direction, DryRun, Line
from portal.matching.explain_cli import explain
from portal.matching.post_rows import (
    AVAILABILITY_COLUMNS,
    VACANCY_COLUMNS,
    read_availabilities,
    read_vacancies,
)
from portal.matching.solver import AllocationTookTooLong, AllocationTookTooMuchMemory
from portal.matching.wording import Wording
from portal.taxonomy.files import shipped_taxonomy

CANNOT_OPEN = 2
_REASONS = {
    WhyNotOpened.MISSING: "there is no such file",
    WhyNotOpened.NOT_READABLE: "it cannot be read",
    WhyNotOpened.TOO_LARGE: "it is larger than 64 MB",
    WhyNotOpened.NOT_A_SPREADSHEET: "it is neither a CSV file nor an XLSX workbook of a usual size",
}

matching_cli = AppGroup("matching", help="Match spare workers with essential work.")
matching_cli.add_command(explain)


@matching_cli.command("dry-run", with_appcontext=False)
@click.argument("availabilities", type=click.Path(path_type=Path))
@click.argument("vacancies", type=click.Path(path_type=Path))
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="Where the answer goes, as JSON lines."
)
@click.option(
    "--top", default=DEFAULT_TOP, show_default=True, type=click.IntRange(min=1), help="Most per post."
)
@click.option(
    "--direction",
    default=Direction.VACANCIES.value,
    show_default=True,
    type=click.Choice([direction.value for direction in Direction]),
    help="For each post of which file the best of the other are sought.",
)
@click.option(
    "--allocate",
    "policy",
    type=click.Choice([policy.value for policy in Policy]),
    help="Also plan who goes where, by this policy.",
)
def dry_run(
    *, availabilities: Path, vacancies: Path, out: Path, top: int, direction: str, policy: str | None
) -> None:
    """What two spreadsheets, CSV or XLSX, would give. Needs no account and no database, and writes to none.

    Rows that cannot be read are among the answer, each bad cell with its line and what would be
    accepted; the other rows go on.
    """
    lots_table = opened(availabilities, AVAILABILITY_COLUMNS)
    vacancies_table = opened(vacancies, VACANCY_COLUMNS)
    taxonomy = shipped_taxonomy()
    wording = Wording(taxonomy, places_from_files())
    run = DryRun(
        availabilities=read_availabilities(lots_table, wording),
        vacancies=read_vacancies(vacancies_table, wording),
        knowledge=Knowledge(taxonomy.skills, taxonomy.steps),
        top=top,
        direction=Direction(direction),
        policy=Policy(policy) if policy else None,
    )
    warn_of_unknown("availabilities", run.availabilities.unknown_columns)
    warn_of_unknown("vacancies", run.vacancies.unknown_columns)
    with _written(out, availabilities, vacancies) as file:
        try:
            _write(run.lines(), file)
        except AllocationTookTooLong:
            raise click.ClickException("The plan took too long and was given up.") from None
        except AllocationTookTooMuchMemory:
            raise click.ClickException("The plan needs too much memory and was given up.") from None


def opened(path: Path, columns: tuple[str, ...]) -> Table:
    """The file as a table; ends the command where it cannot be opened."""
    table = read_table(path, columns)
    if isinstance(table, CannotOpen):
        click.echo(f"Cannot open {path}: {_REASONS[table.why]}.", err=True)
        sys.exit(CANNOT_OPEN)
    return table


def _written(out: Path, *read: Path) -> TextIO:
    if any(out.resolve() == path.resolve() for path in read):
        click.echo(f"Cannot write {out}: it is one of the files that are read.", err=True)
        sys.exit(CANNOT_OPEN)
    try:
        return out.open("w", encoding="utf-8")
    except OSError as failure:
        click.echo(f"Cannot write {out}: {failure.strerror}.", err=True)
        sys.exit(CANNOT_OPEN)


def warn_of_unknown(file: str, unknown_columns: tuple[str, ...]) -> None:
    """Say which columns of a file nothing reads."""
    for name in unknown_columns:
        click.echo(f"Warning: nothing reads the column “{name}” of {file}.", err=True)


def _write(lines: Iterator[Line], file: TextIO) -> None:
    line: Line = {}
    for line in lines:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
    told = f"Matches: {line['matches']}. Held vacancies: {line['held']}. Unreadable cells: {line['errors']}."
    click.echo(told, err=True)
