"""Posts that change while they are searched answer as if they had been packed just now."""

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import pytest

from portal.matching.domain import AvailabilityFacts, VacancyFacts
from portal.matching.index import layers
from portal.matching.index.availabilities import AvailabilityIndex
from portal.matching.index.layers import Layers, availability_layers, vacancy_layers
from portal.matching.index.vacancies import VacancyIndex
from portal.matching.reference import best_for_availability, best_for_vacancy
from tests.unit.matching.pairs import KNOWLEDGE, availability, vacancy
from tests.unit.matching.worlds import random_availability, random_vacancy, world

Posts = dict[UUID, Any]


def an_id(r: Random) -> UUID:
    """Any id; some share their upper half."""
    upper = 7 if r.random() < 0.2 else r.getrandbits(64)
    return UUID(int=upper << 64 | r.getrandbits(64))


def lots_for(v: VacancyFacts, lots: Posts) -> set[tuple[UUID, int]]:
    listed = list(lots.items())
    expected = best_for_vacancy(v, [facts for _, facts in listed], KNOWLEDGE, None)
    places = {id(facts): post for post, facts in listed}
    return {(places[id(one.availability)], round(one.judgement.score * 1e9)) for one in expected}


def vacancies_for(a: AvailabilityFacts, jobs: Posts) -> set[tuple[UUID, int]]:
    places = {id(facts): post for post, facts in jobs.items()}
    expected = best_for_availability(a, list(jobs.values()), KNOWLEDGE, None)
    return {(places[id(one.vacancy)], round(one.judgement.score * 1e9)) for one in expected}


def answers(side: Layers[Any, Any], asker: Any) -> set[tuple[UUID, int]]:
    found = side.best(asker)
    assert found.nano_scores == sorted(found.nano_scores, reverse=True)
    assert len(set(found.ids)) == len(found)
    return set(zip(found.ids, found.nano_scores, strict=True))


def written(folder: Path, index: Any, posts: Posts) -> Path:
    ids = sorted(posts)
    layers.write(folder, ids, index([posts[one] for one in ids], KNOWLEDGE))
    return folder


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    ("make", "index", "open_layers", "expected", "askers"),
    [
        (random_availability, AvailabilityIndex, availability_layers, lots_for, world(9, 0, 4)[1]),
        (random_vacancy, VacancyIndex, vacancy_layers, vacancies_for, world(9, 4, 0)[0]),
    ],
    ids=["lots", "vacancies"],
)
def test_whatever_changes_the_layers_answer_what_the_reference_answers(
    seed: int,
    make: Callable[[Random, int], Any],
    index: Any,
    open_layers: Any,
    expected: Callable[[Any, Posts], set[tuple[UUID, int]]],
    askers: list[Any],
    tmp_path: Path,
) -> None:
    r = Random(seed)
    posts: Posts = {an_id(r): make(r, number) for number in range(20)}
    side = open_layers(KNOWLEDGE, written(tmp_path, index, posts))
    for turn in range(8):
        known = sorted(posts)
        changed: dict[UUID, Any] = dict.fromkeys(r.sample(known, min(2, len(known))))
        changed |= {post: make(r, turn) for post in r.sample(known, min(3, len(known)))}
        changed |= {an_id(r): make(r, turn) for _ in range(r.randrange(6))}
        side.put(changed)
        posts = {post: facts for post, facts in (posts | changed).items() if facts is not None}
        assert len(side) == len(posts)
        for asker in askers:
            assert answers(side, asker) == expected(asker, posts)


def test_without_any_file_there_is_only_what_was_put() -> None:
    side, post = availability_layers(KNOWLEDGE), UUID(int=7)
    assert side.best(vacancy()).ids == []
    side.put({post: availability()})
    assert side.best(vacancy()).ids == [post]
    side.put({post: None})
    assert side.best(vacancy()).ids == []


def test_a_post_that_opens_again_counts_again(tmp_path: Path) -> None:
    posts = {UUID(int=7): availability()}
    side = availability_layers(KNOWLEDGE, written(tmp_path, AvailabilityIndex, posts))
    side.put({UUID(int=7): None})
    side.put({UUID(int=7): availability()})
    assert side.best(vacancy()).ids == [UUID(int=7)]


def test_many_changes_make_few_layers() -> None:
    side, r = availability_layers(KNOWLEDGE), Random(1)
    for number in range(200):
        side.put({an_id(r): availability(reference=str(number))})
    assert len(side) == 200
    assert len(side._uppers) <= 8


@pytest.mark.parametrize("missing", ["ids.npy", "values.json", "near.npy"])
def test_what_was_not_written_whole_is_not_opened(missing: str, tmp_path: Path) -> None:
    folder = written(tmp_path, AvailabilityIndex, {UUID(int=7): availability()})
    (folder / missing).unlink()
    with pytest.raises(OSError, match=missing):
        availability_layers(KNOWLEDGE, folder)


@pytest.mark.parametrize("cut", ["ids.npy", "values.json", "records.npy"])
def test_what_was_cut_short_is_not_opened(cut: str, tmp_path: Path) -> None:
    folder = written(tmp_path, AvailabilityIndex, {UUID(int=7): availability(), UUID(int=9): availability()})
    whole = (folder / cut).read_bytes()
    (folder / cut).write_bytes(whole[: len(whole) - 20])
    with pytest.raises(ValueError, match=r"."):
        availability_layers(KNOWLEDGE, folder)
