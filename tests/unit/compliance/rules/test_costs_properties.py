"""What holds of the rules on costs, whatever the lines are."""

from dataclasses import replace
from datetime import timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from portal.compliance.costs.domain import CostLine, Payer
from portal.compliance.domain import Finding, Stage, Terms
from portal.compliance.findings.domain import blocking
from portal.compliance.rules.costs import WORKER_PAYS, worker_pays
from portal.compliance.rules.rule import Said
from portal.compliance.rules.sets import RULE_SETS
from tests.unit.compliance.rules.corpus import DAY, line_from, terms_from

RULES = RULE_SETS[-1]
seeds = st.integers(0, 10**9)


def terms(seed: int) -> Terms:
    return replace(terms_from(Random(seed)), on=DAY)


def is_publishable(judged: Terms) -> bool:
    return not blocking(RULES.judge(judged, Stage.PUBLISH))


def without_place(found: tuple[Finding, ...]) -> list[Finding]:
    return sorted((replace(one, line=None) for one in found), key=repr)


@given(seeds, seeds, st.integers(0, 5))
def test_another_worker_paid_line_never_makes_a_vacancy_publishable(seed: int, other: int, at: int) -> None:
    before = terms(seed)
    line = replace(line_from(Random(other)), payer=Payer.WORKER)
    after = replace(before, costs=(*before.costs[:at], line, *before.costs[at:]))
    assert is_publishable(before) or not is_publishable(after)


@given(seeds, st.randoms(use_true_random=False))
def test_the_order_of_lines_never_matters(seed: int, dice: Random) -> None:
    before = terms(seed)
    lines = list(before.costs)
    dice.shuffle(lines)
    after = replace(before, costs=tuple(lines))
    for stage in Stage:
        assert without_place(RULES.judge(before, stage)) == without_place(RULES.judge(after, stage))


def said_of(line: CostLine) -> list[Said]:
    return list(worker_pays(Terms(on=DAY, costs=(line,))))


@given(seeds)
def test_a_refund_without_the_workers_confirmation_never_clears(seed: int) -> None:
    line = replace(line_from(Random(seed)), payer=Payer.WORKER, worker_confirmed=False)
    never_paid_back = replace(line, reimbursed=None, reimbursed_on=None)
    assert [one.outcome for one in said_of(line)] == [one.outcome for one in said_of(never_paid_back)]
    assert not any(
        "paid_back" in dict(one.facts) and dict(one.facts).get("worker_confirmed") != "no"
        for one in said_of(line)
    )


@given(seeds, st.integers(1, 3000))
def test_an_expired_exception_never_clears(seed: int, days: int) -> None:
    line = replace(line_from(Random(seed)), payer=Payer.WORKER)
    if line.exception is None:
        return
    expired = replace(line.exception, until=DAY - timedelta(days=days))
    with_it, without = said_of(replace(line, exception=expired)), said_of(replace(line, exception=None))
    assert [one.outcome for one in with_it] == [one.outcome for one in without]
    assert not any("allowed_by" in dict(one.facts) for one in with_it)


def test_these_properties_see_both_sides() -> None:
    """The made-up lines are cleared often enough, by refunds and by exceptions, to mean something."""
    said = [
        one for seed in range(3000) for one in said_of(replace(line_from(Random(seed)), payer=Payer.WORKER))
    ]
    names = {name for one in said for name, _ in one.facts}
    assert {"paid_back", "allowed_by", "worker_confirmed", "exception_holds", "apart"} <= names
    assert {WORKER_PAYS} == {rule.id for rule in RULES.rules if rule.check is worker_pays}
