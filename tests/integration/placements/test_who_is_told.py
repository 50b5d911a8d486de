"""Deadlines and bad news go to whom they concern, and to nobody else."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import select

from portal.notifications import rendering
from portal.notifications.models import Mail
from portal.placements import queries
from portal.placements.introductions.domain.answers import NoReason
from portal.placements.introductions.service import introductions
from portal.placements.introductions.service.answers import (
    YesWaits,
    lapse_silent,
    say_no,
    say_yes,
    undo_answer,
)
from portal.placements.introductions.service.engagements import agree_engagement, propose_engagement
from portal.placements.offers import service as offers
from portal.placements.work.service import placements
from tests.builders.placements import (
    FIRST,
    LOAN,
    Matched,
    accepted,
    accepts,
    agreed,
    code,
    introduced,
    job,
    offered,
    opened,
)
from tests.builders.safety import made_safe

Told = set[tuple[str, str]]


def told(at: Matched, act: Callable[[], Any]) -> Told:
    """Which mails an act causes, and to whom: provider, employer, or a worker by name."""
    with at.reading() as session:
        before = set(session.scalars(select(Mail.id)))
    act()
    with at.reading() as session:
        fresh = [one for one in session.scalars(select(Mail)) if one.id not in before]
        return {(_who(at, one.recipient), one.template.removeprefix("placements/")) for one in fresh}


def _who(at: Matched, recipient: str) -> str:
    kind, _, found = recipient.partition(":")
    if kind == "worker":
        return "worker"
    return {at.provider.person_id: "provider", at.employer.person_id: "employer"}[UUID(found)]


def test_a_yes_is_told_to_the_other_side_alone(at: Matched) -> None:
    mails = told(at, lambda: at.do(say_yes, at.employer.organisation_id, at.match_id, 5, by=at.employer))
    assert mails == {("provider", "yes_said")}


def test_an_introduction_is_told_to_both_sides_once(at: Matched) -> None:
    at.do(say_yes, at.employer.organisation_id, at.match_id, 5, by=at.employer)
    mails = told(at, lambda: at.do(say_yes, at.provider.organisation_id, at.match_id, 5, by=at.provider))
    assert mails == {("provider", "introduced"), ("employer", "introduced")}


def test_a_no_is_told_to_whoever_had_said_yes(at: Matched) -> None:
    no = lambda: at.do(  # noqa: E731
        say_no, at.employer.organisation_id, at.match_id, NoReason.PAY, by=at.employer
    )
    at.do(say_yes, at.provider.organisation_id, at.match_id, 5, by=at.provider)
    assert told(at, no) == {("provider", "no_said")}


def test_a_no_to_which_nobody_waited_is_told_to_nobody(at: Matched) -> None:
    mails = told(
        at,
        lambda: at.do(say_no, at.employer.organisation_id, at.match_id, NoReason.PAY, by=at.employer),
    )
    assert mails == set()


def test_a_yes_taken_back_is_told_to_whoever_was_asked(at: Matched) -> None:
    at.do(say_yes, at.provider.organisation_id, at.match_id, 5, by=at.provider)
    mails = told(at, lambda: at.do(undo_answer, at.provider.organisation_id, at.match_id, by=at.provider))
    assert mails == {("employer", "yes_undone")}


def test_silence_is_told_to_both(at: Matched, clock: time_machine.Traveller) -> None:
    said = at.do(say_yes, at.provider.organisation_id, at.match_id, 5, by=at.provider)
    assert isinstance(said, YesWaits)
    assert said.answers.due_at
    clock.move_to(said.answers.due_at)
    mails = told(at, lambda: job(at, lapse_silent))
    assert mails == {("provider", "yes_lapsed"), ("employer", "yes_lapsed")}


def test_terms_are_told_to_whoever_must_agree_and_the_agreement_to_whoever_proposed(at: Matched) -> None:
    made = introduced(at)
    proposed = told(
        at,
        lambda: at.do(propose_engagement, at.provider.organisation_id, made, LOAN, by=at.provider),
    )
    done = told(at, lambda: at.do(agree_engagement, at.employer.organisation_id, made, 1, by=at.employer))
    assert (proposed, done) == ({("employer", "engagement_proposed")}, {("provider", "engagement_agreed")})


def test_an_offer_is_mailed_to_the_worker_alone(at: Matched) -> None:
    made = agreed(at)
    assert told(at, lambda: offered(at, made, "Ana Petrova, ana@workers.example")) == {
        ("worker", "worker_offer")
    }


def test_an_acceptance_is_told_to_the_provider_and_a_full_crew_to_both(at: Matched) -> None:
    made = agreed(at, heads=2)
    first, second = offered(at, made, "Ana Petrova", "Ben Okoro")
    one = told(at, lambda: accepts(at, first))
    two = told(at, lambda: accepts(at, second))
    assert one == {("worker", "worker_accepted"), ("provider", "offer_accepted")}
    assert two == {
        ("worker", "worker_accepted"),
        ("provider", "places_filled"),
        ("employer", "places_filled"),
    }


def test_a_recorded_acceptance_is_told_to_the_worker(at: Matched) -> None:
    made = agreed(at)
    [offer] = offered(at, made, "Ana Petrova, ana@workers.example")
    mails = told(
        at,
        lambda: at.do(
            offers.record_answer, at.provider.organisation_id, offer.id, accepts=True, by=at.provider
        ),
    )
    assert mails == {("worker", "worker_accepted")}


def test_a_decline_is_told_to_the_provider(at: Matched) -> None:
    [offer] = offered(at, agreed(at), "Ana Petrova")
    mails = told(at, lambda: at.do(offers.decline_offer, opened(at, offer)))
    assert mails == {("provider", "offer_declined")}


def test_lapsed_offers_are_told_to_the_provider_in_one_mail(
    at: Matched, clock: time_machine.Traveller
) -> None:
    made = agreed(at)
    offered(at, made)
    clock.shift(timedelta(days=3))
    with at.reading() as session:
        before = len(session.scalars(select(Mail)).all())
    assert told(at, lambda: job(at, offers.expire_offers)) == {("provider", "offers_expired")}
    with at.reading() as session:
        assert len(session.scalars(select(Mail)).all()) == before + 1


def test_a_withdrawn_introduction_is_told_to_the_other_side_and_to_workers_with_open_offers(
    at: Matched,
) -> None:
    made = agreed(at)
    offered(at, made, "Ana Petrova")
    mails = told(
        at,
        lambda: at.do(introductions.withdraw_introduction, at.employer.organisation_id, made, by=at.employer),
    )
    assert mails == {("provider", "introduction_withdrawn"), ("worker", "worker_offer_withdrawn")}


@pytest.fixture
def placed(at: Matched, clock: time_machine.Traveller) -> tuple[UUID, list[UUID]]:
    """Two at work from today, one more with an open offer."""
    made = agreed(at, heads=2, return_date=date(2027, 12, 1))
    accepted(at, made, "Ana Petrova", "Ben Okoro")
    clock.shift(timedelta(days=7))
    made_safe(at, made)
    offered(at, made, "Cleo Marsh")
    with at.reading() as session:
        return made, [one.id for one in queries.placements_of(session, made)]


def test_a_no_show_is_told_to_the_provider_the_worker_and_whoever_waits_for_a_place(
    at: Matched, placed: tuple[UUID, list[UUID]]
) -> None:
    made, (first, second) = placed
    mails = told(
        at,
        lambda: at.do(
            placements.call_roll,
            at.employer.organisation_id,
            made,
            {first: True, second: False},
            by=at.employer,
        ),
    )
    assert mails == {
        ("provider", "workers_started"),
        ("provider", "workers_missed"),
        ("worker", "worker_missed"),
        ("worker", "worker_place_free"),
    }


def test_a_recall_is_told_to_the_employer_and_the_worker(
    at: Matched, placed: tuple[UUID, list[UUID]]
) -> None:
    made, (first, _) = placed
    day = FIRST + timedelta(days=8)
    mails = told(
        at,
        lambda: at.do(
            placements.recall_workers, at.provider.organisation_id, made, [first], day, by=at.provider
        ),
    )
    assert mails == {("employer", "workers_recalled"), ("worker", "worker_recalled")}


def test_a_cancellation_is_told_to_the_provider_and_the_worker(
    at: Matched, placed: tuple[UUID, list[UUID]]
) -> None:
    made, (first, _) = placed
    mails = told(
        at,
        lambda: at.do(
            placements.cancel_workers, at.employer.organisation_id, made, [first], FIRST, by=at.employer
        ),
    )
    assert mails == {("provider", "workers_cancelled"), ("worker", "worker_cancelled")}


def test_an_extension_is_told_to_whoever_must_agree_then_to_the_proposer_and_the_workers(
    at: Matched, placed: tuple[UUID, list[UUID]]
) -> None:
    made, _ = placed
    asked = told(
        at,
        lambda: at.do(
            introductions.propose_extension,
            at.employer.organisation_id,
            made,
            date(2027, 6, 30),
            by=at.employer,
        ),
    )
    done = told(
        at,
        lambda: at.do(introductions.agree_extension, at.provider.organisation_id, made, by=at.provider),
    )
    assert asked == {("provider", "extension_proposed")}
    assert done == {("employer", "introduction_extended"), ("worker", "worker_extended")}


def test_no_mail_in_the_outbox_holds_a_code_and_the_written_one_does(at: Matched) -> None:
    made = agreed(at)
    [offer] = offered(at, made, "Ana Petrova, ana@workers.example")
    with at.reading() as session:
        mail = session.scalars(select(Mail).where(Mail.template == "placements/worker_offer")).one()
    assert code(offer) not in str(mail.facts)
    written = rendering.write(mail.template, mail.facts, name="Ana", language="en", unsubscribe_url=None)
    assert f"http://portal.test/offer/{code(offer)}" in written.text
    assert "You must not pay" in written.text


def test_the_offer_mail_says_what_is_paid_and_until_when_on_the_clock_of_the_place(at: Matched) -> None:
    made = agreed(at)
    offered(at, made, "Ana Petrova, ana@workers.example")
    with at.reading() as session:
        mail = session.scalars(select(Mail).where(Mail.template == "placements/worker_offer")).one()
    written = rendering.write(mail.template, mail.facts, name="Ana", language="en", unsubscribe_url=None)
    due = "3 March 2027, 01:30, United Kingdom Time"
    assert due in written.subject
    for said in (written.text, written.html):
        assert "It pays £14.60 an hour before tax." in said
        assert f"Answer by {due}." in said
