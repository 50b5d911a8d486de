"""The engine answers what the reference answers, in both directions; greater worlds are tried elsewhere."""

import pytest

from portal.matching.index.availabilities import AvailabilityIndex
from portal.matching.index.vacancies import VacancyIndex
from tests.unit.matching.agreement import compare
from tests.unit.matching.pairs import KNOWLEDGE, availability, vacancy
from tests.unit.matching.paths import PATHS
from tests.unit.matching.worlds import world


@pytest.mark.parametrize("path", PATHS)
def test_the_engine_agrees_with_the_reference_in_a_small_world(path: str) -> None:
    assert compare(*world(4, 12, 8), None, path) > 8


@pytest.mark.parametrize("path", PATHS)
def test_a_small_step_is_enough_where_no_skill_is_asked(path: str) -> None:
    assert compare([availability(occupation="4321")], [vacancy(occupation="9333")], 5, path) == 2


def test_the_order_in_which_posts_are_listed_changes_nothing() -> None:
    lots, posts = world(3, 60, 10)
    forward, backward = AvailabilityIndex(lots, KNOWLEDGE), AvailabilityIndex(lots[::-1], KNOWLEDGE)
    for v in posts:
        ahead = [
            (lots[h.position].order, lots[h.position].reference, h.score) for h in forward.best_for_vacancy(v)
        ]
        back = [
            (lots[-1 - h.position].order, lots[-1 - h.position].reference, h.score)
            for h in backward.best_for_vacancy(v)
        ]
        assert ahead == back


def test_asking_for_none_or_of_none_gives_none() -> None:
    assert len(AvailabilityIndex([], KNOWLEDGE).best_for_vacancy(vacancy())) == 0
    assert len(VacancyIndex([], KNOWLEDGE).best_for_availability(availability())) == 0
    assert len(AvailabilityIndex([availability()], KNOWLEDGE).best_for_vacancy(vacancy(), 0)) == 0
