"""Words of two directions in one line, kept apart: an Arabic sentence keeps its order around a name."""

import unicodedata
from collections.abc import Iterable, Mapping, MutableMapping
from typing import Any

from flask import Flask
from flask_babel import Babel, Domain, get_locale
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

FIRST_STRONG, POP = "\u2068", "\u2069"
"""Begins and ends a part that is ordered by itself, by its own first letter (Unicode, UAX 9)."""
_FROM_LEFT, _FROM_RIGHT = frozenset({"L"}), frozenset({"R", "AL"})
_ADDRESSES = ("http://", "https://", "tel:", "mailto:")
_COMMAS: Mapping[str, tuple[Markup, Markup]] = {"ar": (Markup("، "), Markup("؛ "))}
_COMMA, _SEMICOLON = Markup(", "), Markup("; ")
"""What stands between parts of a list, and between parts that have commas; first for some languages."""


def isolated(words: str) -> str:
    """Words to stand inside a line of the page's language: marked where they are written the other way.

    Addresses are left as they are, so that they can be copied; HTML has marks of its own.
    """
    if isinstance(words, Markup) or words.startswith(_ADDRESSES) or words.startswith(FIRST_STRONG):
        return words
    if not _is_other_way(words):
        return words
    return f"{FIRST_STRONG}{words}{POP}"


def listed(parts: Iterable[str], *, apart: bool = False) -> str:
    """Parts in a row, empty ones left out, with the language's comma; `apart` where the parts have commas."""
    comma, semicolon = _COMMAS.get(_language(), (_COMMA, _SEMICOLON))
    row = [isolated(one) for one in parts if one]
    between = semicolon if apart else comma
    return (between if any(isinstance(one, Markup) for one in row) else str(between)).join(row)


def without_marks(words: str) -> str:
    """The same for paper, whose letters are set by their own rules."""
    return words.replace(FIRST_STRONG, "").replace(POP, "")


class MixedDomain(Domain):  # type: ignore[misc]
    """Translations whose sentences keep what is put into them apart."""

    def gettext(self, string: str, **variables: Any) -> str:
        return str(super().gettext(string, **_apart(variables)))

    def ngettext(self, singular: str, plural: str, num: int, **variables: Any) -> str:
        return str(super().ngettext(singular, plural, num, **_apart(variables)))


def install(app: Flask, babel: Babel) -> None:
    """Let every sentence of Python and of templates do so."""
    babel.domain_instance = MixedDomain()
    names: MutableMapping[str, Any] = app.jinja_env.globals
    plain, counted = names["gettext"], names["ngettext"]

    @pass_context
    def gettext(context: Context, string: str, /, **variables: Any) -> Any:
        return plain(context, string, **_apart(variables))

    @pass_context
    def ngettext(context: Context, singular: str, plural: str, num: int, /, **variables: Any) -> Any:
        return counted(context, singular, plural, num, **_apart(variables))

    names.update(gettext=gettext, ngettext=ngettext, _=gettext)
    app.add_template_filter(listed)
    app.add_template_filter(isolated)


def _apart(variables: Mapping[str, Any]) -> dict[str, Any]:
    return {name: isolated(one) if isinstance(one, str) else one for name, one in variables.items()}


def _is_other_way(words: str) -> bool:
    is_from_left = _direction() == "ltr"
    if is_from_left and words.isascii():
        return False
    other = _FROM_RIGHT if is_from_left else _FROM_LEFT
    return any(unicodedata.bidirectional(one) in other for one in words)


def _direction() -> str:
    locale = get_locale()
    return str(locale.text_direction) if locale else "ltr"


def _language() -> str:
    locale = get_locale()
    return str(locale.language) if locale else "en"
