"""An offer speaks the language that was named for its worker, until they choose another."""

from datetime import date

import pytest

from portal.compliance.domain import Stage
from portal.compliance.findings.queries import current_terms
from portal.infra.web import languages
from portal.infra.web.languages import LANGUAGES, State, Translation
from portal.placements.rows import OfferRow
from portal.workers.corrections import choose_language
from portal.workers.listings import page_code
from tests.builders.opening import open_on
from tests.builders.placements import Matched, agreed, code, offered
from tests.web_client import ReviewingClient


@pytest.fixture(autouse=True)
def all_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if all languages were drafted, whatever has been translated by now."""
    drafted = {one: Translation(State.DRAFTED, "translator", date(2026, 11, 22)) for one in LANGUAGES}
    monkeypatch.setattr(languages, "translations", lambda: drafted)


def address_for(at: Matched, language: str) -> str:
    [made] = offered(at, agreed(at), ", ".join(filter(None, ("Ana Petrova, 07700 900123", language))))
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
    assert spoken(at, address_for(at, "")) == "pl"


def test_english_that_somebody_named_is_no_default(at: Matched) -> None:
    assert spoken(at, address_for(at, "en")) == "en"


def test_english_that_the_worker_chose_counts_on_any_device_and_on_every_page(at: Matched) -> None:
    [made] = offered(at, agreed(at), "Ana Petrova, 07700 900123")
    with at.app.app_context(), at.reading() as session:
        own = f"/worker/{page_code(session, made.worker_id)}"
    offer = f"/offer/{code(made)}"
    assert (spoken(at, own), spoken(at, offer)) == ("pl", "pl")
    at.do(choose_language, made.worker_id, "en")
    assert (spoken(at, own), spoken(at, offer)) == ("en", "en")
    assert spoken(at, own, language="tr") == "tr"


def test_rules_look_at_the_language_in_which_the_worker_read_the_terms(at: Matched) -> None:
    [made] = offered(at, agreed(at), "Ana Petrova, 07700 900123, ro")
    assert consent(at, made)[0] == "ro"
    assert "ro" in consent(at, made)[1]
    phone = ReviewingClient(at.app)
    page = open_on(phone, code(made))
    phone.submit(page, to="/accept")
    assert consent(at, made)[0] == "ro"
    assert "ro" in consent(at, made)[1]


def test_a_worker_who_reads_the_terms_in_another_language_is_seen(at: Matched) -> None:
    [made] = offered(at, agreed(at), "Ana Petrova, 07700 900123, ro")
    phone = ReviewingClient(at.app)
    phone.get(f"/offer/{code(made)}?language=tr")
    page = open_on(phone, code(made))
    phone.submit(page, to="/accept")
    assert consent(at, made) == ("tr", frozenset())


def consent(at: Matched, made: OfferRow) -> tuple[str, frozenset[str]]:
    with at.reading() as session:
        found = current_terms(session, "offer", Stage.OFFER, [made.id])[made.id].consent
    assert found is not None
    return found.language, found.understands
