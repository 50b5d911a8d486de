"""The languages of the worker's side: which there are, which one a reader gets, how well it is translated."""

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any
from urllib.parse import quote, urlsplit

from babel import Locale
from flask import Flask, Response, current_app, g, has_request_context, request, url_for
from flask_babel import force_locale, get_locale, refresh

from portal.infra.catalogues import FOLDER, catalogue
from portal.infra.web.access import WITHOUT_ACCOUNT, audiences_of, viewer

CHOICE = "language"
"""The name of the choice in a link, as in `?language=ro`, and of the cookie that remembers it."""
REMEMBERED = 365 * 24 * 60 * 60
DOORS_OF_MEMBERS = frozenset(
    {
        *("accounts_public", "organisations_public", "operations_public", "notifications_public"),
        *("taxonomy_public", "gazetteer_public", "insights_public.terms"),
    }
)
"""What is open to all, but only those use who act for an organisation: blueprints, and single endpoints."""


@dataclass(frozen=True)
class Language:
    """A language by its code (ISO 639), its own name, and the locale of its dates and sums."""

    code: str
    name: str
    locale: str

    @property
    def direction(self) -> str:
        """How it is written: ltr or rtl."""
        return str(Locale.parse(self.locale).text_direction)


SOURCE = Language("en", "English", "en_GB")
"""The language in which the portal is written."""
LANGUAGES: Mapping[str, Language] = MappingProxyType(
    {
        one.code: one
        for one in (
            SOURCE,
            Language("fr", "Français", "fr"),
            Language("es", "Español", "es"),
            Language("ro", "Română", "ro"),
            Language("bg", "Български", "bg"),
            Language("pl", "Polski", "pl"),
            Language("uk", "Українська", "uk"),
            Language("ru", "Русский", "ru"),
            Language("tr", "Türkçe", "tr"),
            Language("ar", "العربية", "ar"),
        )
    }
)


class State(StrEnum):
    """How far a translation has come."""

    SOURCE = "source"
    MISSING = "missing"
    """Some of its words are missing: it is not offered."""
    DRAFTED = "drafted"
    """Whole, but nobody who speaks the language at home has reviewed it; pages say so."""
    REVIEWED = "reviewed"


@dataclass(frozen=True)
class Translation:
    """The state of one language, with the role of whoever brought it there, and the day."""

    state: State
    by: str
    on: date


@cache
def translations() -> Mapping[str, Translation]:
    """The state of each language; one that the file does not name is missing."""
    named = tomllib.loads((FOLDER / "states.toml").read_text("utf-8"))
    nothing = {"state": "missing", "by": "", "on": date.min}
    return {
        code: Translation(State(row["state"]), row["by"], row["on"])
        for code in LANGUAGES
        for row in [named.get(code, nothing)]
    }


@cache
def words_for_languages() -> Mapping[str, str]:
    """The code of each language by its code, its own and its English name, in small letters."""
    english = Locale(SOURCE.code).languages
    return {
        words.casefold(): one.code
        for one in LANGUAGES.values()
        for words in (one.code, one.name, str(english[one.code]))
    }


def offered() -> tuple[Language, ...]:
    """The languages that a worker can choose: all that are not missing, English first."""
    states = translations()
    return tuple(one for code, one in LANGUAGES.items() if states[code].state is not State.MISSING)


def language_of(code: str | None) -> Language:
    """The offered language of a code such as "ro", "pl-PL" or "uk_UA"; English for any other."""
    return _offered_as(code) or SOURCE


def _offered_as(code: str | None) -> Language | None:
    wanted = (code or "").replace("_", "-").partition("-")[0].lower()
    return next((one for one in offered() if one.code == wanted), None)


def is_for_workers(app: Flask, endpoint: str | None) -> bool:
    """The one rule for which pages are translated, by the stamp that says who may use them.

    Open to all or to the bearer of a link, and not a door that only members use. Pages of members and
    staff are English. An address that leads nowhere was perhaps a worker's.
    """
    if endpoint is None:
        return True
    open_to_all = audiences_of(app, endpoint) <= WITHOUT_ACCOUNT
    return open_to_all and not {endpoint, endpoint.partition(".")[0]} & DOORS_OF_MEMBERS


