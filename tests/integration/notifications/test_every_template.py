"""Every mail that the portal can send can be written, in every part, from facts beside its template."""

import json
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import UndefinedError

import config
from portal.infra.web import languages
from portal.infra.web.languages import State, Translation
from portal.notifications import rendering

MAILS = config.ROOT / "templates" / "emails"
TEMPLATES = sorted(str(found.parent.relative_to(MAILS)) for found in MAILS.glob("*/*/subject.txt"))


def facts_of(template: str) -> dict[str, object]:
    found = json.loads((MAILS / template / "facts.json").read_text())
    assert isinstance(found, dict)
    return found


def write(template: str, facts: dict[str, object], **changes: str | None) -> rendering.Written:
    given: dict[str, str | None] = {"name": "Ana", "language": "en", "unsubscribe_url": None, **changes}
    return rendering.write(template, facts, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_mail_can_be_written(portal: Flask, template: str) -> None:
    facts = facts_of(template)
    with portal.app_context():
        written = write(template, facts, unsubscribe_url="https://portal.example/unsubscribe/x")
    assert 0 < len(written.subject) <= 200
    for said in (written.text, written.html):
        assert "You receive this because" in said
        assert "https://portal.example/unsubscribe/x" in said
        if "url" in facts:
            assert str(facts["url"]) in said
    assert not any(mark in written.text for mark in ("<p>", "<bdi", "&amp;", "&#39;"))
    assert "<style" not in written.html
    assert "you use Fairshift." not in written.text, "the mail does not say why one receives it"


def test_there_are_mails() -> None:
    assert "notifications/digest" in TEMPLATES


@pytest.mark.parametrize("folder", sorted(path for path in MAILS.glob("*/*") if path.is_dir()))
def test_a_mail_has_all_its_parts(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} == {"subject.txt", "body.txt", "body.html", "facts.json"}


def test_a_missing_fact_is_an_error(portal: Flask) -> None:
    with portal.app_context(), pytest.raises(UndefinedError):
        write("notifications/digest", {"mails": []})


def test_a_reader_of_an_unknown_language_gets_the_default(portal: Flask) -> None:
    with portal.app_context():
        for language in ("", "tlh", "../../etc", "x" * 50):
            written = write("notifications/digest", facts_of("notifications/digest"), language=language)
            assert '<html lang="en"' in written.html


def test_a_reader_of_arabic_gets_a_page_from_right_to_left(
    portal: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafted = Translation(State.DRAFTED, "translator", date(2026, 11, 22))
    monkeypatch.setattr(languages, "translations", lambda: dict.fromkeys(languages.LANGUAGES, drafted))
    with portal.app_context():
        offer = write("placements/worker_offer", facts_of("placements/worker_offer"), language="ar")
        digest = write("notifications/digest", facts_of("notifications/digest"), language="ar")
    assert '<html lang="ar" dir="rtl"' in offer.html
    assert '<html lang="en" dir="ltr"' in digest.html, "what members read is English"
