"""The command that judges the vacancies of a spreadsheet by the rules."""

from pathlib import Path

import click

from portal.gazetteer.files import places_from_files
from portal.infra import clock
from portal.matching.cli import opened, warn_of_unknown
from portal.matching.fair_check import as_json, as_text, check_lines
from portal.matching.post_rows import VACANCY_COLUMNS, BadCell, read_for_rules
from portal.matching.wording import Wording
from portal.taxonomy.files import shipped_taxonomy


@click.command("check")
@click.argument("vacancies", type=click.Path(path_type=Path))
@click.option("--json", "in_json", is_flag=True, help="One JSON object a vacancy, on a line of its own.")
def check(*, vacancies: Path, in_json: bool) -> None:
    """What the rules say of the vacancies of a spreadsheet, CSV or XLSX. Reads no database.

    Ends with 0 whatever is found, and with 2 if the file cannot be opened. Cells that cannot be read
    are named on the other channel. A vacancy of which rules could not look at everything is left out.
    """
    table = opened(vacancies, VACANCY_COLUMNS)
    read = read_for_rules(table, Wording(shipped_taxonomy(), places_from_files()))
    warn_of_unknown("vacancies", read.unknown_columns)
    for bad in read.bad_cells:
        click.echo(_in_words(bad), err=True)
    for line in check_lines(read.posts, clock.today()):
        for text in [as_json(line)] if in_json else as_text(line):
            click.echo(text)


def _in_words(bad: BadCell) -> str:
    where = f"line {bad.line}" + (f", column {bad.column}" if bad.column else "")
    return f"{where}: cannot read {bad.value!r}; expected {bad.expected}."


def with_check(compliance: click.Group) -> click.Group:
    """The commands of compliance with this one: it reads spreadsheets as matching does."""
    compliance.add_command(check)
    return compliance
