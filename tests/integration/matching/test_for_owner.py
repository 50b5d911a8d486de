"""Why another's post was not matched, for the owner of one of the two: helpful, silent on the other."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
import time_machine
from flask import Flask

from portal.availability import queries as availability
from portal.availability.service import close_availability, pause_availability
from portal.compliance.holds.service import hold
from portal.kernel.events import Ref
from portal.matching import for_owner
from portal.matching.comparing import Standing, compare
from portal.matching.domain import Gate
from portal.matching.explanation import GateLine
from portal.matching.for_owner import Outcome, OwnersAnswer, answer_owner, in_a_sentence
from portal.matching.market import Side
from portal.posts.domain import EngagementForm, Shift, Skill
from portal.vacancies import queries as vacancies
from tests.builders.accounts import a_compliance_officer
from tests.builders.placements import NOW, Matched, Party, a_lot, a_match, a_vacancy, introduced

LOT, VACANCY = Side.AVAILABILITY, Side.VACANCY


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def at(app: Flask) -> Matched:
    return a_match(app)


def told(at: Matched, side: Side, lot: UUID | None = None, vacancy: UUID | None = None) -> OwnersAnswer:
    with at.app.test_request_context(), at.reading() as session:
        one = availability.availability(session, lot or at.availability_id)
        other = vacancies.vacancy(session, vacancy or at.vacancy_id)
        assert one is not None
        assert other is not None
        return answer_owner(session, NOW, side, one, other)


def said(answer: OwnersAnswer, app: Flask) -> str:
    with app.test_request_context():
        return in_a_sentence(answer)


def only_gate(answer: OwnersAnswer) -> GateLine:
    assert answer.outcome is Outcome.PARTED
    [found] = answer.parting
    return replace(found, words=found.words.replace("\N{NO-BREAK SPACE}", " "))


def test_a_match_is_ranked_among_what_fits_the_owners_own_post(app: Flask, at: Matched) -> None:
    a_lot(app, at.provider, headcount=1)
    answer = told(at, VACANCY)
    assert answer.outcome is Outcome.MATCHED
    assert said(answer, app).endswith(
        " and your post match. Of the 2 lots that fit your vacancy it is number 1."
    )
    assert said(told(at, LOT), app).endswith("It is the only vacancy that fits your workers.")


PARTING: tuple[tuple[str, dict[str, Any], dict[str, Any], str, str], ...] = (
    # gate, changes to the lot, changes to the vacancy, what its owner reads: the provider, the employer
    (
        "dates",
        {"available_from": date(2027, 5, 12)},
        {},
        "Your lot is free from 12 May 2027; the work starts on 8 March 2027",
        "They are free from 12 May 2027; your work starts on 10 March 2027 at the latest",
    ),
    (
        "dates",
        {"available_to": date(2027, 3, 9)},
        {},
        "Only 2 days in common, which are too few",
        "Only 2 days in common, which are too few",
    ),
    (
        "dates",
        {"available_to": date(2027, 3, 2)},
        {},
        "Your lot and the work have no day in common",
        "They and your work have no day in common",
    ),
    (
        "place",
        {"travel_km": 10},
        {},
        "The work is 23 km away in a straight line; your workers travel 10 km",
        "They are 23 km away in a straight line, farther than they travel each day",
    ),
    (
        "pay",
        {"min_pay": {"GBP": Decimal("15.25")}},
        {},
        "The work pays £14.60 an hour; you named £15.25 as the least",
        "Your pay is below what these workers accept",
    ),
    (
        "tickets",
        {},
        {"tickets": ("first aid",)},
        "The work asks for licences or certificates that your lot does not name: first aid",
        "They do not hold licences or certificates that you ask for: first aid",
    ),
    (
        "languages",
        {"languages": {"en": "C1", "pl": "A2"}},
        {"languages": {"en": "B1", "pl": "B1"}},
        "The work asks for Polish B1, and your lot does not say so",
        "They do not speak Polish B1, which you ask for",
    ),
    (
        "shifts",
        {"shifts": frozenset({Shift.DAY})},
        {"shifts": frozenset({Shift.NIGHT})},
        "The work is in these shifts: Night; your workers work: Day",
        "They work: Day; your work is in these shifts: Night",
    ),
    (
        "skills",
        {"skills": (Skill(None, "reach truck"),)},
        {"required_skills": (Skill(None, "cold store"),), "desired_skills": (Skill(None, "reach truck"),)},
        "The work asks for skills that your lot does not name: cold store",
        "They do not name skills that you must have: cold store",
    ),
    (
        "engagement",
        {},
        {"engagement": frozenset({EngagementForm.SECOND_JOB})},
        "No form of engagement that both accept; they offer: Second job beside the first",
        "No form of engagement that both accept; theirs: Loan, with a right to return to the home employer",
    ),
    (
        "permission",
        {"work_sectors": ("01",)},
        {},
        "The work is in another sector than those that you named",
        "These workers do not work in your sector",
    ),
    (
        "permission",
        {"work_countries": ("IE",)},
        {},
        "The work is in United Kingdom; your workers may work in Ireland, you said",
        "These workers may not work in United Kingdom",
    ),
    (
        "group",
        {"min_group": 30},
        {},
        "Only 20 can go together; your smallest group is 30",
        "Only 20 can go together, and the other side wants more at once",
    ),
    (
        "group",
        {"headcount": 3, "min_group": 1},
        {"min_group": 4},
        "Only 3 can go together, and the other side wants more at once",
        "Only 3 can go together; your smallest group is 4",
    ),
    (
        "relevance",
        {"isco": "2221"},
        {},
        "The work is too different from what your workers do",
        "What they do is too different from your work",
    ),
)


@pytest.mark.by_turns
@pytest.mark.parametrize(
    ("gate", "of_lot", "of_vacancy", "to_provider", "to_employer"), PARTING, ids=range(len(PARTING))
)
def test_each_side_reads_what_parts_the_posts_in_its_own_words(
    app: Flask,
    at: Matched,
    gate: str,
    of_lot: dict[str, Any],
    of_vacancy: dict[str, Any],
    to_provider: str,
    to_employer: str,
) -> None:
    lot = a_lot(app, at.provider, **of_lot)
    vacancy = a_vacancy(app, at.employer, **of_vacancy) if of_vacancy else at.vacancy_id
    read = {side: only_gate(told(at, side, lot, vacancy)) for side in Side}
    assert {one.code for one in read.values()} == {gate}
    assert (read[LOT].words, read[VACANCY].words) == (to_provider, to_employer)
    assert "15.25" not in read[VACANCY].words + read[VACANCY].mend
    assert all(one.part for one in read.values() if one.mend)


def test_moving_is_named_where_it_would_help(app: Flask, at: Matched) -> None:
    housed = a_vacancy(app, at.employer, accommodation=True)
    near_only, movers = (
        a_lot(app, at.provider, travel_km=5),
        a_lot(app, at.provider, travel_km=5, relocates=True),
    )
    assert "if they would move, say so" in only_gate(told(at, LOT, near_only, housed)).mend
    assert "No housing is offered" in only_gate(told(at, LOT, near_only)).mend
    assert "offer housing" in only_gate(told(at, VACANCY, movers)).mend
    assert only_gate(told(at, VACANCY, near_only, housed)).mend == ""


def test_a_pair_that_is_not_among_the_best_says_where_it_is_and_what_the_last_one_had(
    app: Flask, at: Matched, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crowded(*asked: Any) -> Any:
        behind = Standing(25, 40, last_shown=0.91)
        return replace(compare(*asked), for_vacancy=behind, for_lot=Standing(31, 31, 0.9), stored=None)

    monkeypatch.setattr(for_owner, "compare", crowded)
    answer = told(at, VACANCY)
    assert answer.outcome is Outcome.NOT_AMONG_BEST
    assert "Of the 40 lots that fit your vacancy it is number 25." in said(answer, app)
    assert "the last of yours fits by 91%" in said(answer, app)
    told_beside = said(answer, app).replace(answer.other.number, "A")
    assert "31" not in told_beside, "how crowded the other post is"


@pytest.mark.parametrize("unknown", ["for_vacancy", "for_lot"])
def test_a_pair_whose_place_is_not_known_yet_is_said_to_be_looked_at_again_and_no_more(
    app: Flask, at: Matched, monkeypatch: pytest.MonkeyPatch, unknown: str
) -> None:
    def late(*asked: Any) -> Any:
        behind = Standing(25, 40, last_shown=0.91)
        places = {"for_vacancy": behind, "for_lot": behind, unknown: Standing(None, 40, last_shown=0.91)}
        return replace(compare(*asked), stored=None, **places)

    monkeypatch.setattr(for_owner, "compare", late)
    answer = told(at, VACANCY)
    assert answer.outcome is Outcome.NOT_AMONG_BEST
    number = answer.other.number
    assert said(answer, app) == f"{number} fits your post, and is being looked at again."


def shut(at: Matched) -> None:
    at.do(close_availability, at.provider.organisation_id, at.availability_id, "elsewhere", by=at.provider)


def paused(at: Matched) -> None:
    at.do(pause_availability, at.provider.organisation_id, at.availability_id, by=at.provider)


def held(at: Matched, about: Ref | None = None) -> None:
    officer = Party(at.provider.organisation_id, a_compliance_officer(at.app))
    at.do(hold, about or at.lot, "A fee was reported.", by=officer)


def its_provider_held(at: Matched) -> None:
    held(at, Ref("organisation", at.provider.organisation_id))


def test_why_the_other_post_takes_no_part_is_never_told(app: Flask) -> None:
    read = []
    for stop in (shut, paused, held, its_provider_held):
        at = a_match(app)
        stop(at)
        answer = told(at, VACANCY)
        number = answer.other.number
        read.append(
            (answer.outcome, said(answer, app).replace(number, "A"), len(answer.gates), answer.factors)
        )
        assert answer.gates[0].code == "at_present"
    assert len(set(read)) == 1, "closed, paused and held read the same"
    assert read[0][0] is Outcome.NOT_AT_PRESENT


def test_a_held_post_tells_the_other_side_no_further_gate_either(app: Flask, at: Matched) -> None:
    far = a_lot(app, at.provider, travel_km=1)
    held(at, Ref("availability", far))
    assert told(at, VACANCY, far).outcome is Outcome.NOT_AT_PRESENT


def test_ones_own_hold_is_told_beside_whatever_else_parts_them(app: Flask, at: Matched) -> None:
    far = a_lot(app, at.provider, travel_km=1)
    held(at, Ref("availability", far))
    answer = told(at, LOT, far)
    assert [one.code for one in answer.parting] == ["compliance", "place"]
    assert "Your post or your organisation is on hold" in answer.parting[0].words


def test_nothing_is_judged_for_a_post_of_ones_own_that_is_not_open(app: Flask, at: Matched) -> None:
    paused(at)
    answer = told(at, LOT)
    assert answer.outcome is Outcome.OWN_POST_SHUT
    assert (answer.factors, answer.passing) == ((), ())
    assert "paused" in said(answer, app)


def test_whoever_is_introduced_is_matched_though_the_heads_are_taken(app: Flask, at: Matched) -> None:
    introduced(at, heads=20)
    answer = told(at, LOT)
    assert answer.outcome is Outcome.MATCHED
    assert "both sides said yes" in said(answer, app)
    assert answer.parting == ()
    assert Gate.GROUP in answer.pair.judgement.failed


def test_a_post_of_which_no_head_is_left_says_on_which_side(app: Flask, at: Matched) -> None:
    introduced(at, heads=20)
    other = a_lot(app, at.provider, headcount=3)
    words = {side: only_gate(told(at, side, other)).words for side in Side}
    assert words == {
        LOT: "None are free on the other side on these days",
        VACANCY: "None are free on your side on these days",
    }
