"""In which order sanctions come, and who may decide what."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from uuid import UUID, uuid4

import pytest

from portal.compliance.domain import Severity
from portal.compliance.sanctions.domain import (
    SANCTION,
    EndProposed,
    MayStillReply,
    Sanction,
    SanctionAct,
    SanctionNotPossible,
    SanctionState,
    Step,
    StepStands,
    StepTooEarly,
    judge_decision,
    judge_step,
    next_step,
    reply_until,
)
from portal.kernel.outcomes import NeedsSecondPerson

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
ANNA, BEN = uuid4(), uuid4()
PROPOSED = Sanction(
    id=uuid4(),
    organisation_id=uuid4(),
    finding_id=uuid4(),
    step=Step.ADVICE,
    state=SanctionState.PROPOSED,
    reason="a deposit was asked for",
    asked_for="",
    deadline=None,
    proposed_by=ANNA,
    proposed_at=NOW,
    reply_until=NOW + timedelta(days=7),
    reply=None,
    replied_at=None,
    decided_by=None,
    decided_at=None,
    decision_reason=None,
    ended_by=None,
    ended_at=None,
    end_reason=None,
)


def past(step: Step, state: SanctionState = SanctionState.IMPOSED) -> Sanction:
    return replace(PROPOSED, step=step, state=state)


def test_the_first_step_is_advice() -> None:
    assert next_step([]) is Step.ADVICE


def test_each_step_follows_the_one_before() -> None:
    assert next_step([past(Step.ADVICE)]) is Step.CONDITIONS
    assert next_step([past(Step.ADVICE), past(Step.CONDITIONS, SanctionState.MET)]) is Step.SUSPENSION
    assert next_step([past(Step.SUSPENSION)]) is Step.REMOVAL
    assert next_step([past(Step.REMOVAL)]) is Step.REMOVAL


@pytest.mark.parametrize("state", [SanctionState.DROPPED, SanctionState.REVERSED, SanctionState.PROPOSED])
def test_a_step_that_never_stood_or_was_taken_back_leads_nowhere(state: SanctionState) -> None:
    assert next_step([past(Step.ADVICE, state)]) is Step.ADVICE


def test_milder_steps_come_first() -> None:
    assert judge_step(Step.CONDITIONS, Severity.MAJOR, []) == StepTooEarly(Step.ADVICE)


def test_on_a_critical_failure_suspension_may_come_at_once_but_never_removal() -> None:
    assert judge_step(Step.SUSPENSION, Severity.CRITICAL, []) is None
    assert judge_step(Step.REMOVAL, Severity.CRITICAL, []) == StepTooEarly(Step.SUSPENSION)


def test_a_step_is_not_proposed_twice() -> None:
    assert judge_step(Step.ADVICE, Severity.MAJOR, [PROPOSED]) == StepStands(Step.ADVICE)
    assert judge_step(Step.ADVICE, Severity.MAJOR, [past(Step.SUSPENSION)]) == StepStands(Step.SUSPENSION)


def test_a_critical_failure_leaves_two_days_for_the_reply_others_seven() -> None:
    assert reply_until(Severity.CRITICAL, NOW) - NOW == timedelta(days=2)
    assert reply_until(Severity.MAJOR, NOW) - NOW == timedelta(days=7)


@pytest.mark.parametrize("act", [SanctionAct.IMPOSE, SanctionAct.DROP])
def test_whoever_proposed_it_does_not_decide_on_it(act: SanctionAct) -> None:
    replied = replace(PROPOSED, reply="We gave it back.")
    assert judge_decision(replied, act, ANNA, NOW) == NeedsSecondPerson()
    assert judge_decision(replied, act, BEN, NOW) is SANCTION[SanctionState.PROPOSED, act]


def test_nothing_is_imposed_while_the_organisation_may_still_reply() -> None:
    assert judge_decision(PROPOSED, SanctionAct.IMPOSE, BEN, NOW) == MayStillReply(PROPOSED.reply_until)
    assert judge_decision(PROPOSED, SanctionAct.DROP, BEN, NOW) is SanctionState.DROPPED
    later = PROPOSED.reply_until
    assert judge_decision(PROPOSED, SanctionAct.IMPOSE, BEN, later) is SanctionState.IMPOSED


SUSPENDED = replace(PROPOSED, step=Step.SUSPENSION, state=SanctionState.IMPOSED)


@pytest.mark.parametrize("step", [Step.SUSPENSION, Step.REMOVAL])
@pytest.mark.parametrize("act", [SanctionAct.MEET, SanctionAct.REVERSE])
@pytest.mark.parametrize("by", [ANNA, BEN])
def test_nobody_alone_ends_what_stops_an_organisation(step: Step, act: SanctionAct, by: UUID) -> None:
    assert judge_decision(replace(SUSPENDED, step=step), act, by, NOW) == EndProposed(act)


@pytest.mark.parametrize("act", [SanctionAct.MEET, SanctionAct.REVERSE])
def test_a_second_person_ends_it_as_the_first_would_or_lets_it_stand(act: SanctionAct) -> None:
    ending = replace(SUSPENDED, ending=act, ending_by=ANNA)
    assert judge_decision(ending, act, ANNA, NOW) == NeedsSecondPerson()
    assert judge_decision(ending, SanctionAct.KEEP, ANNA, NOW) == NeedsSecondPerson()
    assert judge_decision(ending, act, BEN, NOW) is SANCTION[SanctionState.IMPOSED, act]
    assert judge_decision(ending, SanctionAct.KEEP, BEN, NOW) is SanctionState.IMPOSED
    [other] = {SanctionAct.MEET, SanctionAct.REVERSE} - {act}
    assert judge_decision(ending, other, BEN, NOW) == SanctionNotPossible(SanctionState.IMPOSED)


def test_what_was_met_is_not_struck_from_the_record_by_one_person_either() -> None:
    met = replace(SUSPENDED, state=SanctionState.MET)
    assert judge_decision(met, SanctionAct.REVERSE, BEN, NOW) == EndProposed(SanctionAct.REVERSE)


@pytest.mark.parametrize("step", [Step.ADVICE, Step.CONDITIONS])
def test_one_person_says_that_a_condition_is_met(step: Step) -> None:
    given = replace(SUSPENDED, step=step)
    assert judge_decision(given, SanctionAct.MEET, ANNA, NOW) is SanctionState.MET


@pytest.mark.parametrize(("state", "act"), list(product(SanctionState, SanctionAct)))
def test_an_act_fits_a_state_or_is_refused(state: SanctionState, act: SanctionAct) -> None:
    given = replace(PROPOSED, state=state, reply="We gave it back.")
    outcome = judge_decision(given, act, BEN, NOW)
    if (state, act) in SANCTION:
        assert outcome is SANCTION[state, act]
    else:
        assert outcome == SanctionNotPossible(state)


@pytest.mark.parametrize("state", [SanctionState.IMPOSED, SanctionState.MET])
def test_whatever_stood_can_be_taken_back(state: SanctionState) -> None:
    assert SANCTION[state, SanctionAct.REVERSE] is SanctionState.REVERSED
