"""Words of two directions stand apart in one sentence, and nothing is marked where there is but one."""

from collections.abc import Iterator

import pytest
from flask import Flask, render_template_string
from flask_babel import gettext
from markupsafe import Markup

from portal.infra.web.languages import speaking
from portal.infra.web.mixed import FIRST_STRONG, POP, isolated, listed, without_marks

NAME = "Wash Logistics (UK) Ltd."
ARABIC_NAME = "شركة النقل"


@pytest.fixture
def arabic(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"), speaking("ar"):
        yield


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
