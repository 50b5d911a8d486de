"""Whether a page speaks the reader's language: its marks, and no English word where a translation is."""

import re
from collections.abc import Iterable
from functools import cache

from babel import Locale
from flask import Flask
from flask_babel import gettext
from playwright.sync_api import Page

from portal.infra.catalogues import catalogue
from portal.infra.web.languages import LANGUAGES, speaking

WORD = re.compile(r"[A-Za-z]{2,}")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%")
CODE = re.compile(r"\b[A-Z]{3}\b")
"""Of a currency, as in a list of them."""
ADDRESS = re.compile(r"\S*(?:@|://|\w\.\w)\S*")
SHOWN = """() => {
  const own = document.body.cloneNode(true);
  own.querySelectorAll("[lang], [hidden], bdi, script, style, svg").forEach((one) => one.remove());
  const said = [own.textContent, document.title];
  own.querySelectorAll("[aria-label], [data-label], [alt], [title], [placeholder]").forEach((one) =>
    ["aria-label", "data-label", "alt", "title", "placeholder"].forEach((name) =>
      said.push(one.getAttribute(name) || "")));
  return said.join(" \\n ");
}"""
"""All that a page says, folded up or not, but for what it marks as another language, a name or own words."""


def in_language(app: Flask, code: str, english: str, **named: object) -> str:
    """What a page says in this language for what it says in English."""
    with app.app_context(), speaking(code):
        return gettext(english, **named)


def english_left(page: Page, code: str, members_words: Iterable[str]) -> list[str]:
    """English words of the worker's side on a page in another language, but for what members wrote."""
    said = page.evaluate(SHOWN)
    own = (*members_words, *(one.name for one in LANGUAGES.values()))
    for words in sorted(own, key=len, reverse=True):
        said = said.replace(words, " ")
    return sorted(_words([CODE.sub(" ", said)]) & only_english(code))


def marks_missed(page: Page, code: str) -> list[str]:
    """What the page's own element says wrongly of its language and direction."""
    wanted = (code, LANGUAGES[code].direction)
    said = page.evaluate("() => [document.documentElement.lang, getComputedStyle(document.body).direction]")
    return [] if tuple(said) == wanted else [f"{said} instead of {wanted}"]


@cache
def only_english(code: str) -> frozenset[str]:
    """Words of the English texts, of months and countries, that the language itself does not use."""
    own, english = Locale.parse(LANGUAGES[code].locale), Locale("en")
    sources: list[str] = [*english.months["format"]["wide"].values(), *english.territories.values()]
    texts: list[str] = [*own.months["format"]["wide"].values(), *own.territories.values()]
    for one in catalogue(code):
        if one.id:
            sources += [one.id] if isinstance(one.id, str) else one.id
            texts += [one.string] if isinstance(one.string, str) else one.string or []
    return _words(sources) - _words(texts)


def _words(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(
        one.lower() for text in texts for one in WORD.findall(ADDRESS.sub(" ", PLACEHOLDER.sub(" ", text)))
    )
