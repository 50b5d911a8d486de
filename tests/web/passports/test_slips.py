"""Slips: what a worker takes home on paper, in a language of theirs."""

import time
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import unquote

import pytest
import time_machine
from flask import Flask

from portal.compliance.errands.domain import ErrandKind
from portal.compliance.errands.queries import errands_on
from portal.infra.seal import portal_secrets
from portal.kernel.events import Ref
from portal.passports import verify_offer as form
from portal.passports.helpers import Helpers, Line
from portal.passports.keys import public_keys
from portal.passports.paper import Paper, slips_pdf
from portal.passports.slips import Slip, slip_of
from portal.placements import queries
from portal.placements.offers.domain.offers import OfferState
from portal.placements.offers.domain.slip_codes import is_slip_code, slip_code_of
from portal.placements.rows import OfferRow
from tests.builders.accounts import a_browser_of
from tests.builders.opening import open_on
from tests.builders.placements import NOW, Matched, a_match, agreed, code, offered
from tests.unit.passports.specimens import token
from tests.web_client import ReviewingClient


@pytest.fixture
def at(app: Flask) -> Iterator[Matched]:
    with time_machine.travel(NOW, tick=False):
        yield a_match(app)


@pytest.fixture
def made(at: Matched) -> list[OfferRow]:
    return offered(at, agreed(at), "Ana Petrova, 07700 900123", "Ivan Ivanov, 07700 900124")


def test_the_offer_leads_to_its_number_its_square_and_its_slip(at: Matched, made: list[OfferRow]) -> None:
    page = ReviewingClient(at.app).get(f"/offer/{code(made[0])}")
    slip = ReviewingClient(at.app).get(page.link("Your offer on paper"))
    assert slip.status == 200
    for words in ("You must not pay to get this job.", "Fenland Labour", "/report"):
        assert words in slip.text
    assert slip.html.count("<svg") == 2


def test_the_code_for_the_phone_is_on_the_slip_of_whoever_has_the_word(
    at: Matched, made: list[OfferRow]
) -> None:
    with at.app.app_context():
        said = slip_code_of(portal_secrets()[0], made[0].id)
    phone = ReviewingClient(at.app)
    assert said not in phone.get(f"/offer/{code(made[0])}/slip").text
    open_on(phone, code(made[0]))
    assert said in phone.get(f"/offer/{code(made[0])}/slip").text


def test_a_slip_for_each_worker_is_printed_by_their_provider_alone(at: Matched, made: list[OfferRow]) -> None:
    address = f"/introductions/{made[0].introduction_id}/slips.pdf?paper=a6&in=en"
    assert a_browser_of(at.app, at.employer.person_id).get(address).status in {403, 404}
    printed = a_browser_of(at.app, at.provider.person_id).http.get(address)
    assert printed.mimetype == "application/pdf"
    tokens = set(form.TOKEN.findall(printed.data))
    with at.app.app_context():
        found = form.judge_file(printed.data, public_keys(), NOW)
    assert len(tokens) == 2
    assert [word for word, _facts in found] == [form.GENUINE, form.GENUINE]


@pytest.mark.parametrize("paper", ["a5", "letter", "%00"])
def test_a_size_that_nobody_prints_is_not_found(at: Matched, made: list[OfferRow], paper: str) -> None:
    page = ReviewingClient(at.app).get(f"/offer/{code(made[0])}/slip.pdf?paper={paper}")
    assert page.status == 404


def test_the_slips_page_offers_both_sizes(at: Matched, made: list[OfferRow]) -> None:
    page = a_browser_of(at.app, at.provider.person_id).get(f"/introductions/{made[0].introduction_id}/slips")
    assert "paper=a6" in page.link("small (A6)")
    assert "paper=a4" in page.link("large (A4)")
    with at.app.app_context():
        said = slip_code_of(portal_secrets()[0], made[0].id)
    assert said not in page.html


def test_a_slip_code_is_known_however_it_is_said_and_no_other_is(at: Matched, made: list[OfferRow]) -> None:
    first, second = made
    said = slip_code_of("a secret of the portal", first.id)
    spaced = f" {said[:3].lower()} {said[3:]}"
    assert is_slip_code(["a later secret", "a secret of the portal"], first.id, spaced)
    assert not is_slip_code(["a secret of the portal"], second.id, said)
    assert not is_slip_code(["a later secret"], first.id, said)
    assert not is_slip_code(["a secret of the portal"], first.id, "")


