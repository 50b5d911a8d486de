"""The command that says why two posts match or not."""

import json
import sys
from typing import Any

import click
from flask import current_app

from portal.availability import queries as availability
from portal.infra import clock
from portal.matching.comparing import Comparison, compare
from portal.matching.stored import to_json
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
        click.echo(json.dumps(_as_json(pair), ensure_ascii=False) if in_json else "\n".join(_as_text(pair)))


def _as_json(pair: Comparison) -> dict[str, Any]:
    return {
        "vacancy": pair.vacancy.number,
        "availability": pair.lot.number,
        "matches": pair.matches,
        "not_open": [side.value for side in pair.not_open],
        "rank_for_vacancy": pair.for_vacancy.rank,
        "fit_vacancy": pair.for_vacancy.of,
        "rank_for_availability": pair.for_lot.rank,
        "fit_availability": pair.for_lot.of,
        "state": pair.stored.state.value if pair.stored else None,
        **to_json(pair.judgement),
    }


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
