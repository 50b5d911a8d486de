"""What a worker reads, drawn in each language that is offered: no word of the portal's own may be English."""

import json
from typing import Any

import flask_babel
import pytest
from babel.support import Translations

from portal.infra import catalogues
from portal.infra.web import languages
from portal.infra.web.languages import SOURCE
from portal.notifications.rendering import write
from tests.builders.placements import Matched, accepted, agreed, code, offered
from tests.web_client import ReviewingClient

TRANSLATED = [one.code for one in languages.offered() if one != SOURCE]
MAILS = sorted(
    path.parent.relative_to(catalogues.TEMPLATES / "emails").as_posix()
    for path in catalogues.TEMPLATES.glob("emails/*/*/facts.json")
    if catalogues.is_read_by_workers(f"{path.parent.relative_to(catalogues.TEMPLATES).as_posix()}/body.txt")
)


class Unknown(Translations):
    """Stands behind a catalogue, and writes down what it was asked in vain."""

    def __init__(self, asked: set[str]) -> None:
        super().__init__()
        self.asked = asked

    def gettext(self, message: str) -> str:
        self.asked.add(message)
        return message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        self.asked.add(msgid1)
        return msgid2

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(message)


class Recording(dict[Any, Any]):
    """The catalogues that were read, each with somebody behind it who writes down what it lacks."""

    def __init__(self, asked: set[str]) -> None:
        super().__init__()
        self.asked = asked

    def __setitem__(self, key: Any, known: Translations) -> None:
        if not key[0].startswith(SOURCE.code):
            known.add_fallback(Unknown(self.asked))
        super().__setitem__(key, known)


@pytest.fixture
def untranslated(at: Matched, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Every message of which only the English was found."""
    asked: set[str] = set()
    monkeypatch.setattr(flask_babel.get_domain(), "cache", Recording(asked))
    return asked


def test_a_word_without_a_translation_is_noticed(at: Matched, untranslated: set[str]) -> None:
    with at.app.test_request_context(), flask_babel.force_locale("ar"):
        assert flask_babel.gettext("no such words") == "no such words"
        assert flask_babel.ngettext("one such word", "%(num)s such words", 2) == "2 such words"
    assert untranslated == {"no such words", "one such word"}


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_page_of_a_worker_has_an_english_word_left(
    at: Matched, untranslated: set[str], language: str
) -> None:
    made = agreed(at)
    [taken] = accepted(at, made, "Ben Okoro")
    open_ = next(one for one in offered(at, made, "Ana Petrova") if one.id != taken.id)
    browser = ReviewingClient(at.app)
    assert browser.get(f"/contact?language={language}").all("html")[0].get("lang") == language
    paths = ["/", "/privacy", "/report", "/report/received", "/case", "/nowhere", "/offer/nobody"]
    paths += [f"/offer/{code(open_)}", f"/offer/{code(taken)}", f"/offer/{code(taken)}/paid"]
    for path in paths:
        page = browser.get(path)
        assert page.status < 500
        assert not page.is_html or page.all("html")[0].get("lang") == language
    for path in ("/report", "/case", f"/offer/{code(taken)}/paid"):
        assert browser.submit(browser.get(path), to=path).status in {200, 303, 422}
    assert not untranslated


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("template", MAILS)
def test_no_mail_to_a_worker_has_an_english_word_left(
    at: Matched, untranslated: set[str], template: str, language: str
) -> None:
    facts = json.loads((catalogues.TEMPLATES / "emails" / template / "facts.json").read_text())
    with at.app.test_request_context():
        written = write(template, facts, name="Ana", language=language, unsubscribe_url=None)
    assert f'lang="{language}"' in written.html
    assert not untranslated
