"""A browser for tests that reviews every page it is given."""

import re
from collections.abc import Callable
from contextvars import Context
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from tests.parsing import parsed

XHTML = "{http://www.w3.org/1999/xhtml}"


@dataclass
class Page:
    """One page as the browser got it: its status, its text, its parsed tree."""

    response: TestResponse

    def __post_init__(self) -> None:
        self.status = self.response.status_code
        self.html = self.response.get_data().decode("utf-8", "strict" if self.is_html else "replace")
        self.errors: list[str] = []

    @cached_property
    def tree(self) -> Any:
        """The parsed page; reading it once fills `errors` with what is not HTML5."""
        tree, errors = parsed(self.html)
        self.errors = [code for code in errors if code not in TOLERATED]
        return tree

    @property
    def is_html(self) -> bool:
        return self.response.mimetype == "text/html"

    @property
    def text(self) -> str:
        """The words on the page, spaces collapsed."""
        body = self.tree.find(f"{XHTML}body")
        return " ".join("".join(_words(body)).split())

    @property
    def path(self) -> str:
        return self.response.request.path

    def all(self, tag: str) -> list[Any]:
        return list(self.tree.iter(f"{XHTML}{tag}"))

    def link(self, words: str) -> str:
        """Where the first link that contains these words leads."""
        for one in self.all("a"):
            if words in " ".join("".join(one.itertext()).split()):
                return str(one.get("href"))
        raise AssertionError(f"no link says {words!r} on {self.path}")

    def form(self, action: str | None = None, *, button: str | None = None) -> dict[str, Any]:
        """What the form (the first whose action or button matches) would send unchanged, and its "action"."""
        for one in self.all("form"):
            if (one.get("method") or "get").lower() != "post":
                continue
            if action is not None and action not in (one.get("action") or self.path):
                continue
            if button is not None and button not in " ".join("".join(one.itertext()).split()):
                continue
            return {"action": one.get("action") or self.response.request.path, "data": _fields(one)}
        raise AssertionError(f"no form {action or button or ''} on {self.path}")


class ReviewingClient:
    """Follows redirects, keeps cookies, and fails on a page that is not well made."""

    def __init__(self, app: Flask) -> None:
        self.http = app.test_client()
        # pages look alike whatever the database: they are drawn on both, and reviewed on SQLite
        self._reviews = app.extensions["fairshift"].engine.dialect.name == "sqlite"

    def get(self, path: str, **kwargs: Any) -> Page:
        return self._reviewed(_afresh(self.http.get, path, follow_redirects=True, **kwargs))

    def post(self, path: str, data: dict[str, Any] | None = None, **kwargs: Any) -> Page:
        """Send exactly this; no token is added."""
        return self._reviewed(_afresh(self.http.post, path, data=data, follow_redirects=True, **kwargs))

    def submit(self, page: Page, *, to: str | None = None, button: str | None = None, **changes: Any) -> Page:
        """Send a form of the page as a person would, with some fields changed (None leaves one out)."""
        form = page.form(to, button=button)
        data = {**form["data"], **changes}
        return self.post(form["action"], {k: v for k, v in data.items() if v is not None})

    def _reviewed(self, response: TestResponse) -> Page:
        page = Page(response)
        if page.is_html and self._reviews:
            review(page)
        return page


def _afresh(send: Callable[..., TestResponse], *args: Any, **kwargs: Any) -> TestResponse:
    """Send a request outside the test's own application context: nothing stays in `g` from the last one."""
    return Context().run(send, *args, **kwargs)


def review(page: Page) -> None:
    """One h1 that begins the title, unique ids, a label per field, tokens per form, nonces on scripts."""
    headings = page.all("h1")
    assert not page.errors, f"{page.path}: not HTML5: {page.errors}"
    assert len(headings) == 1, f"{page.path}: {len(headings)} h1"
    title = " ".join("".join(page.all("title")[0].itertext()).split())
    heading = " ".join("".join(headings[0].itertext()).split())
    assert _without_error(title, page).startswith(heading), (
        f"{page.path}: title {title!r} does not begin with {heading!r}"
    )
    ids = [one.get("id") for one in page.tree.iter() if isinstance(one.tag, str) and one.get("id")]
    assert len(ids) == len(set(ids)), (
        f"{page.path}: ids repeat: {sorted({i for i in ids if ids.count(i) > 1})}"
    )
    _review_forms(page, set(ids))
    for script in page.all("script"):
        assert script.get("nonce"), f"{page.path}: a script without nonce"
    assert not re.search(r"\son[a-z]+=", page.html), f"{page.path}: an inline handler"


def _without_error(title: str, page: Page) -> str:
    """A page with errors says so before its title, in its own language."""
    in_english = page.all("html")[0].get("lang") == "en"
    return title.removeprefix("Error: ") if in_english or page.status != 422 else title.partition(": ")[2]


def _review_forms(page: Page, ids: set[str]) -> None:
    labelled = {one.get("for") for one in page.all("label")}
    for tag in ("input", "select", "textarea"):
        for field in page.all(tag):
            if field.get("type") in {"hidden", "submit"}:
                continue
            named = field.get("id") in labelled or field.get("aria-label") or field.get("aria-labelledby")
            assert named, f"{page.path}: field {field.get('name')} has no label"
    for form in page.all("form"):
        if (form.get("method") or "get").lower() == "post":
            names = {one.get("name") for one in form.iter(f"{XHTML}input")}
            assert "csrf_token" in names or form.get("data-no-token"), f"{page.path}: a form without token"


TOLERATED: set[str] = set()


def _words(node: Any) -> Any:
    if not isinstance(node.tag, str) or node.tag in {f"{XHTML}script", f"{XHTML}style"}:
        return
    yield node.text or ""
    for child in node:
        yield from _words(child)
        yield " " + (child.tail or "")


def _fields(form: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}

    def put(name: str, value: str) -> None:
        if name in found:
            found[name] = [*(found[name] if isinstance(found[name], list) else [found[name]]), value]
        else:
            found[name] = value

    for one in form.iter():
        name = one.get("name") if isinstance(one.tag, str) else None
        if not name or one.get("disabled") is not None:
            continue
        if one.tag == f"{XHTML}input":
            kind = one.get("type", "text")
            if kind in {"checkbox", "radio"} and one.get("checked") is None:
                continue
            if kind not in {"submit", "file"}:
                put(name, one.get("value") or "")
        elif one.tag == f"{XHTML}textarea":
            put(name, "".join(one.itertext()).removeprefix("\n"))
        elif one.tag == f"{XHTML}select":
            for option in one.iter(f"{XHTML}option"):
                if option.get("selected") is not None:
                    put(name, option.get("value") or "")
    return found
