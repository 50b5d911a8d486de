"""Did you pay anything to get this job? On an old phone, with no account."""

from datetime import timedelta
from decimal import Decimal

import time_machine

from portal.compliance.costs.queries import cost_answer, ledger_of
from portal.kernel.events import Ref
from portal.placements import queries
from tests.builders.accounts import a_browser_of, a_compliance_officer
from tests.builders.opening import open_on
from tests.builders.placements import Matched, accepted, agreed, code, offered
from tests.web_client import ReviewingClient

TYPED = {
    "paid_for": "FEE-MATCH",
    "amount": "200",
    "currency": "GBP",
    "to_whom": "the man at the bus",
    "how": "cash",
    "stage": "recruitment",
}


def a_phone(at: Matched, *lines: str) -> tuple[ReviewingClient, str]:
    """The worker's own device, on which the offer was opened, and the offer's code."""
    [offer, *_] = accepted(at, agreed(at), *(lines or ("Ana Petrova",)))
    phone = ReviewingClient(at.app)
    open_on(phone, code(offer))
    return phone, code(offer)


def reported(at: Matched, word: str) -> list[Decimal | None]:
    with at.reading() as session:
        offer = queries.offer_by_code(session, word)
        assert offer
        placement = queries.placement_of_offer(session, offer.id)
        assert placement
        return [one.line.amount for one in ledger_of(session, Ref("placement", placement.id)).reported]


def test_the_question_comes_once_the_worker_has_accepted(at: Matched) -> None:
    [offer] = offered(at, agreed(at), "Ana Petrova")
    phone = ReviewingClient(at.app)
    page = phone.get(f"/offer/{code(offer)}")
    assert "Did you pay anything" not in page.text
    page = open_on(phone, code(offer))
    assert phone.get(f"/offer/{code(offer)}/paid").status == 404
    after = phone.submit(page, to="/accept")
    assert "Did you pay anything to get this job?" in after.text


def test_no_is_one_button_and_twice_is_once(at: Matched) -> None:
    phone, word = a_phone(at)
    page = phone.get(f"/offer/{word}")
    said = phone.submit(page, to="/paid-nothing")
    assert "You said that you paid nothing to get this job." in said.text
    assert phone.submit(page, to="/paid-nothing").status == 200
    assert "You can change it for a day." in said.text


def test_yes_asks_what_how_much_to_whom_and_when_and_loses_nothing(at: Matched) -> None:
    phone, word = a_phone(at)
    form = phone.get(phone.get(f"/offer/{word}").link("Yes, I paid something"))
    wrong = phone.submit(form, **(TYPED | {"amount": "a lot"}))
    assert wrong.status == 422
    assert "Enter a number from 0 to 1,000,000, like 12.50" in wrong.text
    kept = wrong.form("/paid")["data"]
    assert (kept["amount"], kept["to_whom"], kept["paid_for"]) == ("a lot", "the man at the bus", "FEE-MATCH")
    assert reported(at, word) == []

    done = phone.submit(wrong, **TYPED)
    assert "Nobody at the agency or the workplace is told that it was you" in done.text
    assert reported(at, word) == [Decimal(200)]


def test_looking_answers_nothing(at: Matched) -> None:
    phone, word = a_phone(at)
    for path in ("", "/paid", "/paid-nothing"):
        phone.get(f"/offer/{word}{path}")
    with at.reading() as session:
        offer = queries.offer_by_code(session, word)
        assert offer
        placement = queries.placement_of_offer(session, offer.id)
        assert placement
        assert cost_answer(session, placement.id) is None


def test_a_payment_of_yesterday_is_not_taken_back(at: Matched, clock: time_machine.Traveller) -> None:
    phone, word = a_phone(at)
    phone.submit(phone.get(f"/offer/{word}/paid"), **TYPED)
    said = reported(at, word)
    clock.shift(timedelta(days=2))
    again = phone.submit(open_on(phone, word), to="/paid-nothing")
    assert "Your answer is more than a day old and stands" in again.text
    assert reported(at, word) == said != []


def test_who_said_nothing_at_first_can_speak_up_later(at: Matched, clock: time_machine.Traveller) -> None:
    phone, word = a_phone(at)
    phone.submit(phone.get(f"/offer/{word}"), to="/paid-nothing")
    clock.shift(timedelta(days=2))
    open_on(phone, word)
    phone.submit(phone.get(f"/offer/{word}/paid"), **TYPED)
    assert len(reported(at, word)) == 1


def test_a_link_that_the_provider_holds_too_tells_nothing_of_the_answer(at: Matched) -> None:
    """Slips with every worker's link are printed by the labour provider."""
    phone, word = a_phone(at)

    def shown() -> str:
        return ReviewingClient(at.app).get(f"/offer/{word}").text

    before = shown()
    assert "Did you pay anything to get this job?" in before
    phone.submit(phone.get(f"/offer/{word}/paid"), **TYPED)
    assert shown() == before
    phone.submit(phone.get(f"/offer/{word}"), to="/paid-nothing")
    assert shown() == before


def test_whoever_only_holds_the_link_neither_answers_nor_takes_the_answer_back(at: Matched) -> None:
    """A labour provider that took the money would press "No, I paid nothing" on the same day."""
    phone, word = a_phone(at)
    phone.submit(phone.get(f"/offer/{word}/paid"), **TYPED)
    other = ReviewingClient(at.app)
    asked = other.submit(other.get(f"/offer/{word}"), to="/paid-nothing")
    assert "Your secret word" in asked.text
    assert "Your secret word" in other.get(f"/offer/{word}/paid").text
    assert reported(at, word) == [Decimal(200)]


def test_nobody_of_either_side_reads_who_said_that_they_paid(
    at: Matched, clock: time_machine.Traveller
) -> None:
    phone, word = a_phone(at, "Ana Petrova", "Ben Okoro", "Cleo Marsh")
    phone.submit(phone.get(f"/offer/{word}/paid"), **TYPED)
    clock.shift(timedelta(days=2))
    with at.reading() as session:
        [introduction] = queries.introductions_of_organisation(session, at.provider.organisation_id)
    for who in (at.provider, at.employer):
        member = a_browser_of(at.app, who.person_id)
        for path in (f"/introductions/{introduction.id}", f"/matches/{at.match_id}"):
            page = member.get(path)
            assert page.status == 200
            for told in ("the man at the bus", "200.00", "says that they paid", "Released from hold"):
                assert told not in page.text, (path, told)


def test_staff_read_what_was_paid_but_not_who_said_it(at: Matched) -> None:
    phone, word = a_phone(at, "Ana Petrova", "Ben Okoro", "Cleo Marsh")
    phone.submit(phone.get(f"/offer/{word}/paid"), **TYPED)
    page = a_browser_of(at.app, a_compliance_officer(at.app)).get(f"/staff/matches/{at.match_id}")
    assert "What placed workers say that they paid" in page.text
    assert "the man at the bus" in page.text
    assert "Petrova" not in page.html


def test_how_each_cost_is_known_is_said_in_words_on_the_offer(
    at: Matched, clock: time_machine.Traveller
) -> None:
    phone, word = a_phone(at)
    before = phone.get(f"/offer/{word}").text
    assert "Declared The employer says so. Nobody has shown or confirmed it yet." in before
    phone.submit(phone.get(f"/offer/{word}"), to="/paid-nothing")
    assert "Confirmed by 1 of 1 worker" not in phone.get(f"/offer/{word}").text
    clock.shift(timedelta(days=2))
    assert "Confirmed by 1 of 1 worker" in phone.get(f"/offer/{word}").text
