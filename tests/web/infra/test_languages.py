"""In which language a page is: by the link, as chosen before, as known of the reader, as the browser asks."""

from datetime import date
from decimal import Decimal

import pytest
from flask import Flask

from portal.infra.web import languages, pages
from portal.infra.web.languages import LANGUAGES, State, Translation
from tests.builders.accounts import a_person, sign_in
from tests.web_client import Page, ReviewingClient


@pytest.fixture(autouse=True)
def all_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if all languages were drafted, whatever has been translated by now."""
    drafted = {one: Translation(State.DRAFTED, "translator", date(2026, 11, 22)) for one in LANGUAGES}
    states = {**drafted, "en": Translation(State.SOURCE, "author", date(2026, 11, 22))}
    monkeypatch.setattr(languages, "translations", lambda: states)


def lang_of(page: Page) -> str:
    return str(page.all("html")[0].get("lang"))


def test_a_page_is_english_by_default(client: ReviewingClient) -> None:
    assert lang_of(client.get("/contact")) == "en"


def test_a_link_chooses_the_language_and_the_choice_stays(client: ReviewingClient) -> None:
    assert lang_of(client.get("/contact?language=ro")) == "ro"
    assert lang_of(client.get("/privacy")) == "ro"


def test_the_browser_s_languages_are_asked_in_their_order(client: ReviewingClient) -> None:
    wishes = {"Accept-Language": "nl, uk-UA;q=0.8, pl;q=0.5"}
    assert lang_of(client.get("/contact", headers=wishes)) == "uk"


def test_a_choice_goes_before_what_the_browser_asks(client: ReviewingClient) -> None:
    client.get("/contact?language=tr")
    assert lang_of(client.get("/contact", headers={"Accept-Language": "pl"})) == "tr"


def test_an_unknown_language_in_a_link_changes_nothing(client: ReviewingClient) -> None:
    for wrong in ("xx", "", "ro'--", "../../etc"):
        page = client.get("/contact", query_string={"language": wrong}, headers={"Accept-Language": "bg"})
        assert lang_of(page) == "bg"
        assert "Set-Cookie" not in page.response.headers or "language=" not in str(page.response.headers)


def test_the_cookie_holds_the_choice_and_nothing_else(client: ReviewingClient) -> None:
    said = str(client.get("/contact?language=pl").response.headers.getlist("Set-Cookie"))
    assert "language=pl;" in said
    assert "SameSite=Lax" in said
    assert "HttpOnly" in said


def test_a_choice_once_remembered_is_not_set_again(client: ReviewingClient) -> None:
    client.get("/contact?language=pl")
    again = client.get("/contact?language=pl")
    assert not [one for one in again.response.headers.getlist("Set-Cookie") if one.startswith("language=")]


def test_what_is_known_of_a_worker_counts_until_they_choose(app: Flask) -> None:
    with app.test_request_context("/contact", headers={"Accept-Language": "fr"}):
        assert languages.current().code == "fr"
        languages.speak("ru")
        assert languages.current().code == "ru"
    with app.test_request_context("/contact?language=es"):
        languages.speak("ru")
        assert languages.current().code == "es"
    with app.test_request_context("/contact", headers={"Cookie": "language=bg"}):
        languages.speak("ru")
        assert languages.current().code == "bg"


def test_pages_of_members_stay_english(client: ReviewingClient) -> None:
    wishes = {"Accept-Language": "ro"}
    assert lang_of(client.get("/sign-in?language=ro", headers=wishes)) == "en"
    assert lang_of(client.get("/register", headers=wishes)) == "en"


def test_somebody_signed_in_reads_english_unless_a_link_says_otherwise(
    app: Flask, client: ReviewingClient
) -> None:
    sign_in(client, app, a_person(app))
    assert lang_of(client.get("/contact", headers={"Accept-Language": "ro"})) == "en"
    assert lang_of(client.get("/contact?language=ro")) == "ro"


def test_each_page_of_a_worker_is_on_the_workers_side_and_none_of_members_or_staff(app: Flask) -> None:
    workers = [one for one in app.view_functions if one.partition(".")[0].endswith("_worker")]
    assert len(workers) > 5
    assert all(languages.is_for_workers(app, one) for one in workers)
    assert not languages.is_for_workers(app, "placements_member.matches")
    assert not languages.is_for_workers(app, "remedy_staff.cases")


def test_a_page_says_in_which_language_it_is_and_on_what_that_hangs(client: ReviewingClient) -> None:
    answer = client.get("/contact?language=ro").response
    assert answer.headers["Content-Language"] == "ro"
    assert {"Accept-Language", "Cookie"} <= set(answer.vary.as_set(preserve_casing=True))
    assert client.get("/sign-in").response.headers["Content-Language"] == "en-GB"


def test_arabic_is_written_from_right_to_left(client: ReviewingClient) -> None:
    page = client.get("/case?language=ar")
    assert (lang_of(page), page.all("html")[0].get("dir")) == ("ar", "rtl")


def test_every_page_leads_to_itself_in_the_other_languages(client: ReviewingClient) -> None:
    page = client.get("/report?offer=abc&language=ro")
    links = {one.get("lang"): one for one in page.all("a") if one.get("hreflang") and one.text in _names()}
    assert set(links) == set(LANGUAGES) - {"ro"}
    assert links["ar"].get("href") == "/report?offer=abc&language=ar"
    assert links["ar"].get("dir") == "rtl"


def test_an_address_that_leads_nowhere_has_the_languages_too(client: ReviewingClient) -> None:
    page = client.get("/nowhere/at all?language=ar")
    assert page.status == 404
    assert lang_of(page) == "ar"
    assert page.link("Română") == "/nowhere/at%20all?language=ro"


def test_a_refused_form_leads_back_to_its_page_in_another_language(app: Flask) -> None:
    with app.test_request_context(
        "/offer/abc/accept", method="POST", headers={"Referer": "http://localhost/offer/abc"}
    ):
        assert languages.switch().address("ro") == "/offer/abc?language=ro"
    with app.test_request_context(
        "/offer/abc/accept", method="POST", headers={"Referer": "https://evil.example/x"}
    ):
        assert languages.switch().address("ro") == "/?language=ro"


def test_a_draft_says_so_and_leads_to_the_english(client: ReviewingClient) -> None:
    assert client.get("/contact?language=ro").link("Read it in English") == "/contact?language=en"
    assert "Read it in English" not in client.get("/contact?language=en").text


def test_a_reviewed_translation_says_nothing(
    client: ReviewingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    states = {**languages.translations(), "ro": Translation(State.REVIEWED, "reviewer", date(2026, 12, 1))}
    monkeypatch.setattr(languages, "translations", lambda: states)
    assert "Read it in English" not in client.get("/contact?language=ro").text


def _names() -> set[str]:
    return {one.name for one in LANGUAGES.values()}


@pytest.mark.parametrize(
    ("code", "day", "sum_", "country"),
    [
        ("en", "3 March 2027", "£1,234.50", "Poland"),
        ("fr", "3 mars 2027", "1\u202f234,50\xa0£", "Pologne"),
        ("es", "3 de marzo de 2027", "1.234,50\xa0£", "Polonia"),
        ("ro", "3 martie 2027", "1.234,50\xa0£", "Polonia"),
        ("bg", "3 март 2027\u202fг.", "1234,50\xa0£", "Полша"),
        ("pl", "3 marca 2027", "1234,50\xa0£", "Polska"),
        ("uk", "3 березня 2027\u202fр.", "1234,50\xa0£", "Польща"),
        ("ru", "3 марта 2027\u202fг.", "1234,50\xa0£", "Польша"),
        ("tr", "3 Mart 2027", "£1.234,50", "Polonya"),
        ("ar", "3 مارس 2027", "\u200f1,234.50\xa0£", "بولندا"),
    ],
)
def test_days_sums_and_countries_are_written_as_in_each_language(
    app: Flask, code: str, day: str, sum_: str, country: str
) -> None:
    with app.test_request_context(), languages.speaking(code):
        assert pages.day(date(2027, 3, 3)).replace("\xa0", " ").replace("\u202f", " ") == day.replace(
            "\u202f", " "
        )
        assert _even(pages.money(Decimal("1234.50"), "GBP").striptags()) == _even(sum_)
        assert pages.country_name("PL") == country


def _even(text: str) -> str:
    """Without the thin spaces between thousands, which the tables of languages change now and then."""
    return text.replace("\xa0", "").replace("\u202f", "").replace(" ", "")
