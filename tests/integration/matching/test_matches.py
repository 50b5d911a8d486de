"""Matches as posts come, change, are held and go."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from random import Random
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from portal.app import Services
from portal.availability.service import close_availability, edit_availability
from portal.compliance.holds.service import hold, release
from portal.kernel.events import Ref
from portal.kernel.outcomes import Refusal
from portal.matching import choosing, queries, service
from portal.matching.jobs import refresh_snapshot
from portal.matching.market import Market
from portal.matching.queries import MatchRow
from portal.matching.reference import best_for_availability, best_for_vacancy
from portal.matching.service import mark, rematch_marked
from portal.matching.states import MatchState
from portal.notifications import queries as notifications
from tests.builders.placements import LOT, NOW, Party, a_lot, a_match, a_party, a_vacancy, act, approve


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as travelled:
        yield travelled


@pytest.fixture(autouse=True, params=["rows", "snapshot"])
def read_from(request: pytest.FixtureRequest, app: Flask, clock: object) -> str:
    """Matches are the same whether every row is read, or a snapshot and what changed since."""
    if request.param == "snapshot":
        services: Services = app.extensions["fairshift"]
        assert refresh_snapshot(services.transactor, least=0)
    read_from: str = request.param
    return read_from


def reading(app: Flask) -> Session:
    services: Services = app.extensions["fairshift"]
    return services.sessions()


def of_post(app: Flask, kind: str, post: UUID) -> list[MatchRow]:
    with reading(app) as session:
        return queries.matches_of_post(session, Ref(kind, post))


def open_pairs(app: Flask) -> set[tuple[UUID, UUID]]:
    with reading(app) as session:
        _count, rows = queries.find_matches(
            session, queries.MatchFilter(state=MatchState.OPEN), limit=100_000
        )
    return {(row.availability_id, row.vacancy_id) for row in rows}


FEW = 5


def best_pairs(app: Flask) -> set[tuple[UUID, UUID]]:
    """Every pair among either side's best five, as the reference says."""
    with reading(app) as session:
        market = Market.open(session, NOW)
        lots, jobs = list(market.lot_facts.values()), list(market.vacancy_facts.values())
        pairs = {
            (UUID(one.availability.reference), UUID(v.reference))
            for v in jobs
            for one in best_for_vacancy(v, lots, market.knowledge, FEW)
        }
        return pairs | {
            (UUID(a.reference), UUID(one.vacancy.reference))
            for a in lots
            for one in best_for_availability(a, jobs, market.knowledge, FEW)
        }


def settle(app: Flask) -> None:
    """Let the worker match everything that is marked."""
    for _ in range(20):
        if act(app, rematch_marked) == 0:
            return
    raise AssertionError("marks keep coming back")


def test_posts_match_as_soon_as_both_are_published(app: Flask) -> None:
    at = a_match(app)
    [row] = of_post(app, "vacancy", at.vacancy_id)
    assert (row.availability_id, row.state) == (at.availability_id, MatchState.OPEN)
    assert row.judgement.passed
    assert row.score == row.judgement.score > 0.8


def test_both_sides_are_told_once_when_both_are_approved(app: Flask) -> None:
    at = a_match(app)
    settle(app)
    with reading(app) as session:
        mails = notifications.mails_about(session, [Ref("match", at.match_id)])
    assert sorted(mail.recipient for mail in mails) == sorted(
        f"person:{one.person_id}" for one in (at.provider, at.employer)
    )


def test_matches_are_counted_at_once_but_told_only_after_approval(app: Flask) -> None:
    provider = a_party(app, "Fenland Labour", supplies=True, approved=False)
    employer = a_party(app, "Wash Logistics", supplies=False)
    lot = a_lot(app, provider)
    a_vacancy(app, employer)
    [row] = of_post(app, "availability", lot)
    with reading(app) as session:
        assert queries.open_match_counts(session, [Ref("availability", lot)]) == {lot: 1}
        assert notifications.mails_about(session, [Ref("match", row.id)]) == []
    approve(app, provider)
    with reading(app) as session:
        assert len(notifications.mails_about(session, [Ref("match", row.id)])) == 2


