"""What has to be there before the first shift."""

from datetime import date, timedelta

import pytest

from portal.placements.work.domain.safety import (
    SafetyAnswers,
    SafetyFlaw,
    SafetyIncomplete,
    SafetyKind,
    SafetyMeasure,
    SafetyStanding,
    lacking,
    record,
)

DAY = date(2027, 3, 8)
INSTRUCTION, PPE, TRAINING = SafetyKind
WHOLE = {"given": (INSTRUCTION, PPE), "on": DAY, "language": "ro", "given_by": "Jo Hall"}


def standing(
    kind: SafetyKind, *, got: bool | None = True, on: date = DAY, because: str = ""
) -> SafetyStanding:
    return SafetyStanding(
        SafetyMeasure(kind=kind, on=on, language="ro", given_by="Jo Hall", not_needed_because=because), got
    )


def test_each_thing_that_was_given_is_a_record_of_its_own() -> None:
    made = record(SafetyAnswers(**WHOLE), today=DAY)
    assert isinstance(made, tuple)
    assert [(one.kind, one.on, one.language, one.given_by) for one in made] == [
        (INSTRUCTION, DAY, "ro", "Jo Hall"),
        (PPE, DAY, "ro", "Jo Hall"),
    ]


def test_equipment_can_be_needless_for_a_reason_but_an_instruction_never() -> None:
    answers = SafetyAnswers(not_needed=(INSTRUCTION, PPE), because="Work at a desk")
    made = record(answers, today=DAY)
    assert isinstance(made, tuple)
    assert [(one.kind, one.is_needed) for one in made] == [(PPE, False)]


@pytest.mark.parametrize(
    ("changes", "flaws"),
    [
        ({"given": ()}, {SafetyFlaw.NOTHING_SAID}),
        ({"given": (), "not_needed": (INSTRUCTION,), "because": "x"}, {SafetyFlaw.NOTHING_SAID}),
        ({"on": None}, {SafetyFlaw.DAY_MISSING}),
        ({"on": DAY + timedelta(days=1)}, {SafetyFlaw.DAY_TO_COME}),
        ({"language": None, "given_by": " "}, {SafetyFlaw.LANGUAGE_MISSING, SafetyFlaw.GIVER_MISSING}),
        ({"not_needed": (TRAINING,)}, {SafetyFlaw.REASON_MISSING}),
        ({"not_needed": (PPE,), "because": "x"}, {SafetyFlaw.BOTH_SAID}),
    ],
)
def test_all_that_is_missing_is_said_at_once(changes: dict[str, object], flaws: set[SafetyFlaw]) -> None:
    made = record(SafetyAnswers(**{**WHOLE, **changes}), today=DAY)  # type: ignore[arg-type]
    assert isinstance(made, SafetyIncomplete)
    assert set(made.flaws) == flaws


def test_nothing_counts_before_the_worker_confirms_it() -> None:
    found = [standing(INSTRUCTION), standing(PPE, got=None), standing(TRAINING, got=False)]
    assert lacking(found, start=DAY) == (PPE, TRAINING)
    assert lacking([standing(kind) for kind in SafetyKind], start=DAY) == ()


def test_what_is_not_needed_holds_until_the_worker_says_no() -> None:
    because = "No machines here"
    held = [standing(INSTRUCTION), standing(PPE), standing(TRAINING, got=None, because=because)]
    assert lacking(held, start=DAY) == ()
    denied = [*held[:2], standing(TRAINING, got=False, because=because)]
    assert lacking(denied, start=DAY) == (TRAINING,)


def test_a_record_dated_after_the_start_does_not_count() -> None:
    late = [standing(kind, on=DAY + timedelta(days=1)) for kind in SafetyKind]
    assert lacking(late, start=DAY) == tuple(SafetyKind)
