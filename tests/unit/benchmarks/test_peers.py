"""Peers answer by the rules, are asked a fair sample, and are told apart when they differ."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from benchmarks.columns import Array, Columns, columns_of
from benchmarks.peers.brute import BruteNumPy
from benchmarks.peers.keys import FAR_ONLY, NEAR_ONLY, Keys
from benchmarks.peers.protocol import TOP, Found
from benchmarks.peers.run import Asked, Expected, figures, parts_of, same
from benchmarks.posts import Market
from benchmarks.prepare import sample_of
from benchmarks.trades import shipped_trades
from portal.kernel.globe import Point, great_circle_km
from portal.matching.domain import AvailabilityFacts, PairJudgement, VacancyFacts
from portal.matching.reference import judge

LOTS, VACANCIES = 120, 24
ANYWHERE = frozenset({"GB", "IE", "DE", "FR", "PL", "RO", "ES", "IT", "NL"})


@cache
def posts() -> tuple[list[AvailabilityFacts], list[VacancyFacts]]:
    """A market crowded together, so that many pairs pass."""
    market = Market(shipped_trades(), 3)
    lots, vacancies = market.availabilities(LOTS), market.vacancies(VACANCIES)
    return (
        [replace(a, point=crowded(a.point), work_countries=ANYWHERE, tickets=frozenset()) for a in lots],
        [replace(v, point=crowded(v.point), languages={}, tickets=frozenset()) for v in vacancies],
    )


def crowded(point: Point) -> Point:
    return Point(51 + point.latitude % 1, point.longitude % 1 - 0.4)


@cache
def columns() -> Columns:
    return columns_of(*posts(), shipped_trades().knowledge)


@cache
def judged() -> list[list[tuple[int, PairJudgement]]]:
    """For each vacancy the lots that pass, with what is said of them."""
    lots, vacancies = posts()
    knowledge = shipped_trades().knowledge
    return [
        [(at, said) for at, a in enumerate(lots) if (said := judge(a, v, knowledge)).passed]
        for v in vacancies
    ]


@cache
def answers() -> tuple[Found, ...]:
    lots, _ = posts()
    found = []
    for passing in judged():
        best = sorted((-said.score, lots[at].order, lots[at].reference, at) for at, said in passing)[:TOP]
        found.append(Found(np.array([one[3] for one in best], np.int64), np.array([-one[0] for one in best])))
    return tuple(found)


class Right(BruteNumPy):
    """Answers as it should, and remembers what it was asked."""

    name, batch = "right", 1

    def __init__(self) -> None:
        self.asked: list[int] = []

    def best(self, vacancies: Array) -> Sequence[Found]:
        self.asked += vacancies.tolist()
        return [answers()[one] for one in vacancies.tolist()]


class Wrong(Right):
    """Forgets the best lot of every vacancy."""

    def best(self, vacancies: Array) -> Sequence[Found]:
        return [Found(one.lots[1:], one.scores[1:]) for one in super().best(vacancies)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What a run leaves for peers, ten vacancies sampled."""
    columns().save(tmp_path)
    for name, places in zip(("sample", "rest"), sample_of(VACANCIES, 1, 10), strict=True):
        np.save(tmp_path / f"{name}.npy", places)
    np.save(tmp_path / "answers-starts.npy", np.cumsum([0, *(len(one.lots) for one in answers())]))
    np.save(tmp_path / "answers-lots.npy", np.concatenate([one.lots for one in answers()]))
    np.save(tmp_path / "answers-scores.npy", np.concatenate([one.scores for one in answers()]))
    return tmp_path


def test_columns_say_enough_to_judge_by_every_rule(folder: Path) -> None:
    peer = BruteNumPy()
    peer.load(Columns.read(folder))
    everyone = np.arange(VACANCIES)
    assert sum(len(one.lots) for one in answers()) > 20
    assert Expected(folder).differing(everyone, peer.best(everyone)) == []


def test_keys_lead_to_every_pair_that_passes_and_to_none_twice() -> None:
    lots, vacancies = posts()
    keys = Keys(columns())
    filed, sought = keys.filed(), keys.sought(np.arange(VACANCIES))
    first, after = (np.searchsorted(filed.keys, sought.keys, side) for side in ("left", "right"))
    met: Counter[tuple[int, int]] = Counter()
    for at in np.flatnonzero(after > first).tolist():
        v = int(sought.vacancies[at])
        for lot in filed.lots[first[at] : after[at]].tolist():
            within = great_circle_km(lots[lot].point, vacancies[v].point) <= lots[lot].travel_km
            if sought.sides[at] != (FAR_ONLY if within else NEAR_ONLY):
                met[v, lot] += 1
    assert {(v, lot) for v, passing in enumerate(judged()) for lot, _ in passing} <= met.keys()
    assert set(met.values()) == {1}


def test_the_sample_is_the_seed_s_and_leaves_nobody_out() -> None:
    sample, rest = sample_of(1000, 1, 500)
    again, _ = sample_of(1000, 1, 500)
    other, _ = sample_of(1000, 2, 500)
    assert sample.tolist() == again.tolist() != other.tolist()
    assert sorted([*sample.tolist(), *rest.tolist()]) == list(range(1000))
    assert 400 < sample.mean() < 600


def test_few_vacancies_are_sampled_whole() -> None:
    sample, rest = sample_of(30, 1, 500)
    assert (len(sample), len(rest)) == (30, 0)


@pytest.mark.parametrize(
    ("lots", "scores", "alike"),
    [
        ([3, 1], [0.9, 0.8], True),
        ([3, 1], [0.9, 0.800000001], True),
        ([3, 1], [0.9, 0.800000002], False),
        ([1, 3], [0.9, 0.8], False),
        ([3], [0.9], False),
        ([3, 1, 2], [0.9, 0.8, 0.7], False),
    ],
)
def test_answers_are_the_same_to_nine_places_only(lots: list[int], scores: list[float], alike: bool) -> None:
    assert same(Found(np.array(lots), np.array(scores)), np.array([3, 1]), np.array([0.9, 0.8])) is alike


def test_a_quick_peer_is_asked_every_vacancy_three_times(folder: Path) -> None:
    peer = Right()
    said = figures(peer, folder, minutes=10)
    assert Counter(peer.asked) == Counter(dict.fromkeys(range(VACANCIES), 3))
    assert (said["done"], said["differing_count"]) == (VACANCIES, 0)
    assert said["all_cpu"] == pytest.approx(said["cpu"])


def test_a_peer_without_time_still_answers_the_whole_sample(folder: Path) -> None:
    peer = Right()
    said = figures(peer, folder, minutes=0)
    assert sorted(peer.asked) == sorted(np.load(folder / "sample.npy").tolist())
    assert said["done"] == 10
    assert said["all_cpu"] == pytest.approx(said["cpu"] * VACANCIES / 10)


def test_a_peer_that_differs_is_found_out(folder: Path) -> None:
    said = figures(Wrong(), folder, minutes=10)
    some_found = sum(len(one.lots) > 0 for one in answers())
    assert said["differing_count"] == some_found > 0


def test_a_tool_of_batches_is_asked_all_of_them_after_the_sample() -> None:
    sampled, others = parts_of(np.array([4, 1]), np.array([0, 3, 2]), batch=3)
    assert [part.tolist() for part in sampled] == [[4, 1]]
    assert [part.tolist() for part in others] == [[0, 1, 2], [3, 4]]


def test_what_few_vacancies_took_is_scaled_to_all(folder: Path) -> None:
    asked = Asked(Right(), Expected(folder))
    asked.done, asked.spent = 500, 2.0
    assert asked.scaled(100_000) == 400.0