def test_an_edit_that_no_longer_fits_lapses_the_match_with_the_gate_as_reason(app: Flask) -> None:
    at = a_match(app)
    edit(app, at.provider, at.availability_id, 1, travel_km=5.0)
    [row] = of_post(app, "vacancy", at.vacancy_id)
    assert (row.state, row.lapse_reason) == (MatchState.LAPSED, "place")
    edit(app, at.provider, at.availability_id, 2, travel_km=60.0)
    [row] = of_post(app, "vacancy", at.vacancy_id)
    assert (row.state, row.lapse_reason, row.id) == (MatchState.OPEN, None, at.match_id)
    assert row.availability_version == 3


def test_a_closed_post_lapses_its_matches(app: Flask) -> None:
    at = a_match(app)
    act(
        app,
        close_availability,
        at.provider.organisation_id,
        at.availability_id,
        "elsewhere",
        by=at.provider.person_id,
    )
    [row] = of_post(app, "vacancy", at.vacancy_id)
    assert (row.state, row.lapse_reason) == (MatchState.LAPSED, "availability")


def test_a_post_that_opens_while_another_is_matched_keeps_its_match(
    app: Flask, read_from: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider = a_party(app, "Fenland Labour", supplies=True)
    employer = a_party(app, "Wash Logistics", supplies=False)
    lot = a_lot(app, provider)
    with reading(app) as session:
        before = Market.open(session, NOW)
    job = a_vacancy(app, employer)
    earlier = "open" if read_from == "rows" else "among"
    monkeypatch.setattr(Market, earlier, lambda session, *_: replace(before, session=session))
    act(app, mark, Ref("availability", lot))
    settle(app)
    [row] = of_post(app, "vacancy", job)
    assert (row.availability_id, row.state) == (lot, MatchState.OPEN)


@pytest.mark.parametrize("what", ["availability", "vacancy", "organisation"])
def test_a_hold_lapses_matches_within_one_cycle_and_a_release_opens_them_again(app: Flask, what: str) -> None:
    at = a_match(app)
    held = {"availability": at.lot, "vacancy": at.vacancy}.get(
        what, Ref("organisation", at.employer.organisation_id)
    )
    act(app, hold, held, "an advert that asks for money")
    settle(app)
    [row] = of_post(app, "vacancy", at.vacancy_id)
    assert (row.state, row.lapse_reason) == (MatchState.LAPSED, "compliance")
    act(app, release, held, "the advert was mended")
    settle(app)
    [row] = of_post(app, "vacancy", at.vacancy_id)
    assert row.state is MatchState.OPEN


def test_what_is_stored_is_each_sides_best_and_nothing_else(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In whatever order posts come, change and go; the best five, so that few posts are enough."""
    monkeypatch.setattr(service, "DEFAULT_TOP", FEW)
    monkeypatch.setattr(choosing, "DEFAULT_TOP", FEW)
    r = Random(7)
    provider = a_party(app, "Fenland Labour", supplies=True)
    employer = a_party(app, "Wash Logistics", supplies=False)
    lots: list[UUID] = []
    for number in range(9):
        lots.append(a_lot(app, provider, latitude=52.8 + r.random() / 5, headcount=r.randint(1, 40)))
        a_vacancy(app, employer, latitude=52.9 + r.random() / 5, headcount=r.randint(1, 40))
        if number % 3 == 2:
            gone = lots.pop(r.randrange(len(lots)))
            act(app, close_availability, provider.organisation_id, gone, "needed", by=provider.person_id)
            edit(app, provider, r.choice(lots), 1, headcount=r.randint(1, 40))
    settle(app)
    assert best_pairs(app) <= open_pairs(app)
    with reading(app) as session:
        market = Market.open(session, NOW)
        assert all(market.judge(*pair).passed for pair in open_pairs(app))


def edit(app: Flask, provider: Party, lot: UUID, seen: int, **changes: object) -> None:
    terms = replace(LOT, **changes)  # type: ignore[arg-type]
    done = act(app, edit_availability, provider.organisation_id, lot, seen, terms, by=provider.person_id)
    assert not isinstance(done, Refusal), done


def test_a_start_that_is_past_counts_as_today(app: Flask, clock: time_machine.Traveller) -> None:
    at = a_match(app)
    clock.move_to(NOW + timedelta(days=8))
    with reading(app) as session:
        judgement = Market.open(session, NOW + timedelta(days=8)).judge(at.availability_id, at.vacancy_id)
    assert judgement.covered_days == 84
