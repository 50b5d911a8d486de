"""The task of a plan from the facts of posts, some heads of which are taken on some days."""

from dataclasses import replace
from datetime import timedelta

from portal.kernel.periods import Commitment, Period
from portal.matching.allocation import Policy, allocate
from portal.matching.domain import Gate
from portal.matching.passing import task_of, turned_away
from portal.matching.reference import judge
from tests.unit.matching.pairs import KNOWLEDGE, START, availability, vacancy
from tests.unit.matching.worlds import world


def test_every_pair_that_passes_takes_part_and_no_other() -> None:
    lots, vacancies = world(5, 40, 40)
    task = task_of(lots, vacancies, [3] * 40, KNOWLEDGE)
    passing = {
        (a, v)
        for a, lot in enumerate(lots)
        for v, job in enumerate(vacancies)
        if judge(lot, job, KNOWLEDGE).passed
    }
    assert passing
    assert set(zip(task.lots.tolist(), task.vacancies.tolist(), strict=True)) == passing


def test_heads_that_are_taken_on_some_days_are_not_planned_twice() -> None:
    taken = Commitment(Period(START, START + timedelta(days=6)), 30)
    lot = replace(availability(headcount=40), commitments=(taken,))
    soon = vacancy(days=7, headcount=40, reference="V1")
    again = vacancy(days=7, headcount=40, reference="V2")
    task = task_of([lot], [soon, again], [3, 3], KNOWLEDGE)
    assert task.most.tolist() == [10, 10]
    assert int(allocate(task, Policy.GREEDY).heads.sum()) == 10


def test_what_turns_pairs_away_is_counted_gate_by_gate() -> None:
    lots, vacancies = world(6, 15, 15)
    counted = turned_away(lots, vacancies, KNOWLEDGE)
    failed = [judge(lot, job, KNOWLEDGE).failed for lot in lots for job in vacancies]
    for gate in Gate:
        assert counted.get(gate, 0) == sum(gate in one for one in failed)
    assert list(counted.values()) == sorted(counted.values(), reverse=True)
