"""Safety before the first shift: recorded by a side, confirmed by the worker, asked for at the roll-call."""

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from portal.compliance.rules.workers import SAFETY
from portal.notifications.models import Mail
from portal.placements import queries
from portal.placements.introductions.domain.answers import NotYours
from portal.placements.offers.service.forgetting import AFTER_A_JOB, forget_workers
from portal.placements.rows import PlacementRow
from portal.placements.work.domain.placements import PlacementState
from portal.placements.work.domain.safety import NothingToConfirm, SafetyIncomplete, SafetyKind
from portal.placements.work.models import SafetyRecord
from portal.placements.work.service import placements
from portal.placements.work.service.placements import SomeMayNotStart
from portal.placements.work.service.reminding import remind_of_safety
from portal.placements.work.service.safety import answer_safety, record_safety
from tests.builders.placements import FIRST, TODAY, Matched, a_match, a_party, accepted, agreed, code, job
from tests.builders.safety import confirmed, given, made_safe, recorded_safe

CREW = ("Ana Petrova, , ana@workers.example", "Ben Okoro")


@pytest.fixture
def at(app: Flask, clock: time_machine.Traveller) -> Matched:
    return a_match(app)


@pytest.fixture
def made(at: Matched) -> UUID:
    introduction_id = agreed(at, 3)
    accepted(at, introduction_id, *CREW)
    return introduction_id


def placed(at: Matched, made: UUID) -> list[PlacementRow]:
    with at.reading() as session:
        return queries.placements_of(session, made)


def call_roll(at: Matched, made: UUID) -> object:
    came = {one.id: True for one in placed(at, made) if one.state is PlacementState.EXPECTED}
    return at.do(placements.call_roll, at.employer.organisation_id, made, came, by=at.employer)


def mails(at: Matched, template: str) -> int:
    with at.reading() as session:
        wanted = select(Mail).where(Mail.template == f"placements/{template}")
        return len(session.scalars(wanted).all())


def test_nobody_starts_before_their_safety_is_recorded_and_confirmed(
    at: Matched, made: UUID, clock: time_machine.Traveller
) -> None:
    clock.shift(timedelta(days=7))
    refused = call_roll(at, made)
    assert {one.rule for one in refused.findings} == {SAFETY}  # type: ignore[attr-defined]
    ana, ben = recorded_safe(at, made)
    confirmed(at, ana)
    outcome = call_roll(at, made)
    assert isinstance(outcome, SomeMayNotStart)
    assert set(outcome.forbidden) == {ben}
    assert dict(outcome.forbidden[ben][0].facts)["missing"] == "instruction, ppe, training"
    confirmed(at, ben)
    assert call_roll(at, made) == 1
    assert {one.state for one in placed(at, made)} == {PlacementState.STARTED}


def test_a_worker_who_did_not_get_it_does_not_start(
    at: Matched, made: UUID, clock: time_machine.Traveller
) -> None:
    ana, ben = recorded_safe(at, made)
    confirmed(at, ana)
    confirmed(at, ben, got=False)
    clock.shift(timedelta(days=7))
    outcome = call_roll(at, made)
    assert isinstance(outcome, SomeMayNotStart)
    assert set(outcome.forbidden) == {ben}


def test_a_new_record_needs_a_new_confirmation(
    at: Matched, made: UUID, clock: time_machine.Traveller
) -> None:
    made_safe(at, made)
    clock.shift(timedelta(days=7))
    recorded_safe(at, made)
    assert not isinstance(call_roll(at, made), int)


def test_what_the_worker_confirms_was_in_a_language_the_worker_understands(
    at: Matched, made: UUID, clock: time_machine.Traveller
) -> None:
    clock.shift(timedelta(days=7))
    for one in placed(at, made):
        told = given(FIRST, language="ro")
        at.do(record_safety, at.provider.organisation_id, made, [one.id], told, by=at.provider)
        confirmed(at, one.id)
    assert call_roll(at, made) == 2


def test_equipment_that_is_not_needed_waits_for_nobody(
    at: Matched, made: UUID, clock: time_machine.Traveller
) -> None:
    clock.shift(timedelta(days=7))
    [one, _other] = placed(at, made)
    answers = given(
        FIRST,
        given=(SafetyKind.INSTRUCTION, SafetyKind.TRAINING),
        not_needed=(SafetyKind.PPE,),
        because="Work at a desk",
    )
    at.do(record_safety, at.employer.organisation_id, made, [one.id], answers, by=at.employer)
    confirmed(at, one.id)
    outcome = call_roll(at, made)
    assert isinstance(outcome, SomeMayNotStart)
    assert outcome.recorded == 1


def test_nothing_is_recorded_of_a_day_that_is_still_to_come(at: Matched, made: UUID) -> None:
    ids = [one.id for one in placed(at, made)]
    done = at.do(
        record_safety,
        at.employer.organisation_id,
        made,
        ids,
        given(TODAY + timedelta(days=1)),
        by=at.employer,
    )
    assert isinstance(done, SafetyIncomplete)


def test_a_stranger_records_nothing(at: Matched, made: UUID) -> None:
    other = a_party(at.app, "Other Crews", supplies=True)
    ids = [one.id for one in placed(at, made)]
    done = at.do(record_safety, other.organisation_id, made, ids, given(TODAY), by=other)
    assert done == NotYours()


def test_nobody_confirms_what_another_worker_got(at: Matched, made: UUID) -> None:
    _ana, ben = recorded_safe(at, made)
    with at.reading() as session:
        offer = next(one for one in queries.offers_of(session, made) if one.number == 1)
        of_ben = session.scalars(select(SafetyRecord.id).where(SafetyRecord.placement_id == ben)).first()
    assert at.do(answer_safety, code(offer), of_ben, got=True, language="en") == NothingToConfirm()


def test_the_worker_is_asked_once_a_day_and_again_on_the_day_before_the_start(
    at: Matched, made: UUID, clock: time_machine.Traveller
) -> None:
    recorded_safe(at, made)
    clock.shift(timedelta(hours=1))
    ana, _ben = recorded_safe(at, made)
    assert mails(at, "worker_safety") == 2  # one for each worker; without an address it waits for one
    clock.shift(timedelta(days=6))
    confirmed(at, ana)
    assert job(at, remind_of_safety) == 1
    job(at, remind_of_safety)
    assert mails(at, "worker_safety_reminder") == 1


def test_what_was_recorded_is_forgotten_with_the_worker(
    at: Matched, made: UUID, clock: time_machine.Traveller
) -> None:
    made_safe(at, made)
    clock.shift(AFTER_A_JOB + timedelta(days=120))
    job(at, forget_workers)
    with at.reading() as session:
        assert session.scalars(select(SafetyRecord)).all() == []
