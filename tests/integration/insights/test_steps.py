"""Each side of a match is asked for its next step, and only for its own."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from portal.infra import clock
from portal.insights.domain import NeedKind
from portal.insights.steps import answered_by_post, needs_of_matches
from portal.placements.introductions.service.answers import say_yes
from portal.placements.introductions.service.engagements import propose_engagement
from tests.builders.placements import (
    FIRST,
    LOAN,
    NOW,
    Matched,
    Party,
    a_match,
    accepted,
    agreed,
    introduced,
    offered,
)

ANA = "Ana Petrova, 07700 900123, ana@example.org"


@pytest.fixture(autouse=True)
def _then() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def steps(at: Matched, party: Party) -> dict[NeedKind, tuple[int, datetime | None]]:
    with at.reading() as session:
        needs = needs_of_matches(session, party.organisation_id, clock.now())
    return {one.kind: (one.count, one.due_at) for one in needs}


def test_a_match_that_nobody_answered_asks_for_nothing_yet(app):
    at = a_match(app)
    assert steps(at, at.provider) == {}
    assert steps(at, at.employer) == {}


def test_a_yes_waits_for_the_other_side_with_its_heads_and_a_deadline(app):
    at = a_match(app)
    at.do(say_yes, at.employer.organisation_id, at.match_id, 7, by=at.employer)
    [(kind, (heads, due_at))] = steps(at, at.provider).items()
    assert (kind, heads) == (NeedKind.ANSWER, 7)
    assert due_at is not None
    assert NOW < due_at <= NOW + timedelta(hours=48)
    assert steps(at, at.employer) == {}


def test_an_answered_match_no_longer_counts_as_one_to_look_at(app):
    at = a_match(app)
    with at.reading() as session:
        assert answered_by_post(session, at.employer.organisation_id)[at.vacancy_id] == 0
    at.do(say_yes, at.employer.organisation_id, at.match_id, 7, by=at.employer)
    with at.reading() as session:
        assert answered_by_post(session, at.employer.organisation_id)[at.vacancy_id] == 1


def test_both_sides_are_asked_for_terms_once_they_are_introduced(app):
    at = a_match(app)
    introduced(at)
    start = datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=UTC)
    for party in (at.provider, at.employer):
        assert steps(at, party) == {NeedKind.PROPOSE_ENGAGEMENT: (1, start)}


def test_proposed_terms_wait_for_the_other_side_only(app):
    at = a_match(app)
    introduction_id = introduced(at)
    at.do(propose_engagement, at.provider.organisation_id, introduction_id, LOAN, by=at.provider)
    assert steps(at, at.provider) == {}
    assert list(steps(at, at.employer)) == [NeedKind.AGREE_ENGAGEMENT]


def test_the_provider_names_workers_for_places_without_an_open_offer(app):
    at = a_match(app)
    introduction_id = agreed(at, heads=5)
    assert steps(at, at.provider)[NeedKind.NAME_WORKERS][0] == 5
    offered(at, introduction_id, ANA)
    found = steps(at, at.provider)
    assert found[NeedKind.NAME_WORKERS][0] == 4
    assert found[NeedKind.FOLLOW_OFFERS][0] == 1
    assert found[NeedKind.FOLLOW_OFFERS][1] is not None
    assert steps(at, at.employer) == {}


def test_the_employer_calls_the_roll_from_the_first_day_on(app):
    at = a_match(app)
    accepted(at, agreed(at, heads=1), ANA)
    assert steps(at, at.employer) == {}
    with time_machine.travel(datetime(FIRST.year, FIRST.month, FIRST.day, 6, tzinfo=UTC), tick=False):
        assert steps(at, at.employer) == {NeedKind.ROLL_CALL: (1, None)}
        assert steps(at, at.provider) == {}
