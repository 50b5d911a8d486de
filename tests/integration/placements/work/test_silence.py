"""Who does not say on day 7 or 30 how the job is, and was asked twice, is called by staff."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from portal.audit import queries as audit
from portal.compliance.errands.domain import Errand, ErrandDone, ErrandKind
from portal.compliance.errands.models import ErrandRow
from portal.compliance.errands.queries import errands_on
from portal.compliance.errands.service import finish_errand
from portal.kernel.events import Ref
from portal.placements import queries
from portal.placements.offers.service.forgetting import AFTER_A_JOB, forget_workers
from portal.placements.rows import OfferRow
from portal.placements.work.domain.check_ins import CheckInAnswers
from portal.placements.work.service.check_ins import check_in
from portal.placements.work.service.silence import notice_silence
from tests.builders.at_work import began
from tests.builders.placements import Matched, accepted, agreed, code, job

FINE = CheckInAnswers(as_promised=True, asked_for_money=False)


@pytest.fixture
def ana(at: Matched, clock: time_machine.Traveller) -> OfferRow:
    """The offer of somebody who begins now."""
    made = agreed(at)
    accepted(at, made, "Ana Petrova")
    clock.shift(timedelta(days=7))
    [offer] = began(at, made)
    return offer


def errands(at: Matched, offer: OfferRow) -> list[Errand]:
    with at.reading() as session:
        placed = queries.placement_of_offer(session, offer.id)
        assert placed is not None
        return errands_on(session, Ref("placement", placed.id))


def trail(at: Matched, about: Ref) -> list[audit.Entry]:
    with at.reading() as session:
        return audit.trail(session, [about])


def test_staff_are_asked_once_to_call_after_the_reminder_was_not_answered(
    at: Matched, ana: OfferRow, clock: time_machine.Traveller
) -> None:
    clock.shift(timedelta(days=11))
    assert job(at, notice_silence) == 0
    clock.shift(timedelta(days=1))
    assert [job(at, notice_silence), job(at, notice_silence)] == [1, 0]
    [call] = errands(at, ana)
    assert call.kind is ErrandKind.SILENT_FIRST
    assert call.due_at - call.since == timedelta(days=3)


def test_an_answer_before_the_call_ends_it(at: Matched, ana: OfferRow, clock: time_machine.Traveller) -> None:
    clock.shift(timedelta(days=12))
    job(at, notice_silence)
    at.do(check_in, code(ana), FINE, "en")
    [call] = errands(at, ana)
    assert call.done_at is not None
    assert [one.action for one in trail(at, call.about)][-1] == "compliance:errand:settle"


def test_who_has_answered_is_not_called(at: Matched, ana: OfferRow, clock: time_machine.Traveller) -> None:
    clock.shift(timedelta(days=8))
    at.do(check_in, code(ana), FINE, "en")
    clock.shift(timedelta(days=6))
    assert job(at, notice_silence) == 0


def test_a_call_is_done_once_with_a_note_that_the_trail_does_not_hold(
    at: Matched, ana: OfferRow, clock: time_machine.Traveller
) -> None:
    clock.shift(timedelta(days=12))
    job(at, notice_silence)
    [call] = errands(at, ana)
    officer = at.employer.person_id
    done = at.do(finish_errand, call.id, "Spoke to her: all is well.", by=at.employer)
    assert (done.done_by, done.note) == (officer, "Spoke to her: all is well.")
    assert at.do(finish_errand, call.id, "Again", by=at.employer) == ErrandDone()
    told = trail(at, call.about)[-1]
    assert (told.action, told.actor) == ("compliance:errand:finish", officer)
    assert "Spoke" not in str(told.facts)
    assert job(at, notice_silence) == 0


def test_silence_on_day_30_is_another_call_that_takes_the_place_of_one_nobody_made(
    at: Matched, ana: OfferRow, clock: time_machine.Traveller
) -> None:
    clock.shift(timedelta(days=12))
    job(at, notice_silence)
    clock.shift(timedelta(days=23))
    assert job(at, notice_silence) == 1
    first, second = errands(at, ana)
    assert (second.kind, second.done_at) == (ErrandKind.SILENT_SECOND, None)
    assert first.done_at is not None


def test_what_staff_wrote_is_forgotten_with_the_worker(
    at: Matched, ana: OfferRow, clock: time_machine.Traveller
) -> None:
    clock.shift(timedelta(days=12))
    job(at, notice_silence)
    with at.reading() as session:
        placed = queries.placement_of_offer(session, ana.id)
    assert placed is not None
    clock.shift(AFTER_A_JOB + (placed.last - placed.first) + timedelta(days=1))
    job(at, forget_workers)
    with at.reading() as session:
        assert session.scalars(select(ErrandRow)).all() == []
