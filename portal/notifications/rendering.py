"""Writing a mail from its template, in the reader's language, at the moment of sending."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, cast

import css_inline
from flask import Flask, current_app
from jinja2 import Environment, StrictUndefined, TemplateError
from markupsafe import Markup

from portal.infra.catalogues import is_read_by_workers
from portal.infra.web import pages
from portal.infra.web.languages import SOURCE, speaking
from portal.notifications.domain import in_header

DIGEST = "notifications/digest"
"""The template whose fact `mails` holds other mails, each with its `template` and `facts`."""


@dataclass(frozen=True)
class Written:
    """A mail's words."""

    subject: str
    text: str
    html: str


def write(
    template: str, facts: Mapping[str, Any], *, name: str, language: str, unsubscribe_url: str | None
) -> Written:
    """Render the three parts of templates/emails/<template>; a missing fact is an error.

    Beside its facts a template has `reader` (whom it greets), `language`, `direction`,
    `unsubscribe_url` and `operator_name`.
    """
    text, html = environments()
    # what members and staff read is English, as their pages are
    with speaking(language if is_read_by_workers(f"emails/{template}/body.txt") else SOURCE.code) as reader:
        shared = {
            "reader": in_header(name),
            "language": reader.code,
            "direction": reader.direction,
            "unsubscribe_url": unsubscribe_url,
            "operator_name": current_app.config["OPERATOR_NAME"],
        }
        given = {**(_with_lines(facts, shared) if template == DIGEST else facts), **shared}
        subject = _subject(template, given)
        plain = text.get_template(f"emails/{template}/body.txt").render(given)
        page = html.get_template(f"emails/{template}/body.html").render({**given, "subject": subject})
    return Written(subject, _tidy(plain), _inliner().inline(page))


def subject_of(template: str, facts: Mapping[str, Any]) -> str | None:
    """What a mail is about, in the language of the page; none where its template cannot say."""
    try:
        return _subject(template, {**facts, "reader": ""})
    except TemplateError:
        return None


def _subject(template: str, given: Mapping[str, Any]) -> str:
    text, _ = environments()
    return in_header(text.get_template(f"emails/{template}/subject.txt").render(given))


def _with_lines(facts: Mapping[str, Any], shared: Mapping[str, Any]) -> dict[str, Any]:
    """A digest's facts, with the subject and the link of each mail in it."""
    lines = [
        {"subject": _subject(mail["template"], {**mail["facts"], **shared}), "url": mail["facts"].get("url")}
        for mail in facts["mails"]
    ]
    return {**facts, "lines": lines}


def environments() -> tuple[Environment, Environment]:
    """The templates as plain text (marks of HTML taken out) and as HTML; both strict."""
    return _environments(cast("Any", current_app)._get_current_object())


@lru_cache(maxsize=4)
def _environments(app: Flask) -> tuple[Environment, Environment]:
    plain = app.jinja_env.overlay(undefined=StrictUndefined, finalize=_without_marks)
    html = app.jinja_env.overlay(undefined=StrictUndefined)
    for one in (plain, html):
        one.filters = {**app.jinja_env.filters, "day": _day, "moment": _moment}
    return plain, html


def _without_marks(value: Any) -> Any:
    return value.striptags() if isinstance(value, Markup) else value


def _day(value: str | date | None) -> str:
    """A date, also as the ISO text that facts hold."""
    return pages.day(date.fromisoformat(value[:10]) if isinstance(value, str) else value)


def _moment(value: str | datetime | None) -> str:
    """A moment, also as the ISO text that facts hold."""
    return pages.moment(datetime.fromisoformat(value) if isinstance(value, str) else value)


def _tidy(text: str) -> str:
    """Plain text with at most one empty line between paragraphs."""
    lines: list[str] = []
    for line in text.strip().splitlines():
        if line.strip() or (lines and lines[-1]):
            lines.append(line.rstrip() if line != "-- " else line)
    return "\n".join(lines) + "\n"


@lru_cache(maxsize=1)
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(load_remote_stylesheets=False)
