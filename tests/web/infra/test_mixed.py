"""Words of two directions stand apart in one sentence, and nothing is marked where there is but one."""

import json
from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask, render_template_string
from flask_babel import gettext
from markupsafe import Markup

from config import ROOT
from portal.infra.web.languages import speaking
from portal.infra.web.mixed import FIRST_STRONG, POP, isolated, listed, without_marks
from portal.notifications.rendering import write
from portal.placements.offers.answers_shown import kept_answers
from tests.builders.opening import open_on
from tests.builders.placements import NOW, Matched, a_match, agreed, code, offered
from tests.web_client import ReviewingClient

NAME = "Wash Logistics (UK) Ltd."
ARABIC_NAME = "شركة النقل"


@pytest.fixture
def arabic(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"), speaking("ar"):
        yield


@pytest.fixture
def at(app: Flask) -> Iterator[Matched]:
    """The first of March 2027, eight in the morning."""
    with time_machine.travel(NOW, tick=False):
        yield a_match(app)


@pytest.fixture
def english(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"), speaking("en"):
        yield


@pytest.mark.usefixtures("arabic")
def test_a_latin_name_in_an_arabic_sentence_stands_apart() -> None:
    assert f"{FIRST_STRONG}{NAME}{POP}" in gettext("You are off the list of %(name)s.", name=NAME)
    assert f"{FIRST_STRONG}{NAME}{POP}" in render_template_string(
        "{{ _('You are off the list of %(name)s.', name=name) }}", name=NAME
    )


@pytest.mark.usefixtures("arabic")
def test_arabic_numbers_sums_and_addresses_are_left_as_they_are() -> None:
    for words in (ARABIC_NAME, "22", "+44 7700 900123", "https://fairshift.example/offer/abc"):
        assert isolated(words) == words
    marked = Markup("<bdi>Ltd.</bdi>")
    assert isolated(marked) is marked
    assert isolated(isolated(NAME)) == isolated(NAME)


@pytest.mark.usefixtures("arabic")
def test_an_arabic_list_has_arabic_commas() -> None:
    assert listed(["نهار", "", "ليل"]) == "نهار، ليل"
    assert listed(["Wisbech", ARABIC_NAME]) == f"{FIRST_STRONG}Wisbech{POP}، {ARABIC_NAME}"
    assert listed(["نهار", "ليل"], apart=True) == "نهار؛ ليل"


@pytest.mark.usefixtures("english")
def test_english_is_as_it_always_was_but_for_arabic_names_in_it() -> None:
    assert listed(["Day", "", "Night"]) == "Day, Night"
    assert gettext("You are off the list of %(name)s.", name=NAME) == f"You are off the list of {NAME}."
    assert f"{FIRST_STRONG}{ARABIC_NAME}{POP}" in gettext(
        "You are off the list of %(name)s.", name=ARABIC_NAME
    )


@pytest.mark.usefixtures("arabic")
def test_paper_gets_no_marks() -> None:
    said = gettext("You are off the list of %(name)s.", name=NAME)
    assert without_marks(said) == said.replace(FIRST_STRONG, "").replace(POP, "")
    assert NAME in without_marks(said)


def test_a_plain_mail_in_arabic_keeps_names_apart_and_its_link_whole(app: Flask) -> None:
    facts = json.loads((ROOT / "templates/emails/placements/worker_prolonged/facts.json").read_text())
    with app.test_request_context("/"):
        mail = write("placements/worker_prolonged", facts, name="Ana", language="ar", unsubscribe_url=None)
    assert f"{FIRST_STRONG}{facts['provider']}{POP}" in mail.text
    assert mail.text.count(FIRST_STRONG) == mail.text.count(POP)
    [link] = [line for line in mail.text.splitlines() if "http" in line]
    assert FIRST_STRONG not in link
    assert POP not in link


def test_what_is_kept_of_an_answer_in_arabic_reads_in_order(at: Matched) -> None:
    [made] = offered(at, agreed(at), "Ana Petrova, 07700 900123, ar")
    phone = ReviewingClient(at.app)
    phone.submit(open_on(phone, code(made)), to="/accept")
    with at.reading() as session:
        shown = kept_answers(session, made.id)[-1].shown
    assert f"{FIRST_STRONG}Fenland Labour{POP}" in shown
    assert all(line.count(FIRST_STRONG) == line.count(POP) for line in shown.splitlines())
    assert not [line for line in shown.splitlines() if line.startswith((", ", "، "))]