def speak(code: str) -> None:
    """From here on the page speaks the language known of its reader, unless they chose another themselves.

    Call it where a code leads to a worker or a reporter: `speak(worker.language)`.
    """
    g.known_language = code
    refresh()


@contextmanager
def speaking(code: str) -> Iterator[Language]:
    """Write what follows in a language, whoever reads the page: slips, mails, records."""
    language = language_of(code)
    with force_locale(language.locale):
        yield language


def current() -> Language:
    """The language that is being written now."""
    locale = get_locale()
    return LANGUAGES.get(locale.language, SOURCE) if locale else SOURCE


def chosen_by_link() -> Language | None:
    """The language that the address asks for, if it is offered."""
    return _offered_as(request.args.get(CHOICE))


def locale_of_reader() -> str:
    """By the link, else as chosen before, else as known of the reader, else as the browser asks."""
    if not has_request_context() or not is_for_workers(current_app, request.endpoint):
        return SOURCE.locale
    if chosen := chosen_by_link():
        return chosen.locale
    if remembered := _offered_as(request.cookies.get(CHOICE)):
        return remembered.locale
    if known := g.get("known_language", SOURCE.code if viewer.is_signed_in else None):
        return language_of(known).locale
    wishes = (_offered_as(wish) for wish, quality in request.accept_languages if quality > 0)
    return next(filter(None, wishes), SOURCE).locale


@dataclass(frozen=True)
class Switch:
    """What a page says of its languages: the one it is in, the others, and whether anybody reviewed it."""

    here: Language
    others: tuple[Language, ...]
    is_draft: bool

    def address(self, code: str) -> str:
        """The same page in another language."""
        return _same_page(code)

    def __bool__(self) -> bool:
        """Whether this page can be had in more than one language."""
        return bool(self.others) and is_for_workers(current_app, request.endpoint)


def switch() -> Switch:
    """The languages of the page that is being made."""
    here = current()
    others = tuple(one for one in offered() if one != here)
    return Switch(here, others, translations()[here.code].state is State.DRAFTED)


def _same_page(code: str) -> str:
    asked: dict[str, Any] = {**request.args.to_dict(flat=False), CHOICE: code}
    if request.endpoint is None or request.url_rule is None:
        return f"{request.script_root}{quote(request.path)}?{CHOICE}={code}"
    if "GET" in (request.url_rule.methods or ()):
        return url_for(request.endpoint, **{**asked, **(request.view_args or {})})
    # a form's own address cannot be opened; the page that held the form can
    before = urlsplit(request.referrer or "")
    path = before.path if before.netloc == request.host else "/"
    return f"{path or '/'}?{CHOICE}={code}"


def original(words: str) -> str:
    """The English of a term that the page shows translated; empty on an English page."""
    here = current()
    return "" if here is SOURCE else _originals(here.code).get(str(words), "")


@cache
def _originals(code: str) -> Mapping[str, str]:
    """Each translated term of a language with its English."""
    known = (
        one for one in catalogue(code) if isinstance(one.id, str) and one.string and one.id != one.string
    )
    return {str(one.string): str(one.id) for one in known}


def install(app: Flask) -> None:
    """Let pages know their languages, remember a choice, and say in which language an answer is."""

    app.add_template_global(switch, "language_switch")
    app.add_template_filter(original)

    @app.after_request
    def told(response: Response) -> Response:
        if request.endpoint == "static":
            return response
        if response.mimetype == "text/html":
            response.headers.setdefault("Content-Language", current().locale.replace("_", "-"))
        if is_for_workers(current_app, request.endpoint):
            response.vary.update(("Accept-Language", "Cookie"))
            _remember(response)
        return response


def _remember(response: Response) -> None:
    """A choice by link stays; the cookie holds two letters and nothing about the person."""
    chosen = chosen_by_link()
    if chosen and request.cookies.get(CHOICE) != chosen.code:
        response.set_cookie(
            CHOICE,
            chosen.code,
            max_age=REMEMBERED,
            secure=current_app.config["SESSION_COOKIE_SECURE"],
            httponly=True,
            samesite="Lax",
        )
