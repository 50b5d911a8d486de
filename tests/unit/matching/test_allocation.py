"""Plans on small tasks, and what their policies promise."""

import time
from dataclasses import replace
from typing import Any

import pytest

from portal.matching import allocation
from portal.matching.allocation import Overlocked, Policy, allocate, overlocked, shares_filled
from portal.matching.solver import Limits, ask
from tests.unit.matching.tasks import larger_task, random_task, task


@pytest.mark.parametrize("seed", range(40))
def test_no_pair_of_a_stable_plan_would_both_rather_have_each_other(seed: int) -> None:
    one = (
        random_task(200 + seed)
        if seed < 20
        else replace(larger_task(seed), locked=larger_task(seed).locked * 0 - 1)
    )
    plan = allocate(one, Policy.STABLE)
    rows = list(
        zip(one.lots.tolist(), one.vacancies.tolist(), one.scores.tolist(), plan.heads.tolist(), strict=True)
    )
    for (a, v, score, heads), most in zip(rows, one.most.tolist(), strict=True):
        if heads == most:
            continue
        kept_by_lot = [(s, -w) for b, w, s, n in rows if b == a for _ in range(n)]
        kept_by_vacancy = [(s, -b) for b, w, s, n in rows if w == v for _ in range(n)]
        lot_wants = len(kept_by_lot) < one.lot_heads[a] or min(kept_by_lot) < (score, -v)
        vacancy_wants = len(kept_by_vacancy) < one.vacancy_heads[v] or min(kept_by_vacancy) < (score, -a)
        assert not (lot_wants and vacancy_wants)


def test_the_urgent_vacancy_goes_before_the_better_score() -> None:
    one = task([5], [5, 5], [(0, 0, 1.0), (0, 1, 0.1)], [3, 1])
    assert allocate(one, Policy.GREEDY).heads.tolist() == [0, 5]
    assert allocate(one, Policy.STABLE).heads.tolist() == [5, 0]
    assert allocate(one, Policy.GREEDY).objective == 5 * 3100


def test_first_come_serves_the_oldest_vacancy_with_its_best() -> None:
    one = task([2, 2], [2, 2], [(0, 0, 0.4), (1, 0, 0.5), (1, 1, 1.0)])
    assert allocate(one, Policy.FIRST_COME).heads.tolist() == [0, 2, 0]
    assert allocate(one, Policy.GREEDY).heads.tolist() == [2, 0, 2]


@pytest.mark.parametrize("policy", [Policy.GREEDY, Policy.FIRST_COME, Policy.STABLE])
def test_a_lock_is_kept_and_the_rest_goes_around_it(policy: Policy) -> None:
    pairs = [(0, 0, 0.9), (0, 1, 0.5), (1, 0, 0.4)]
    one = task([4, 4], [4, 4], pairs, locked={1: 3})
    assert allocate(one, policy).heads.tolist() == [1, 3, 3]
    none_of_it = task([4, 4], [4, 4], pairs, locked={0: 0})
    assert allocate(none_of_it, policy).heads.tolist() == [0, 4, 4]


def test_locks_beyond_the_heads_there_are_are_named() -> None:
    pairs = [(0, 0, 0.9), (0, 1, 0.5), (1, 1, 0.4)]
    assert overlocked(task([4, 4], [4, 4], pairs, locked={0: 4, 2: 4})) is None
    assert overlocked(task([4, 4], [4, 4], pairs, locked={0: 5})) == Overlocked("lot", 0, 5, 4)
    assert overlocked(task([4, 4], [4, 4], pairs, locked={0: 3, 1: 2})) == Overlocked("lot", 0, 5, 4)
    assert overlocked(task([4, 4], [4, 4], pairs, locked={1: 3, 2: 2})) == Overlocked("vacancy", 1, 5, 4)
    few = task([4, 4], [4, 4], pairs, locked={1: 3})
    assert overlocked(replace(few, most=few.most - 2)) == Overlocked("pair", 1, 3, 2)
    with pytest.raises(ValueError, match="more heads are fixed"):
        allocate(task([4], [4], pairs[:1], locked={0: 5}), Policy.GREEDY)


def test_the_share_of_a_sector_counts_all_its_vacancies() -> None:
    one = task([5], [4, 6, 2], [(0, 0, 1.0), (0, 1, 0.5)], sectors=[0, 0, 1])
    asked, given = shares_filled(one, allocate(one, Policy.GREEDY).heads)
    assert (asked.tolist(), given.tolist()) == ([10, 2], [5, 0])


def test_the_second_search_of_even_sectors_has_the_seconds_that_the_first_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given: list[float] = []

    def asked(question: str, network: Any, limits: Limits) -> Any:
        given.append(limits.seconds)
        time.sleep(0.05)
        return ask(question, network, limits)

    monkeypatch.setattr(allocation, "ask", asked)
    allocate(task([5], [4, 6], [(0, 0, 1.0), (0, 1, 0.5)]), Policy.EVEN_SECTORS, Limits(seconds=60))
    first, second = given
    assert first == 60
    assert 0 < second <= 59.95
    assert Limits(seconds=1).after(2).seconds == 0
