"""The checks that a person makes are data, each with what to look at and a source."""

import pytest

from portal.compliance.domain import Severity
from portal.compliance.rules.assist import AssistCheck, assist_checks, checks_on

EVERY_CHECK = [pytest.param(one, id=one.id) for one in assist_checks().values()]


@pytest.mark.parametrize("check", EVERY_CHECK)
def test_a_check_says_what_to_look_at_and_why(check: AssistCheck) -> None:
    assert check.id.startswith("assist.")
    assert check.title
    assert check.evidence
    assert check.source


@pytest.mark.parametrize("check", EVERY_CHECK)
def test_what_does_not_block_carries_a_deadline(check: AssistCheck) -> None:
    assert (check.severity is Severity.CRITICAL) is (check.deadline is None)


def test_every_check_is_made_on_a_match_or_on_an_introduction() -> None:
    made = [*checks_on("match"), *checks_on("introduction")]
    assert sorted(one.id for one in made) == sorted(assist_checks())
    assert checks_on("organisation") == ()
