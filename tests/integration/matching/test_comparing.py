"""Why any two posts match or not, and where the score puts them."""

import json
from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import pytest
import time_machine
from flask import Flask

from portal.app import Services
from portal.availability import queries as availability
from portal.availability.service import close_availability
from portal.matching.as_data import for_staff
from portal.matching.comparing import BY_RULES, Comparison, Standing, compare
from portal.matching.domain import Gate
from portal.matching.jobs import refresh_snapshot
from portal.matching.market import Side
from portal.matching.states import MatchState
from portal.matching.words import in_words, verdict
from portal.vacancies import queries as vacancies
from tests.builders.placements import NOW, Matched, a_lot, a_match, a_vacancy, introduced


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(params=["rows", "snapshot"])
def at(app: Flask, request: pytest.FixtureRequest) -> Matched:
    matched = a_match(app)
    if request.param == "snapshot":
        services: Services = app.extensions["fairshift"]
        assert refresh_snapshot(services.transactor, least=0)
    return matched


def compared(at: Matched, lot: UUID | None = None, vacancy: UUID | None = None) -> Comparison:
    with at.reading() as session:
        one = availability.availability(session, lot or at.availability_id)
        other = vacancies.vacancy(session, vacancy or at.vacancy_id)
        assert one is not None
        assert other is not None
        return compare(session, NOW, one, other)


BEHIND = {"for_vacancy": Standing(21, 30), "for_lot": Standing(25, 40)}
"""Beyond the best on either side."""


def with_match(pair: Comparison, state: MatchState, reason: str | None = None) -> Comparison:
    assert pair.stored is not None
    return replace(pair, stored=replace(pair.stored, state=state, lapse_reason=reason))


def told(pair: Comparison) -> tuple[bool, str]:
    """What staff are told: whether the pair is matched, and the verdict."""
    told = for_staff(pair)
    return told["matched"], told["verdict"]


def test_a_match_is_ranked_on_either_side(app: Flask, at: Matched) -> None:
    a_lot(app, at.provider, headcount=1)
    pair = compared(at)
    assert pair.matches
    assert pair.for_vacancy == Standing(1, 2)
    assert pair.for_lot == Standing(1, 1)
    assert pair.stored is not None
    assert verdict(pair).startswith("They match.")


def test_of_equals_that_are_as_old_the_reference_decides(app: Flask, at: Matched) -> None:
    equal = [at.availability_id, *(a_lot(app, at.provider, headcount=40) for _ in range(3))]
    ranks = [compared(at, lot=lot).for_vacancy.rank for lot in sorted(equal, key=str)]
    assert ranks == [1, 2, 3, 4]


def test_the_gate_that_parts_two_posts_is_named(app: Flask, at: Matched) -> None:
    far = a_lot(app, at.provider, latitude=57.1, longitude=-2.1)
    pair = compared(at, lot=far)
    assert pair.judgement.failed == (Gate.PLACE,)
    assert pair.for_vacancy == Standing(None, 1)
    assert pair.stored is None
    assert verdict(pair) == "They do not match: the place is too far away."
    with app.test_request_context():
        words = in_words(pair.lot, pair.vacancy, pair.judgement)
    assert {one.kind: one.sentence for one in words.factors}["distance"].endswith("out of reach.")


def test_a_post_that_is_not_open_is_named_before_any_gate(at: Matched) -> None:
    closing = (at.provider.organisation_id, at.availability_id, "elsewhere")
    at.do(close_availability, *closing, by=at.provider)
    pair = compared(at)
    assert pair.not_open == (Side.AVAILABILITY,)
    assert not pair.matches
    assert verdict(pair) == "They do not match: the spare workers are no longer offered."


def test_a_pair_that_fits_but_is_not_among_the_best_says_how_many_are_before_it(at: Matched) -> None:
    pair = replace(compared(at), **BEHIND, stored=None)
    assert "each has 20 others that fit better" in verdict(pair)
    assert "number 21" in verdict(pair)


def test_a_kept_match_beyond_the_best_still_matches(at: Matched) -> None:
    pair = with_match(replace(compared(at), **BEHIND), MatchState.OPEN)
    matched, said = told(pair)
    assert matched
    assert said == (
        "They match. Of 30 lots that fit the vacancy this one is number 21. "
        "Of 40 vacancies that fit the lot this one is number 25."
    )


def test_a_match_that_rules_bar_does_not_match_though_it_is_the_best(at: Matched) -> None:
    matched, said = told(with_match(compared(at), MatchState.LAPSED, BY_RULES))
    assert not matched
    assert said.startswith("They do not match: they pass every check, but rules of compliance bar the match.")


def test_whoever_is_introduced_matches_though_a_gate_fails_or_a_post_is_shut_since(
    app: Flask, at: Matched
) -> None:
    introduced(at, heads=20)
    pair = compared(at)
    assert Gate.GROUP in pair.judgement.failed
    for one in (pair, replace(pair, not_open=(Side.VACANCY,))):
        assert told(one) == (
            True,
            "They match: both sides said yes, and that stays whatever the posts say since.",
        )


def test_a_place_that_is_not_known_is_left_out(at: Matched) -> None:
    late = replace(compared(at), for_vacancy=Standing(None, 30), for_lot=Standing(25, 40))
    assert told(with_match(late, MatchState.OPEN)) == (
        True,
        "They match. Of 40 vacancies that fit the lot this one is number 25.",
    )
    unknown = replace(late, for_lot=Standing(None, 40), stored=None)
    assert told(unknown) == (False, "They pass every check, and are being looked at again.")


def test_the_command_says_the_same_in_words_and_in_json(app: Flask, at: Matched) -> None:
    pair = compared(at)
    runner = app.test_cli_runner()
    said = runner.invoke(args=["matching", "explain", pair.vacancy.number.lower(), pair.lot.number])
    assert said.exit_code == 0
    assert verdict(pair) in said.stdout
    told = runner.invoke(args=["matching", "explain", pair.vacancy.number, pair.lot.number, "--json"])
    body = json.loads(told.stdout)
    assert body["score"] == pair.judgement.score
    assert (body["rank"], body["of"], body["matched"]) == (1, 1, True)
    assert {gate["gate"] for gate in body["gates"]} == {one.value for one in Gate}


def test_an_unknown_reference_is_named_by_the_command(app: Flask, at: Matched) -> None:
    told = app.test_cli_runner().invoke(args=["matching", "explain", "V-000000", "A-000000"])
    assert told.exit_code == 2
    assert "V-000000" in told.stderr
    assert "A-000000" in told.stderr


def test_a_gate_names_what_is_missing_alone(app: Flask, at: Matched) -> None:
    lot = a_lot(app, at.provider, languages={"en": "C1", "pl": "A2"}, work_sectors=("01",))
    job = a_vacancy(app, at.employer, languages={"en": "B1", "pl": "B1"})
    pair = compared(at, lot, job)
    with app.test_request_context():
        words = {one.code: one.words for one in in_words(pair.lot, pair.vacancy, pair.judgement).gates}
    assert words["languages"] == "Missing: Polish B1"
    assert words["permission"] == "May work in United Kingdom, but not in this sector"
