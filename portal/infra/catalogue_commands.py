"""Commands for whoever changes words or translates them."""

import json
from pathlib import Path

import click
from flask.cli import AppGroup

from portal.infra import catalogues
from portal.infra.web.languages import LANGUAGES, SOURCE

languages_cli = AppGroup("languages", help="The languages of the worker's side.")
CODES = tuple(code for code in LANGUAGES if code != SOURCE.code)
_LANGUAGE = click.option("--language", required=True, type=click.Choice(CODES), help="Which language.")


@languages_cli.command("extract")
def extract() -> None:
    """Find the words of the worker's side anew, and bring every catalogue in step."""
    template = catalogues.extracted()
    catalogues.save(template, catalogues.TEMPLATE_CATALOGUE)
    click.echo(f"{len(template)} messages")
    for code in CODES:
        catalogues.renew(code, template)
        click.echo(f"{code}: {len(catalogues.missing(code))} missing")


@languages_cli.command("missing")
@_LANGUAGE
def missing(language: str) -> None:
    """Write what is still to be translated, as a JSON file for `flask languages fill`."""
    plurals = catalogues.catalogue(language).num_plurals
    open_ = {
        catalogues.key_of(one): [""] * plurals if one.pluralizable else ""
        for one in catalogues.missing(language)
    }
    click.echo(json.dumps(open_, ensure_ascii=False, indent=1))


@languages_cli.command("fill")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_LANGUAGE
def fill(file: Path, language: str) -> None:
    """Put translations from a JSON file ({English: translated or [plural forms]}) into a catalogue."""
    wrong = catalogues.fill(language, json.loads(file.read_text("utf-8")))
    for one in wrong:
        click.echo(one, err=True)
    click.echo(f"{language}: {len(catalogues.missing(language))} missing, {len(wrong)} refused")
    if wrong:
        raise SystemExit(1)


@languages_cli.command("compile")
def compile_all() -> None:
    """Make the catalogues ready to be read, for a portal that may not write to its own folder."""
    catalogues.compile_newer()
