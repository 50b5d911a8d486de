"""An offer speaks the language that was named for its worker, until they choose another."""

from datetime import date

import pytest

from portal.infra.web import languages
from portal.infra.web.languages import LANGUAGES, State, Translation
from tests.builders.placements import Matched, agreed, code, offered
from tests.web_client import ReviewingClient


@pytest.fixture(autouse=True)
def all_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if all languages were drafted, whatever has been translated by now."""
    drafted = {one: Translation(State.DRAFTED, "translator", date(2026, 11, 22)) for one in LANGUAGES}
    monkeypatch.setattr(languages, "translations", lambda: drafted)


def address_for(at: Matched, language: str) -> str:
    [made] = offered(at, agreed(at), f"Ana Petrova, 07700 900123, {language}")
    return f"/offer/{code(made)}"


def spoken(at: Matched, path: str, **asked: str) -> str:
    page = ReviewingClient(at.app).get(path, headers={"Accept-Language": "pl"}, query_string=asked)
    return str(page.all("html")[0].get("lang"))


@pytest.mark.parametrize("page", ["", "/slip", "/report", "/open"])
def test_each_page_behind_the_link_is_in_the_worker_s_language(at: Matched, page: str) -> None:
    assert spoken(at, address_for(at, "ro") + page) == "ro"


def test_a_choice_by_link_goes_before(at: Matched) -> None:
    assert spoken(at, address_for(at, "ro"), language="tr") == "tr"


def test_where_nobody_named_a_language_the_browser_is_asked(at: Matched) -> None:
    assert spoken(at, address_for(at, "en")) == "pl"
