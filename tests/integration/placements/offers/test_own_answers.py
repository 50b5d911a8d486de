"""A worker's own answer: taken back within the hour, with more time, kept as it was shown; questions."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import time_machine
from flask import Flask
from sqlalchemy import select

from portal.placements import queries
from portal.placements.introductions.domain.answers import NotYours, Side
from portal.placements.models import AnswerRecord
from portal.placements.offers import service as offers
from portal.placements.offers.domain.offers import (
    Channel,
    MoreTimeGiven,
    NotOpened,
    OfferAct,
    OfferAlreadyAnswered,
    OfferState,
    TooLateToUndo,
)
from portal.placements.offers.questions import question, questions_of_offer
from portal.placements.offers.service.questions import AnsweredBefore, answer_question, ask_question, pass_on
from portal.placements.offers.shown_text import text_hash
from tests.builders.placements import (
    Matched,
    accepted,
    accepts,
    agreed,
    code,
    offered,
    opened,
)


def test_nobody_answers_before_there_is_a_word(at: Matched) -> None:
    [offer] = offered(at, agreed(at), "Ana Petrova")
    for act in (offers.accept_offer, offers.decline_offer, offers.take_back, offers.ask_more_time):
        assert at.do(act, code(offer)) == NotOpened()


def test_an_acceptance_is_taken_back_within_the_hour_and_the_place_is_free(
    at: Matched, clock: time_machine.Traveller
) -> None:
    made = agreed(at, heads=1)
    first, second = offered(at, made, "Ana Petrova", "Ion Rusu")
    accepts(at, first)
    clock.shift(timedelta(minutes=59))
    assert at.do(offers.take_back, code(first)) is OfferState.OPEN
    with at.reading() as session:
        assert queries.placements_of(session, made) == []
        assert queries.filled_places(session, made) == 0
    assert accepts(at, second) is OfferState.ACCEPTED


def test_an_answer_is_not_taken_back_after_the_hour(at: Matched, clock: time_machine.Traveller) -> None:
    [offer] = accepted(at, agreed(at), "Ana Petrova")
    clock.shift(timedelta(hours=1))
    assert at.do(offers.take_back, code(offer)) == TooLateToUndo()


def test_what_was_taken_back_can_be_accepted_again(at: Matched) -> None:
    made = agreed(at)
    [offer] = accepted(at, made, "Ana Petrova")
    at.do(offers.take_back, code(offer))
    assert accepts(at, offer) is OfferState.ACCEPTED
    with at.reading() as session:
        assert len(queries.placements_of(session, made)) == 1


def test_a_no_is_taken_back_and_the_offer_is_open(at: Matched) -> None:
    [offer] = offered(at, agreed(at), "Ana Petrova")
    at.do(offers.decline_offer, opened(at, offer))
    assert at.do(offers.take_back, code(offer)) is OfferState.OPEN


def test_what_the_provider_recorded_is_not_the_workers_to_take_back(at: Matched) -> None:
    [offer] = offered(at, agreed(at), "Ana Petrova")
    at.do(offers.record_answer, at.provider.organisation_id, offer.id, accepts=True, by=at.provider)
    assert at.do(offers.take_back, opened(at, offer)) == TooLateToUndo()


def test_more_time_is_given_once_and_never_past_the_start(at: Matched) -> None:
    [offer] = offered(at, agreed(at), "Ana Petrova")
    assert at.do(offers.ask_more_time, opened(at, offer)) is OfferState.OPEN
    assert at.do(offers.ask_more_time, code(offer)) == MoreTimeGiven()
    assert at.do(offers.prolong_offer, at.employer.organisation_id, offer.id, by=at.employer) == NotYours()
    until = at.do(offers.prolong_offer, at.provider.organisation_id, offer.id, by=at.provider)
    assert until == offer.answer_by + timedelta(hours=48)
    again = at.do(offers.prolong_offer, at.provider.organisation_id, offer.id, by=at.provider)
    assert again == MoreTimeGiven()


def test_two_devices_that_answer_at_once_give_one_answer(app: Flask, at: Matched) -> None:
    made = agreed(at)
    [offer] = offered(at, made, "Ana Petrova")
    opened(at, offer)

    def answer(act: object) -> object:
        with app.app_context():
            return at.do(act, code(offer))  # type: ignore[arg-type]

    with ThreadPoolExecutor(max_workers=2) as devices:
        outcomes = list(devices.map(answer, (offers.accept_offer, offers.decline_offer)))
    given = [one for one in outcomes if isinstance(one, OfferState)]
    assert len(given) == 1
    assert OfferAlreadyAnswered(given[0]) in outcomes
    with at.reading() as session:
        assert len(session.scalars(select(AnswerRecord)).all()) == 1


def test_what_was_shown_is_kept_with_the_answer_by_road_and_language(at: Matched) -> None:
    first, second = offered(at, agreed(at), "Ana Petrova", "Ion Rusu")
    accepts(at, first)
    at.do(offers.record_answer, at.provider.organisation_id, second.id, accepts=False, by=at.provider)
    with at.reading() as session:
        own, told = session.scalars(select(AnswerRecord).order_by(AnswerRecord.act)).all()
    assert (own.act, own.channel) == (OfferAct.ACCEPT, Channel.DEVICE)
    assert (told.act, told.channel) == (OfferAct.DECLINE, Channel.AGENCY)
    assert own.shown_hash == text_hash(own.shown)
    for words in ("warehouse forklift driver", "Wash Logistics", "£14.60", "You keep your job"):
        assert words in own.shown
    assert "Ana" not in own.shown


def test_a_question_is_answered_by_the_provider_and_read_by_nobody_else(at: Matched) -> None:
    [offer] = offered(at, agreed(at), "Ana Petrova")
    asked = at.do(ask_question, opened(at, offer), Side.PROVIDER, "Is there a bus?", "en")
    with at.reading() as session:
        assert question(session, at.employer.organisation_id, asked) is None
    assert at.do(answer_question, at.employer.organisation_id, asked, "No", by=at.employer) == NotYours()
    assert at.do(answer_question, at.provider.organisation_id, asked, "At 05:20", by=at.provider) == asked
    again = at.do(answer_question, at.provider.organisation_id, asked, "No bus", by=at.provider)
    assert again == AnsweredBefore()
    with at.reading() as session:
        [shown] = questions_of_offer(session, offer.id)
    assert (shown.answer, shown.answered_by) == ("At 05:20", Side.PROVIDER)


def test_a_question_that_is_passed_on_is_answered_by_the_workplace(at: Matched) -> None:
    [offer] = offered(at, agreed(at), "Ana Petrova")
    asked = at.do(ask_question, opened(at, offer), Side.EMPLOYER, "Which gate?", "en")
    assert at.do(pass_on, at.employer.organisation_id, asked, by=at.employer) == NotYours()
    assert at.do(pass_on, at.provider.organisation_id, asked, by=at.provider) == asked
    assert at.do(answer_question, at.employer.organisation_id, asked, "Gate 3", by=at.employer) == asked
