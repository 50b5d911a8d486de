"""Terms and findings survive being stored, whatever they hold."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.compliance.costs.domain import CostLine, Payer
from portal.compliance.domain import Consent, Terms
from portal.compliance.findings.stored import (
    digest_of,
    findings_from_json,
    findings_to_json,
    from_json,
    to_json,
)
from portal.compliance.rules.rule import Rule
from portal.compliance.rules.sets import RULE_SETS
from portal.organisations.domain import Licensed, NotNeeded, Unknown, Unlicensed
from tests.unit.compliance.rules.corpus import corpus, made_afresh, terms_from

EVERY_RULE = [pytest.param(rule, id=rule.id) for rule in RULE_SETS[-1].rules]


@pytest.mark.parametrize("rule", EVERY_RULE)
def test_a_rules_examples_come_back_as_they_were(rule: Rule) -> None:
    for terms in (rule.passing, rule.failing):
        assert from_json(to_json(terms)) == terms
        found = rule.judge(terms)
        assert findings_from_json(findings_to_json(found)) == found


@given(st.integers(0, 10**6))
def test_any_terms_come_back_as_they_are_kept(seed: int) -> None:
    body = to_json(terms_from(Random(seed)))
    assert to_json(from_json(body)) == body


@pytest.mark.parametrize(
    "verdict",
    [Licensed("gb-fwa", "1", date(2027, 1, 1)), NotNeeded("law"), Unlicensed("gb-fwa"), Unknown(), None],
    ids=lambda one: type(one).__name__,
)
def test_a_verdict_comes_back_as_what_it_was(verdict) -> None:
    assert from_json(to_json(Terms(licence=verdict))).licence == verdict
    chain = None if verdict is None else (verdict, verdict)
    assert from_json(to_json(Terms(chain=chain))).chain == chain


def test_what_nobody_has_said_is_not_the_same_as_nothing() -> None:
    assert from_json(to_json(Terms(chain=()))).chain == ()
    assert from_json(to_json(Terms(chain=None))).chain is None
    assert from_json(to_json(Terms(record_lacks=frozenset()))).record_lacks == frozenset()


def test_amounts_are_kept_with_their_cents() -> None:
    assert to_json(Terms(pay=Decimal("12.6"))) == {"pay": "12.60"}
    assert to_json(Terms(pay=Decimal("12.605"))) == {"pay": "12.605"}


def test_a_moment_keeps_its_zone() -> None:
    moment = datetime(2027, 3, 1, 8, tzinfo=UTC)
    terms = Terms(consent=Consent(offered_at=moment, language="en", understands=frozenset({"ro", "en"})))
    assert from_json(to_json(terms)) == terms


@pytest.mark.parametrize(
    "body",
    [
        {"pay": "a lot"},
        {"costs": [{"category": "FEE-MATCH"}]},
        {"nonsense": 1},
        {"licence": {"verdict": "God"}},
    ],
    ids=str,
)
def test_terms_that_somebody_spoilt_are_not_read(body) -> None:
    with pytest.raises(Exception):  # noqa: B017 - whichever; replay names it
        from_json(body)


def test_the_day_does_not_make_another_case_but_everything_else_does() -> None:
    terms = Terms(on=date(2027, 3, 1), costs=(CostLine(category="FEE-MATCH", payer=Payer.EMPLOYER),))
    same = digest_of(to_json(terms), 1, frozenset(), {"vacancy": 1})
    assert digest_of(to_json(replace(terms, on=date(2027, 3, 2))), 1, frozenset(), {"vacancy": 1}) == same
    others = {
        digest_of(to_json(replace(terms, pay=Decimal(1))), 1, frozenset(), {"vacancy": 1}),
        digest_of(to_json(terms), 2, frozenset(), {"vacancy": 1}),
        digest_of(to_json(terms), 1, frozenset({"costs.choice"}), {"vacancy": 1}),
        digest_of(to_json(terms), 1, frozenset(), {"vacancy": 2}),
    }
    assert same not in others
    assert len(others) == 4


def test_the_corpus_is_always_the_same() -> None:
    assert corpus() == made_afresh()
    assert len(set(map(str, corpus()))) > 100
