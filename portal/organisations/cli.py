"""Commands about organisations."""

import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from portal.infra.spreadsheets import CannotOpen, Table, read_table
from portal.kernel.events import SYSTEM
from portal.organisations.files import authority_named
from portal.organisations.register_files import (
    COLUMNS,
    BadCells,
    ColumnsMissing,
    ListedLicence,
    NothingListed,
    read_list,
)
from portal.organisations.register_words import fault_words
from portal.organisations.service.registers import import_register

CANNOT_OPEN = 2

organisations_cli = AppGroup("organisations", help="Organisations and their supply licences.")


@organisations_cli.command("import-register")
@click.argument("authority")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--part",
    is_flag=True,
    help="The file is only a part of the register: a number that it lacks may still be registered.",
)
def take_register(authority: str, file: Path, *, part: bool) -> None:
    """Take over the list of licences of AUTHORITY (a name, an earlier name, or an id) from FILE.

    FILE is a CSV file or XLSX workbook with the columns number, name and status, and if there are any
    sectors, valid_from and valid_to. Where a cell is wrong, each is named and nothing is taken over.
    """
    known = authority_named(authority)
    if known is None:
        raise click.BadParameter(f"no authority is known by the name “{authority}”")
    listed = _read(read_table(file, COLUMNS))
    taken = current_app.extensions["fairshift"].transactor.perform(
        import_register, SYSTEM, known.id, file.name, listed, is_whole=not part
    )
    click.echo(f"{known.name}: {taken.entries} entries taken over, {taken.checks} licences checked.")


def _read(table: Table | CannotOpen) -> tuple[ListedLicence, ...]:
    if isinstance(table, CannotOpen):
        click.echo(f"{table.path} cannot be opened: {table.why.value}", err=True)
        sys.exit(CANNOT_OPEN)
    match read_list(table):
        case ColumnsMissing(columns):
            click.echo(f"Columns are missing: {', '.join(columns)}", err=True)
        case NothingListed():
            click.echo("There is no line under the header.", err=True)
        case BadCells(cells):
            for cell in cells:
                click.echo(f"line {cell.line}, {cell.column or 'whole line'}: {fault_words(cell)}", err=True)
        case listed:
            return listed
    sys.exit(1)
