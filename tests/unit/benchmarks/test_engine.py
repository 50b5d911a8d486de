"""What is measured on one new post is measured on posts that the index never answered before."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from benchmarks import engine
from benchmarks.peers import run
from benchmarks.posts import Market
from benchmarks.trades import shipped_trades
from portal.matching.index.availabilities import AvailabilityIndex
from portal.matching.index.paths import path_in_use
from portal.matching.index.vacancies import VacancyIndex


def test_what_is_asked_singly_was_not_asked_before(monkeypatch: pytest.MonkeyPatch) -> None:
    answered: dict[str, set[str]] = {}
    again: list[str] = []
    singles: list[str] = []

    def noted(kind: type, name: str, *, single: bool) -> None:
        ask: Callable[..., Any] = getattr(kind, name)

        def asking(index: Any, posts: Any, *top: int) -> Any:
            before = answered.setdefault(f"{kind.__name__}, {index.path}", set())
            some: Iterable[Any] = [posts] if single else posts
            names = [post.reference for post in some]
            if single:
                singles.extend(names)
                again.extend(one for one in names if one in before)
            before.update(names)
            return ask(index, posts, *top)

        monkeypatch.setattr(kind, name, asking)

    noted(AvailabilityIndex, "best_for_vacancies", single=False)
    noted(AvailabilityIndex, "best_for_vacancy", single=True)
    noted(VacancyIndex, "best_for_availabilities", single=False)
    noted(VacancyIndex, "best_for_availability", single=True)
    monkeypatch.setattr(engine, "_SINGLE", 10)
    said = engine.measure(Market(shipped_trades()), 300, 40, path_in_use())
    assert again == []
    assert {f"V{number}" for number in range(40, 50)} <= set(singles)
    assert {f"A{number}" for number in range(310, 320)} <= set(singles)
    assert said["one_vacancy"]["p50"] > 0
    assert said["bytes_a_lot"] > 0


def test_engine_and_peers_repeat_what_is_equally_short() -> None:
    assert (engine.SHORT, engine.REPEATS) == (run.SHORT, run.REPEATS)
