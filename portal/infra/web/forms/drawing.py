"""Fields as HTML; those that look alike on many pages are drawn once."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from flask import current_app
from flask_babel import gettext, pgettext
from markupsafe import Markup

KEPT = 2048
"""How many different fields a process remembers, the most recently drawn ones."""


@dataclass(frozen=True)
class _Field:
    """A component and what it is given, in the reader's language; equal if it is drawn alike."""

    template: str
    as_read: str
    given: dict[str, Any] = field(compare=False)

    def drawn(self) -> Markup:
        # not Flask's way, which works out afresh for each field what surrounds a page
        return Markup(current_app.jinja_env.get_template(self.template).render(params=self.given))  # noqa: S704


@lru_cache(KEPT)
def _drawn_once(one: _Field) -> Markup:
    return one.drawn()


def _in_readers_language(given: dict[str, Any]) -> None:
    """The words that the components bring along, which are English."""
    boxes = {"Day": pgettext("date", "Day"), "Month": gettext("Month"), "Year": gettext("Year")}
    for item in given.get("items") or ():
        if item.get("label") in boxes:
            item["label"] = boxes[item["label"]]
    if given.get("errorMessage"):
        given["errorMessage"]["visuallyHiddenText"] = gettext("Error")


def economical(widget: Any) -> Any:
    """The same widget, which keeps what it drew, but nothing that a person typed."""

    def render(given: dict[str, Any]) -> Markup:
        _in_readers_language(given)
        one = _Field(widget.template, repr(given), given)
        return one.drawn() if given.get("value") or given.get("errorMessage") else _drawn_once(one)

    widget.render = render
    return widget
