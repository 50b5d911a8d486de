"""Plans on small tasks, and what their policies promise."""

import pytest

from portal.matching.allocation import Policy, allocate
from tests.unit.matching.tasks import random_task, task


@pytest.mark.parametrize("seed", range(25))
def test_no_pair_of_a_stable_plan_would_both_rather_have_each_other(seed: int) -> None:
    one = random_task(200 + seed)
    plan = allocate(one, Policy.STABLE)
    rows = list(
        zip(one.lots.tolist(), one.vacancies.tolist(), one.scores.tolist(), plan.heads.tolist(), strict=True)
    )
    for a, v, score, heads in rows:
        if heads == min(one.lot_heads[a], one.vacancy_heads[v]):
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
