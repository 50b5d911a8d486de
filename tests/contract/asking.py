"""Asking the portal for one page as somebody, and what kind of answer that was."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import Context
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from portal.infra.web import errors, pages
from tests.contract.world import Values, Who, World
from tests.web_client import XHTML, Page

SIGN_IN = "/sign-in"


class Answer(StrEnum):
    """What somebody met who asked for a page."""

    GIVEN = "yes"
    """The page, the act, or a word with the owner on why not (409, 410, 422)."""
    SIGN_IN = "sign in"
    FORBIDDEN = "no"
    MISSING = "not found"


@dataclass(frozen=True)
class Asked:
    """One answer of the portal."""

    answer: Answer
    status: int
    body: str


def rules(app: Flask) -> list[Rule]:
    """Every address of the portal, but for files that browsers load."""
    return sorted(
        (one for one in app.url_map.iter_rules() if one.endpoint != "static"),
        key=lambda one: (one.endpoint, one.rule),
    )


def methods(rule: Rule) -> list[str]:
    return sorted((rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"})


def address(world: World, rule: Rule, values: Values) -> str:
    """The path of a rule with these values."""
    path: str = world.app.url_map.bind("portal.test").build(rule.endpoint, dict(values))
    return path


def send(
    world: World, who: Who, method: str, path: str, data: Any = None, *, token: str | None = None
) -> TestResponse:
    """One request as it comes in from a browser, with the form's token; redirects are not followed."""
    client = world.app.test_client(use_cookies=False)
    headers = {"Cookie": who.cookie}
    fields = data
    if isinstance(data, bytes):
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    elif method != "GET":
        fields = {**(data or {}), "csrf_token": token or world.form_token}
        fields.pop("acting", None)  # everybody sends a form that was drawn for themselves
    return Context().run(client.open, path, method=method, data=fields, headers=headers)


def ask(world: World, who: Who, method: str, path: str, data: Any = None) -> Asked:
    """One request; whatever it changes is not kept."""
    with world.unkept():
        response = send(world, who, method, path, data)
    return Asked(_kind(response, f"{method} {path} as {who.title}"), response.status_code, plain(response))


@contextmanager
def undrawn() -> Iterator[None]:
    """Answers without their pages, errors in bare words: who may what is decided before a page is drawn."""
    draw, draw_error = pages.render_template, errors.render_template
    pages.render_template = lambda *_args, **_kwargs: ""
    errors.render_template = lambda _template, page: f"{page['title']}: {page['advice']}"  # type: ignore[assignment,misc]
    try:
        yield
    finally:
        pages.render_template, errors.render_template = draw, draw_error


def _kind(response: TestResponse, what: str) -> Answer:
    match response.status_code:
        case 302 if response.location.partition("?")[0] == SIGN_IN:
            return Answer.SIGN_IN
        case 401:  # so a program is told
            return Answer.SIGN_IN
        case 200 | 302 | 303 | 409 | 410 | 422 | 503:
            return Answer.GIVEN
        case 403:
            return Answer.FORBIDDEN
        case 404:
            return Answer.MISSING
        case status:
            raise AssertionError(f"{what}: {status}")


def plain(response: TestResponse) -> str:
    """The text of an answer without what differs at each request: nonces, tokens, the address itself."""
    text = response.get_data().decode("utf-8", "replace")
    text = re.sub(r'nonce="[^"]*"', "", text)
    text = re.sub(r'(name="(?:once|csrf_token)"[^>]*value=|value=)"[^"]*"', "", text)
    return text.replace(response.request.path, "")


def typed(page: Page) -> dict[str, dict[str, Any]]:
    """By address: what somebody would send with the forms of a page, each field filled in plausibly."""
    found: dict[str, dict[str, Any]] = {}
    for form in page.all("form"):
        if (form.get("method") or "get").lower() == "post":
            found.setdefault(form.get("action") or page.path, filled(form))
    return found


def filled(form: Any) -> dict[str, list[str]]:
    """The fields of a form with what they hold, or something plausible where they are empty."""
    data: dict[str, list[str]] = {}
    for one in form.iter():
        name = one.get("name") if isinstance(one.tag, str) else None
        if not name or one.get("disabled") is not None:
            continue
        value = _value(one, data.get(name))
        if value is not None:
            data.setdefault(name, []).append(value)
    return data


def _value(field: Any, so_far: list[str] | None) -> str | None:
    match field.tag.removeprefix(XHTML), field.get("type", "text"):
        case "input", "radio" | "checkbox":
            return field.get("value") if field.get("checked") is not None or not so_far else None
        case ("input", "submit" | "file" | "image" | "button" | "reset") | ("button", _):
            return None
        case "input", "hidden":
            return field.get("value") or ""
        case "input", kind:
            return field.get("value") or {"email": "someone@work.example", "tel": "+441945555010"}.get(
                kind, "1"
            )
        case "textarea", _:
            return "".join(field.itertext()).strip() or "1"
        case "select", _:
            options = [one.get("value") or "" for one in field.iter(f"{XHTML}option")]
            chosen = [
                one.get("value")
                for one in field.iter(f"{XHTML}option")
                if one.get("selected") is not None and one.get("value")
            ]
            return next(iter([*chosen, *filter(None, options)]), "")
        case _:
            return None
