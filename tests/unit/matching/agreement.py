"""Whether the engine answers what the reference answers."""

from collections.abc import Sequence
from dataclasses import astuple

import pytest

from portal.matching.domain import AvailabilityFacts, PairJudgement, VacancyFacts
from portal.matching.index.availabilities import AvailabilityIndex
from portal.matching.index.hits import Hit, Hits
from portal.matching.index.vacancies import VacancyIndex
from portal.matching.reference import best_for_availability, best_for_vacancy
from tests.unit.matching.pairs import KNOWLEDGE


def told(judgement: PairJudgement) -> tuple[object, ...]:
    return judgement.score, judgement.relocating, judgement.covered_days


def agree(hit: Hit, free: tuple[int, int], judgement: PairJudgement) -> None:
    assert (hit.score, hit.relocating, hit.covered_days) == told(judgement)
    assert free == (judgement.free_availability, judgement.free_vacancy)
    assert hit.free_heads == min(free)
    assert astuple(hit.factors) == pytest.approx(astuple(judgement.factors), abs=1e-12)
    assert hit.distance_km == pytest.approx(judgement.distance_km, abs=1e-6)


def free_heads(hits: Hits) -> list[tuple[int, int]]:
    return list(zip(hits.free_availability.tolist(), hits.free_vacancy.tolist(), strict=True))


def compare(
    lots: Sequence[AvailabilityFacts], posts: Sequence[VacancyFacts], top: int | None, path: str
) -> int:
    """Every query both ways; how many pairs were compared."""
    supply, demand, pairs = AvailabilityIndex(lots, KNOWLEDGE, path), VacancyIndex(posts, KNOWLEDGE, path), 0
    for v in posts:
        found, expected = supply.best_for_vacancy(v, top), best_for_vacancy(v, lots, KNOWLEDGE, top)
        assert [lots[at] for at in found.positions] == [pair.availability for pair in expected]
        for hit, free, lot in zip(found, free_heads(found), expected, strict=True):
            agree(hit, free, lot.judgement)
        pairs += len(found)
    for a in lots:
        found, ranked = demand.best_for_availability(a, top), best_for_availability(a, posts, KNOWLEDGE, top)
        assert [posts[at] for at in found.positions] == [pair.vacancy for pair in ranked]
        for hit, free, post in zip(found, free_heads(found), ranked, strict=True):
            agree(hit, free, post.judgement)
        pairs += len(found)
    return pairs