def test_a_workers_link_can_be_sent_by_message_without_any_gateway(at: Matched, made: list[OfferRow]) -> None:
    page = a_browser_of(at.app, at.provider.person_id).get(f"/introductions/{made[0].introduction_id}/slips")
    own = f"http://portal.test/offer/{code(made[0])}"
    found = {name: unquote(page.link(f"{name} Ana")) for name in ("SMS", "WhatsApp", "Viber", "Telegram")}
    assert [name for name, address in found.items() if own not in address] == []
    assert found["SMS"].startswith("sms:?&body=")
    to_group = unquote(page.link("SMS to a group"))
    assert f"/work/{made[0].introduction_id}" in to_group


def test_what_a_worker_shows_to_others_is_the_public_check_and_never_the_own_link(
    at: Matched, made: list[OfferRow]
) -> None:
    page = ReviewingClient(at.app).get(f"/offer/{code(made[0])}")
    shared = unquote(page.link("WhatsApp"))
    assert "/check/P-" in shared
    assert code(made[0]) not in shared


def test_a_group_reads_of_the_work_and_can_accept_nothing(at: Matched, made: list[OfferRow]) -> None:
    page = ReviewingClient(at.app).get(f"/work/{made[0].introduction_id}")
    for words in ("Fenland Labour", "Boston", "You must not pay", "Ask the agency for your own link"):
        assert words in page.text
    assert page.all("form") == []
    assert "Ana" not in page.html
    assert code(made[0]) not in page.html
    assert ReviewingClient(at.app).get(f"/work/{at.vacancy_id}").status == 404


def by_phone(at: Matched, offer: OfferRow, **said: str) -> OfferRow:
    """The provider's member writes down what a worker said; the offer as it is then."""
    browser = a_browser_of(at.app, at.provider.person_id)
    browser.submit(browser.get(f"/offers/{offer.id}/phone"), **said)
    with at.reading() as session:
        found = queries.offer(session, offer.id)
    assert found is not None
    return found


def test_an_answer_by_phone_with_the_slips_code_is_the_workers_own(at: Matched, made: list[OfferRow]) -> None:
    with at.app.app_context():
        said = slip_code_of(portal_secrets()[0], made[0].id)
    after = by_phone(at, made[0], answer="accept", slip_code=said.lower())
    assert (after.state, after.is_unconfirmed) == (OfferState.ACCEPTED, False)


def test_a_worker_can_deny_what_was_accepted_by_the_slips_code(at: Matched, made: list[OfferRow]) -> None:
    """The labour provider prints the slips, and so knows each code."""
    with at.app.app_context():
        said = slip_code_of(portal_secrets()[0], made[0].id)
    by_phone(at, made[0], answer="accept", slip_code=said)
    with time_machine.travel(NOW + timedelta(hours=3), tick=False):
        phone = ReviewingClient(at.app)
        page = open_on(phone, code(made[0]))
        assert "Fenland Labour says that you accepted. Is that right?" in page.text
        assert "You said no thanks." in phone.submit(page, button="No, I did not accept").text


def test_many_answers_by_slips_codes_within_minutes_are_put_before_staff(at: Matched) -> None:
    made = offered(at, agreed(at), *(f"{name} Marsh" for name in ("Ana", "Ben", "Cleo", "Dan", "Eva")))
    for one in made:
        assert ErrandKind.BURST not in flags(at)
        with at.app.app_context():
            said = slip_code_of(portal_secrets()[0], one.id)
        by_phone(at, one, answer="accept", slip_code=said)
    assert ErrandKind.BURST in flags(at)


def flags(at: Matched) -> list[ErrandKind]:
    with at.app.app_context(), at.reading() as session:
        found = errands_on(session, Ref("organisation", at.provider.organisation_id))
    return [one.kind for one in found]


def test_without_the_code_an_answer_by_phone_is_not_confirmed(at: Matched, made: list[OfferRow]) -> None:
    after = by_phone(at, made[0], answer="accept", slip_code="")
    assert (after.state, after.is_unconfirmed) == (OfferState.ACCEPTED, True)


def test_another_workers_code_answers_nothing_and_soon_nobody_may_guess(
    at: Matched, made: list[OfferRow]
) -> None:
    with at.app.app_context():
        of_another = slip_code_of(portal_secrets()[0], made[1].id)
        right = slip_code_of(portal_secrets()[0], made[0].id)
    for said in (of_another, "AAAAAA", "222222", "333333", "444444", right):
        assert by_phone(at, made[0], answer="accept", slip_code=said).state is OfferState.OPEN


