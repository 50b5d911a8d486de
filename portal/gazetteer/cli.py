"""Commands about places: fill the gazetteer, and see what it makes of a text."""

import click
from flask.cli import AppGroup

from portal.gazetteer.countries import country_code
from portal.gazetteer.domain import Place, PlaceAmbiguous, PlaceUnknown, resolve
from portal.gazetteer.files import places_from_files
from portal.gazetteer.queries import DatabasePlaces, is_loaded
from portal.gazetteer.service import load_gazetteer
from portal.infra.web import perform, reading

gazetteer_cli = AppGroup("gazetteer", help="Places and postcodes.")


@gazetteer_cli.command("load")
def load() -> None:
    """Fill the database with the places that ship with the portal; may be repeated."""
    count = perform(load_gazetteer)
    click.echo(f"The gazetteer knows {count:,} places.")


@gazetteer_cli.command("find")
@click.argument("text")
@click.option("--country", help="Look in one country only: two letters, for example GB.")
def find(text: str, country: str | None) -> None:
    """Show which place TEXT means. Reads the shipped files while the database is not filled."""
    session = reading()
    source = DatabasePlaces(session) if is_loaded(session) else places_from_files()
    match resolve(source, text, country):
        case Place() as place:
            click.echo(_line(place))
        case PlaceAmbiguous(candidates=candidates):
            click.echo(f"Several places are called “{text}”. Add the region, or give the position:", err=True)
            _list(candidates)
        case PlaceUnknown(candidates=candidates):
            where = f" in {country_code(country)}" if country else ""
            click.echo(f"No place is called “{text}”{where}.", err=True)
            _list(candidates)


def _list(candidates: tuple[Place, ...]) -> None:
    for place in candidates:
        click.echo(f"  {_line(place)}", err=True)
    raise SystemExit(1)


def _line(place: Place) -> str:
    return f"{place.label}, {place.country} ({place.latitude:.4f}, {place.longitude:.4f})"
