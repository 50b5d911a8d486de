"""Commands that look after offer passports."""

import sys

import click
from flask.cli import AppGroup

from portal.infra import clock
from portal.passports import verify_offer
from portal.passports.domain import judge_file
from portal.passports.keys import public_keys
from portal.passports.script import script_with

offers_cli = AppGroup("offers", help="Offer passports: are they genuine?")


@offers_cli.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
def verify(file: str) -> None:
    """Say whether a saved or printed offer is this portal's own, from the file and the keys alone.

    Ends with 0 when it is genuine, 1 when it is forged, altered or expired, 2 when there is none in the file.
    """
    found = judge_file(verify_offer.read_file(file), public_keys(), clock.now())
    click.echo("\n\n".join(verify_offer.in_words(word, facts) for word, facts in found))
    sys.exit(verify_offer.status_of(found))


@offers_cli.command("verifier")
def verifier() -> None:
    """Write a script that does the same anywhere, with this portal's public keys in it."""
    click.echo(script_with(public_keys()), nl=False)


@offers_cli.command("keys")
def keys() -> None:
    """Show the public keys, the present one first: before it is changed, keep it in PASSPORT_EARLIER_KEYS."""
    for key in public_keys().values():
        click.echo(key.hex())