def slip(language: str, direction: str, words: str) -> Slip:
    return Slip(
        language=language,
        direction=direction,
        greeting=words,
        title=words,
        lines=(*[Line(words, words)] * 6, Line(words, "+44 1205 123456", is_latin=True)),
        must_not_pay=words * 2,
        own_link="http://portal.test/offer/" + "a" * 32,
        own_words=words,
        check_link="http://portal.test/check/P-7KQ4-M2XD",
        check_words=words,
        number="P-7KQ4-M2XD",
        phone_words=words,
        slip_code="K7MQ2X",
        notice=(Line(words * 2, "+44 1205 123456", is_latin=True),),
        complaint=(Line(words, "portal.test/report", is_latin=True),),
        helpers=Helpers(
            title=words,
            in_danger=words,
            every=(Line(words, "Acas, 0300 123 1100 *", is_latin=True),) * 12,
            first=(Line(words, "Acas, 0300 123 1100 *", is_latin=True),) * 2,
            note=words,
        ),
        token=token(),
    )


@pytest.mark.parametrize("paper", list(Paper))
@pytest.mark.parametrize(
    ("language", "direction", "words"),
    [
        ("ar", "rtl", "لا يجب عليك أن تدفع للحصول على هذا العمل"),
        ("bg", "ltr", "Не трябва да плащате за тази работа"),
        ("ro", "ltr", "Nu trebuie să plătiți pentru acest loc de muncă"),
    ],
)
def test_a_slip_takes_less_than_a_second_is_small_and_lacks_no_letter(
    language: str, direction: str, words: str, paper: Paper, caplog: pytest.LogCaptureFixture
) -> None:
    begun = time.process_time()
    printed = slips_pdf([slip(language, direction, words)], paper)
    assert time.process_time() - begun < 1
    assert len(printed) < 60_000
    assert printed.count(b"/Type /Page\n") == 1
    assert token().encode() in printed
    assert not [one for one in caplog.messages if "glyph" in one.lower() or "missing" in one.lower()]


def printed(at: Matched, offer: OfferRow, language: str = "en") -> Slip:
    with at.app.test_request_context(), at.reading() as session:
        found = slip_of(session, offer, language)
    assert found is not None
    return found


def test_the_slip_tells_whom_no_mail_reaches_that_they_are_listed_and_how_to_refuse(
    at: Matched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(at.app.config, "OPERATOR_PHONE", "+44 20 7946 0000")
    reached, unreached = offered(at, agreed(at), "Ana Petrova, ana@workers.example", "Ivan Ivanov")
    [line] = printed(at, unreached).notice
    assert line.label.startswith("Fenland Labour put you on its list of workers here. You may refuse")
    assert line.words == "+44 20 7946 0000"
    assert printed(at, reached).notice == ()


def test_without_a_number_to_call_the_slip_says_where_else_to_refuse(
    at: Matched, made: list[OfferRow]
) -> None:
    [line] = printed(at, made[0]).notice
    assert line.label.endswith("on the page of your own offer.")
    assert line.words == ""


def test_whoever_holds_the_link_alone_is_not_told_to_call_with_a_code_that_is_not_there(
    at: Matched, made: list[OfferRow]
) -> None:
    phone = ReviewingClient(at.app)
    assert "You may refuse" not in phone.get(f"/offer/{code(made[0])}/slip").text
    open_on(phone, code(made[0]))
    assert "You may refuse" in phone.get(f"/offer/{code(made[0])}/slip").text


def test_the_slip_names_who_helps_where_the_work_is_and_at_home_and_says_what_is_not_checked(
    at: Matched, made: list[OfferRow]
) -> None:
    told = printed(at, made[0], "bg").helpers
    first = [line.words for line in told.first]
    reached = [words.rpartition(", ")[2].replace("\xa0", " ") for words in first]
    assert reached == ["0800 432 0804 *", "0800 20 100 *"]
    assert told.every[1].words == told.first[0].words
    assert len(told.every) > len(told.first)
    assert told.note.startswith("* ")
    assert len(printed(at, made[0], "ar").helpers.first) == 1
    shown = ReviewingClient(at.app).get(f"/offer/{code(made[0])}/slip")
    assert "not checked since" in shown.text
