"""Fields that look alike are drawn once; nothing that a person typed is kept."""

import pytest
from flask import Flask
from flask_babel.speaklater import LazyString
from werkzeug.datastructures import MultiDict

from portal.infra.web.forms import Form, FromList, Text
from portal.infra.web.forms.drawing import _drawn_once

TONGUE = {"of the reader": "en"}


class Visit(Form):
    name = Text(
        LazyString(lambda: {"en": "Your name", "da": "Dit navn"}[TONGUE["of the reader"]]),
        needed="Enter your name",
    )
    town = FromList("Town", [("b", "Boston"), ("s", "<Spalding>")])


@pytest.fixture(autouse=True)
def _nothing_drawn_yet() -> None:
    _drawn_once.cache_clear()


def drawn(portal: Flask, field: str, **typed: str) -> str:
    with portal.test_request_context(method="POST"):
        form = Visit(MultiDict(typed))
        form.validate()
        return str(form[field]())


def test_an_empty_field_is_drawn_once(portal: Flask) -> None:
    first = drawn(portal, "town")
    assert drawn(portal, "town") == first
    assert _drawn_once.cache_info().hits == 1


def test_another_choice_is_drawn_afresh(portal: Flask) -> None:
    assert 'value="s" selected' not in drawn(portal, "town", town="b")
    assert 'value="s" selected' in drawn(portal, "town", town="s")
    assert "&lt;Spalding&gt;" in drawn(portal, "town", town="s")


def test_what_was_typed_is_not_kept(portal: Flask) -> None:
    assert "Katarzyna" in drawn(portal, "name", name="Katarzyna")
    assert "Enter your name" in drawn(portal, "name", name="")
    assert _drawn_once.cache_info().currsize == 0


def test_each_reader_reads_their_own_language(portal: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with portal.test_request_context():
        assert "Your name" in str(Visit()["name"]())
        monkeypatch.setitem(TONGUE, "of the reader", "da")
        assert "Dit navn" in str(Visit()["name"]())
