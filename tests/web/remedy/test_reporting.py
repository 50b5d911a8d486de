"""Reporting from a phone without an account, and looking the case up again."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts import queries as accounts
from portal.infra.web import languages
from portal.notifications.models import Mail
from portal.remedy import queries
from portal.remedy.domain.money import PaymentState
from portal.remedy.domain.reporting import Complaint
from portal.remedy.rows import CaseRow, PaymentRow
from portal.remedy.service import writing
from portal.remedy.service.scope import repayment_code_under
from portal.workers.own_contact import waiting_for_help
from tests.builders.accounts import a_browser_of
from tests.builders.opening import open_on
from tests.builders.placements import NOW, TODAY, WORD, code
from tests.builders.remedy import Crew, affected, by_staff, paid, reported
from tests.web_client import Page, ReviewingClient


class Phone(ReviewingClient):
    """A browser that remembers every address it was at."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app)
        self.addresses: list[str] = []

    def _reviewed(self, response: Any) -> Page:
        page = super()._reviewed(response)
        self.addresses += [one.request.url for one in (*page.response.history, page.response)]
        return page


@pytest.fixture
def every_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is offered, however far its translation has come."""
    drafted = languages.Translation(languages.State.DRAFTED, "translator", TODAY)
    monkeypatch.setattr(languages, "translations", lambda: dict.fromkeys(languages.LANGUAGES, drafted))


@pytest.fixture
def phone(app: Flask) -> Phone:
    return Phone(app)


def report(phone: ReviewingClient, page: Page, **typed: Any) -> Page:
    typed = {"complaint": Complaint.ASKED_FOR_MONEY.value, "reach": "anonymous", **typed}
    return phone.submit(page, to="/report", **typed)


def number_and_word(page: Page) -> tuple[str, str]:
    number, word = (
        re.search(rf'id="{name}"><bdi>([^<]+)</bdi>', page.html) for name in ("case-number", "case-word")
    )
    assert number, page.text
    assert word
    return number[1], word[1]


def all_cases(crew: Crew) -> list[CaseRow]:
    with crew.at.reading() as session:
        return queries.cases(session)


def test_from_the_offer_to_a_number_and_a_word_in_two_taps_and_a_press(crew: Crew, phone: Phone) -> None:
    offer = phone.get(f"/offer/{code(crew.offers[1])}")
    form = phone.get(offer.link("Someone asked you for money?"))
    assert form.form("/report")["action"] == "/report"
    assert "About this job: warehouse forklift driver in Boston" in form.text
    done = report(phone, form)
    assert done.path == "/report/received"
    number, word = number_and_word(done)
    [row] = all_cases(crew)
    assert row.number == number
    assert row.through_offer
    status = phone.get(done.link("Open my case"))
    assert "We have your report" in status.text
    assert "12:00, United Kingdom Time" in status.text
    addresses = " ".join(phone.addresses)
    assert number not in addresses
    assert word not in addresses


def test_neither_number_nor_word_stands_in_the_cookie(crew: Crew, phone: Phone) -> None:
    number, word = number_and_word(report(phone, phone.get(f"/offer/{code(crew.offers[1])}/report")))
    with phone.http.session_transaction() as session:
        kept = str(dict(session))
    assert number not in kept
    assert word not in kept
    assert number_and_word(phone.get("/report/received")) == (number, word), "it is shown again for a while"


def test_the_word_is_shown_again_after_the_portal_got_another_secret(crew: Crew, phone: Phone) -> None:
    shown = number_and_word(report(phone, phone.get(f"/offer/{code(crew.offers[1])}/report")))
    with phone.http.session_transaction() as session:
        seed = session["case_seed"]
    config = crew.at.app.config
    earlier = config["SECRET_KEY"]
    try:
        config.update(SECRET_KEY="another secret, as long as any other", SECRET_KEY_FALLBACKS=[earlier])
        with phone.http.session_transaction() as session:
            assert session["case_seed"] == seed
        assert number_and_word(phone.get("/report/received")) == shown
    finally:
        config.update(SECRET_KEY=earlier, SECRET_KEY_FALLBACKS=[])


def payments(crew: Crew, case_id: UUID) -> list[PaymentRow]:
    with crew.at.reading() as session:
        return queries.payments(session, case_id)


def owner(crew: Crew, case_id: UUID, payment: PaymentRow) -> UUID:
    with crew.at.reading() as session:
        plan = {one.id: one.affected_id for one in queries.instalments(session, case_id)}
    return plan[payment.instalment_id]


def test_the_footer_of_every_page_leads_to_the_report(crew: Crew, phone: Phone) -> None:
    page = phone.get(phone.get("/").link("Someone asked you for money?"))
    assert page.path == "/report"
    worker = phone.get(f"/offer/{code(crew.offers[0])}")
    links = [one.get("href") for one in worker.all("a") if "asked you for money" in "".join(one.itertext())]
    assert "/report" in links


@pytest.mark.usefixtures("every_language")
def test_a_report_is_one_choice_and_a_press_and_keeps_the_language_of_its_page(
    crew: Crew, phone: Phone
) -> None:
    phone.get("/report?language=ro")
    done = phone.submit(phone.get("/report"), to="/report", complaint=Complaint.HOUSING.value)
    assert done.path == "/report/received"
    [row] = all_cases(crew)
    assert (row.complaint, row.language, row.texts) == (Complaint.HOUSING, "ro", ())
    assert not row.through_offer
    assert not row.is_critical


DETAILS = {"amount": "250,50", "currency": "GBP", "to_whom": "A man", "when": "Friday", "how": "cash"}


def test_what_was_left_out_is_told_later_and_what_was_said_stays_as_it_was(crew: Crew, phone: Phone) -> None:
    done = report(phone, phone.get("/report"), job="Picking near Boston")
    more = phone.get(done.link("Tell us more"))
    sent = phone.submit(more, to="/case/open/details", words="Mi-a cerut bani", **DETAILS)
    assert sent.path == "/case/open"
    [row] = all_cases(crew)
    assert (row.amount, row.currency) == (Decimal("250.50"), "GBP")
    assert row.texts == ("Mi-a cerut bani", "Picking near Boston", "A man", "Friday")
    again = phone.get("/case/open/details")
    assert "How much money?" not in again.text
    phone.post("/case/open/details", {**again.form()["data"], "words": "He came again", "to_whom": "Me"})
    [row] = all_cases(crew)
    assert row.to_whom == "A man"
    with crew.at.reading() as session:
        assert [one.text for one in queries.messages(session, row.id)] == ["He came again"]


@pytest.mark.parametrize(
    ("typed", "words"), [({"amount": "250"}, "Choose the currency"), ({"amount": "much"}, "Enter a number")]
)
def test_details_that_make_no_sense_are_said_beside_the_field(
    crew: Crew, phone: Phone, typed: dict[str, str], words: str
) -> None:
    report(phone, phone.get("/report"))
    page = phone.get("/case/open/details")
    refused = phone.submit(page, to="/case/open/details", words="He wanted money", **typed)
    assert refused.status == 422
    assert words in refused.text
    assert "He wanted money" in refused.html


def test_nothing_of_a_case_can_be_told_or_taken_back_without_its_word(crew: Crew, phone: Phone) -> None:
    assert phone.get("/case/open/details").path == "/case"
    [token] = [phone.get("/case").form("/case")["data"]]
    assert phone.post("/case/open/take-back", token).path == "/case"
    assert all_cases(crew) == []


def test_a_report_is_taken_back_and_staff_are_told_to_ask_why(crew: Crew, phone: Phone) -> None:
    report(phone, phone.get("/report"))
    opened = phone.get("/case/open")
    back = phone.submit(opened, to="/case/open/take-back")
    assert "You took your report back" in back.text
    assert "I take my report back" not in back.text
    [row] = all_cases(crew)
    assert row.is_taken_back
    assert row.is_open
    shown = a_browser_of(crew.app, crew.officer.person_id).get(f"/staff/cases/{row.id}").text
    assert "ask them alone whether somebody pressed them" in shown
    with crew.at.reading() as session:
        sent = session.scalars(select(Mail.template).where(Mail.template == "remedy/case_taken_back")).all()
    assert len(sent) == 1


def test_staffs_messages_stand_as_written_with_their_language(crew: Crew, phone: Phone) -> None:
    report(phone, phone.get("/report"))
    [row] = all_cases(crew)
    by_staff(crew, writing.write_as_staff, row.id, "Câți bani a cerut?", "ro")
    shown = phone.get("/case/open")
    assert "We wrote (Romanian)" in shown.text
    assert 'lang="ro">Câți bani a cerut?' in shown.html


@pytest.mark.usefixtures("every_language")
def test_a_case_speaks_the_language_of_its_report_on_any_phone(crew: Crew, app: Flask, phone: Phone) -> None:
    phone.get("/report?language=ro")
    number, word = number_and_word(report(phone, phone.get("/report")))
    other = Phone(app)
    opened = other.submit(other.get("/case"), number=number, word=word)
    assert opened.all("html")[0].get("lang") == "ro"


def test_the_help_page_shows_both_ends_of_a_corridor(phone: Phone) -> None:
    shown = phone.get("/help?from=BG&to=GB").text
    assert shown.index("Modern Slavery") < shown.index("Главна инспекция по труда")
    assert "Inspecția Muncii" not in shown
    assert phone.get("/help?from=%00&to=XX").status == 200


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"complaint": None}, "Choose what happened"),
        ({"reach": "perhaps"}, "Not a valid choice"),
        ({"reach": "contact", "contact": ""}, "Enter a phone number or an e-mail address"),
        ({"offer_code": "nonsense"}, "No offer has this code"),
    ],
)
def test_what_is_missing_is_said_beside_the_field_and_nothing_is_lost(
    crew: Crew, phone: Phone, typed: dict[str, Any], words: str
) -> None:
    refused = report(phone, phone.get("/report"), job="Picking near Boston", **typed)
    assert refused.status == 422
    assert words in refused.text
    assert "Picking near Boston" in refused.html
    assert all_cases(crew) == []


def test_a_case_is_looked_up_on_another_phone(crew: Crew, app: Flask, phone: Phone) -> None:
    number, word = number_and_word(report(phone, phone.get("/report")))
    other = Phone(app)
    opened = other.submit(other.get("/case"), number=number.lower(), word=word.upper().replace("-", " "))
    assert opened.path == "/case/open"
    assert number in opened.text
    assert word not in opened.html
    assert number not in " ".join(other.addresses)


def test_a_wrong_word_and_an_unknown_number_get_the_same_answer(crew: Crew, app: Flask, phone: Phone) -> None:
    number, _ = number_and_word(report(phone, phone.get("/report")))
    other = Phone(app)
    wrong = other.submit(other.get("/case"), number=number, word="aaaaa-bbbbb")
    unknown = other.submit(other.get("/case"), number="C-100000", word="aaaaa-bbbbb")
    assert (wrong.status, unknown.status) == (422, 422)
    assert "The number or the word is wrong" in wrong.text
    assert wrong.text.replace(number, "") == unknown.text.replace("C-100000", "")
    assert other.get("/case/open").path == "/case"


def test_words_cannot_be_tried_for_long(crew: Crew, app: Flask, phone: Phone) -> None:
    number, word = number_and_word(report(phone, phone.get("/report")))
    other = Phone(app)
    for _ in range(10):
        other.submit(other.get("/case"), number=number, word="aaaaa-bbbbb")
    assert other.submit(other.get("/case"), number=number, word=word).status == 429


def test_the_case_closes_itself_after_half_an_hour_and_by_a_button(
    crew: Crew, phone: Phone, clock: Any
) -> None:
    done = report(phone, phone.get("/report"))
    assert phone.get("/case/open").path == "/case/open"
    clock.move_to(NOW + timedelta(minutes=31))
    assert phone.get("/case/open").path == "/case"
    number, word = number_and_word(done)
    opened = phone.submit(phone.get("/case"), number=number, word=word)
    phone.submit(opened, to="/case/forget")
    assert phone.get("/case/open").path == "/case"
    assert phone.get("/report/received").path == "/case"


def test_the_button_closes_the_offer_too_that_the_word_had_opened(crew: Crew, app: Flask) -> None:
    own_phone = ReviewingClient(app)
    own_code = code(crew.offers[0])
    open_on(own_phone, own_code)
    received = report(own_phone, own_phone.get(f"/offer/{own_code}/report"))
    assert "Give my word first" not in own_phone.get(f"/offer/{own_code}/report").text
    own_phone.submit(received, to="/case/forget")
    assert "Give my word first" in own_phone.get(f"/offer/{own_code}/report").text


def test_messages_go_both_ways(crew: Crew, phone: Phone) -> None:
    report(phone, phone.get("/report"))
    sent = phone.submit(phone.get("/case/open"), to="/case/open", text="There are others <b>too</b>")
    assert "You wrote" in sent.text
    assert "There are others <b>too</b>" in sent.text
    [row] = all_cases(crew)
    by_staff(crew, writing.write_as_staff, row.id, "Thank you. We look into it.")
    assert "We wrote" in phone.get("/case/open").text


def test_the_page_names_outside_bodies_and_says_what_is_not_checked(crew: Crew, phone: Phone) -> None:
    report(phone, phone.get(f"/offer/{code(crew.offers[0])}/report"))
    shown = phone.get("/case/open").text
    assert "Modern Slavery" in shown
    assert "not checked since" in shown


def test_the_reporter_says_on_the_case_that_the_money_came(crew: Crew, app: Flask, phone: Phone) -> None:
    own_phone = ReviewingClient(app)
    open_on(own_phone, code(crew.offers[0]))
    number, word = number_and_word(report(own_phone, own_phone.get(f"/offer/{code(crew.offers[0])}/report")))
    [row] = all_cases(crew)
    paid(crew, row.id, TODAY, first_due=TODAY)
    assert "Yes, it came" in own_phone.get("/case/open").text
    shown = phone.submit(phone.get("/case"), to="/case", number=number, word=word)
    assert "Wash Logistics says it paid you £250.00" in shown.text
    assert "Yes, it came" not in shown.text
    own = phone.get(shown.link("Did the money come?"))
    own = phone.submit(own, word="somebody else’s")
    assert "This is not your secret word" in own.text
    phone.submit(own, word=WORD)
    shown = phone.get("/case/open")
    said = phone.submit(shown, to="/case/open/answer", came="yes")
    assert "You said: it came" in said.text
    with crew.at.reading() as session:
        assert sum(queries.ledger(session, row.id).confirmed_sums().values()) == 250


def test_each_worker_answers_by_their_own_link_alone(crew: Crew, app: Flask, phone: Phone) -> None:
    case_id = paid(crew, reported(crew), TODAY, first_due=TODAY)
    listed = affected(crew, case_id)[1]
    link = f"/repayment/{repayment_code_under(listed.id, listed.code_hash)}"
    page = phone.get(link)
    assert "Did the money come?" in page.text
    assert page.text.count("says it paid you") == 1
    [payment] = [one for one in payments(crew, case_id) if owner(crew, case_id, one) == listed.id]
    token = page.form("/repayment")["data"]
    phone.post(f"{link}/answer", {**token, "payment": str(payment.id), "came": "yes"})
    assert {one.state for one in payments(crew, case_id)} == {PaymentState.CLAIMED}
    page = phone.submit(page, word=WORD)
    denied = phone.submit(page, to="/answer", came="no")
    assert "You said: it did not come" in denied.text
    assert phone.get("/repayment/aaaa").status == 404


def test_the_word_is_asked_for_and_forgotten_on_a_repayment_as_on_an_offer(
    crew: Crew, app: Flask, phone: Phone
) -> None:
    case_id = paid(crew, reported(crew), TODAY, first_due=TODAY)
    listed = affected(crew, case_id)[1]
    page = phone.get(f"/repayment/{repayment_code_under(listed.id, listed.code_hash)}")
    for _ in range(5):
        phone.submit(page, to="/repayment", word="somebody else’s")
    assert "Too many tries" in phone.submit(page, to="/repayment", word=WORD).text
    [offer] = [one for one in crew.offers if one.worker_id == listed.worker_id]
    on_offer = phone.get(f"/offer/{code(offer)}/open")
    assert "Too many tries" in phone.submit(on_offer, to="/open", word=WORD).text, "one word, one count"
    assert "a link to a new word is on its way" in phone.submit(page, to="/forgotten").text
    with crew.at.reading() as session:
        assert [one for one, _ in waiting_for_help(session)] == [listed.worker_id]


def test_a_member_reports_and_the_trail_does_not_say_who(crew: Crew, app: Flask) -> None:
    browser = a_browser_of(app, crew.at.provider.person_id)
    done = browser.submit(
        browser.get("/cases/report"),
        to="/cases/report",
        complaint="kept papers",
    )
    assert done.status == 422
    done = browser.submit(
        browser.get("/cases/report"), to="/cases/report", complaint="keeps papers", reach="anonymous"
    )
    assert done.path == "/report/received"
    officer = a_browser_of(app, crew.officer.person_id)
    [row] = all_cases(crew)
    shown = officer.get(f"/staff/cases/{row.id}").text
    assert "A member of an organisation" in shown
    with crew.at.reading() as session:
        person = accounts.person(session, crew.at.provider.person_id)
    assert person is not None
    assert person.name not in shown
    assert person.email not in shown
