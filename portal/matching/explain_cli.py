"""The command that says why two posts match or not."""

import json
import sys

import click
from flask import current_app

from portal.availability import queries as availability
from portal.infra import clock
from portal.matching.as_data import for_staff
from portal.matching.comparing import Comparison, compare
from portal.matching.words import in_words, verdict
from portal.vacancies import queries as vacancies

_SIGNS = {True: "✓", False: "✕", None: "?"}


@click.command("explain")
@click.argument("vacancy")
@click.argument("availability_number", metavar="AVAILABILITY")
@click.option("--json", "in_json", is_flag=True, help="One JSON object, with every gate and factor.")
def explain(*, vacancy: str, availability_number: str, in_json: bool) -> None:
    """Why a vacancy and a lot of spare workers match or not, each by its reference.

    Ends with 2 where a reference is unknown.
    """
    with current_app.extensions["fairshift"].sessions() as session:
        lot = availability.availability_numbered(session, availability_number)
        job = vacancies.vacancy_numbered(session, vacancy)
        unknown = [number for number, found in ((vacancy, job), (availability_number, lot)) if found is None]
        if lot is None or job is None:
            click.echo(f"There is no post {' and no post '.join(unknown)}.", err=True)
            sys.exit(2)
        pair = compare(session, clock.now(), lot, job)
        click.echo(json.dumps(for_staff(pair), ensure_ascii=False) if in_json else "\n".join(_as_text(pair)))


def _as_text(pair: Comparison) -> list[str]:
    words = in_words(pair.lot, pair.vacancy, pair.judgement)
    gates = [f"  {_SIGNS[gate.passed]} {gate.words}" for gate in words.gates]
    factors = [f"  {one.share:6.1%} of {one.weight:.0%}  {one.name}: {one.sentence}" for one in words.factors]
    return [
        f"{pair.vacancy.number} × {pair.lot.number}: {verdict(pair)}",
        "",
        "Checked, not scored",
        *gates,
        "",
        f"Score {pair.judgement.score:.9f}",
        *factors,
    ]
