"""A browser's window as a person uses it: by the words on the page; every page is looked over on arrival."""

import os
import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Response, ViewportSize

AXE = Axe()
DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
PATIENCE_MS = int(os.environ.get("PATIENCE_MS", "30000"))
IDENTIFIER = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/)[A-Za-z0-9_-]{20,}")
SAID_BY_THE_BROWSER = re.compile(r"the server responded with a status of 4(22|09|04)")
"""A form that was refused is an answer, not a mistake of the page; the browser notes it all the same."""
OVERFLOW = """() => {
  const wide = document.documentElement.scrollWidth, room = document.documentElement.clientWidth;
  if (wide <= room) return "";
  const all = [...document.querySelectorAll("body *")];
  const worst = all.filter((one) => one.getBoundingClientRect().right > room + 1);
  return `${wide} wide in ${room}: ` + worst.slice(0, 3).map((one) => one.outerHTML.slice(0, 80)).join(" | ");
}"""

KINDS = """() => {
  const kind = (one) => [one.localName, one.className.baseVal ?? one.className, one.getAttribute("type"),
    one.getAttribute("role"), one.getAttributeNames().sort()].join(" ");
  let heading = "";
  return [...new Set([...document.body.querySelectorAll("*")].map((one) => {
    const before = heading;
    if (/^h[1-6]$/.test(one.localName)) heading = one.localName;
    return `${kind(one.parentElement)} > ${kind(one)}` + (heading === before ? "" : ` after ${before}`);
  }))];
}"""
"""The kinds of things on a page, by what they are and stand in, not by their words: another worker's name,
another number or one more of a list makes no new kind."""


@dataclass
class Inspection:
    """What was found wrong on the pages of a journey."""

    seen: set[tuple[str, ...]] = field(default_factory=set)
    """What was looked over before, so that no page is looked over twice."""
    problems: list[str] = field(default_factory=list)
    screens: str | None = os.environ.get("SCREENS")
    """A folder for a picture of every page, where somebody wants to look at them."""

    def note(self, problem: str) -> None:
        if problem not in self.problems:
            self.problems.append(problem)

    def look_over(self, page: Page) -> None:
        """Look a page over: in both widths when it is new, in its own when a kind of thing on it is new."""
        name, own = name_of(page), page.viewport_size or DESK
        kinds = {(name, kind) for kind in page.evaluate(KINDS)}
        is_new = (name,) not in self.seen
        if not is_new and kinds <= self.seen:
            return
        self.seen |= {(name,), *kinds}
        page.evaluate(AXE.axe_script)
        for size in (PHONE, DESK) if is_new else (own,):
            page.set_viewport_size(size)
            self._judge(page, name, size["width"])
        page.set_viewport_size(own)

    def _judge(self, page: Page, name: str, width: int) -> None:
        if overflow := page.evaluate(OVERFLOW):
            self.note(f"{name} scrolls sideways at {width}: {overflow}")
        if self.screens:
            picture = f"{len(self.seen):03}{re.sub('[^a-z0-9]+', '-', name.lower())}-{width}.png"
            page.screenshot(path=Path(self.screens) / picture, full_page=True)
        for found in axe_findings(page):
            for node in found["nodes"][:2]:
                self.note(f"{name} at {width}: {found['id']}, {found['help']}: {node['html'][:160]}")


def axe_findings(page: Page) -> list[dict[str, Any]]:
    """What axe-core, which is in the page by now, has against it as it stands."""
    found: list[dict[str, Any]] = page.evaluate(
        "axe.run(document, {resultTypes: ['violations'], iframes: false}).then((all) => all.violations)"
    )
    return found


def name_of(page: Page) -> str:
    """What kind of page this is: its address without identifiers, and its title when a form was refused."""
    path = IDENTIFIER.sub("…", urlsplit(page.url).path)
    wrong = " (refused)" if page.title().startswith("Error") else ""
    return path + wrong


class Window:
    """One person's browser; counts the pages that it asked for."""

    def __init__(
        self, browser: Browser, url: str, inspection: Inspection, size: ViewportSize | None = None
    ) -> None:
        self.context = browser.new_context(viewport=size or DESK, base_url=url)
        self.page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE_MS)
        self.inspection = inspection
        self.pages_asked = 0
        """How many pages were opened or sent; the page that follows a sent one belongs to it."""
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: inspection.note(f"{self.page.url}: {error}"))
        self.page.on("response", self._watch)

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not SAID_BY_THE_BROWSER.search(message.text):
            self.inspection.note(f"{self.page.url}: the console says {message.text}")

    def _watch(self, response: Response) -> None:
        if response.status >= 500:
            self.inspection.note(f"{response.request.method} {response.url}: {response.status}")

    # going somewhere

    def open(self, address: str) -> None:
        self.pages_asked += 1
        self.page.goto(address, wait_until="load")
        self.inspection.look_over(self.page)

    def press(self, words: str | re.Pattern[str], within: Locator | None = None) -> None:
        """Press the button with these words and read the page that follows."""
        self._leave_by((within or self.page).get_by_role("button", name=words).first)

    def follow(self, words: str | re.Pattern[str], within: Locator | None = None) -> None:
        """Follow the link with these words, be it drawn as a button."""
        where = within or self.page.locator("body")
        drawn = where.locator("a[role=button]").filter(has_text=words)
        self._leave_by(where.get_by_role("link", name=words).or_(drawn).first)

    def _leave_by(self, way: Locator) -> None:
        self.pages_asked += 1
        with self.page.expect_navigation(wait_until="load"):
            way.click()
        self.inspection.look_over(self.page)

    # filling in

    def write(self, label: str | re.Pattern[str], text: Any) -> None:
        exact = isinstance(label, str)
        self.page.get_by_label(label, exact=exact).and_(self.page.locator("input, textarea")).first.fill(
            str(text)
        )

    def pick(self, label: str, choice: str) -> None:
        """Choose from a list that opens."""
        self.page.get_by_label(label).and_(self.page.locator("select")).first.select_option(label=choice)

    def answer(self, question: str, *answers: str) -> None:
        """Choose or tick answers under a question."""
        group = self.page.get_by_role("group", name=question).first
        for one in answers:
            group.get_by_label(one).first.check()

    def date(self, question: str, day: date) -> None:
        group = self.page.get_by_role("group", name=question, exact=True)
        for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            group.get_by_label(part, exact=True).fill(str(value))

    def find_by_typing(self, label: str, typed: str, choice: str | re.Pattern[str]) -> None:
        """Type into a field and choose one of the suggestions."""
        field = self.page.get_by_role("combobox", name=label, exact=True)
        field.click()
        field.fill("")
        field.press_sequentially(typed, delay=20)
        self.page.locator("li[role=option]").filter(has_text=choice).first.click()

    def unfold(self, words: str) -> None:
        self.page.locator("summary", has_text=words).first.click()

    # reading

    @property
    def text(self) -> str:
        return self.page.locator("main").inner_text()

    @property
    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    def reads(self, words: str) -> None:
        """Fail with the page's own words unless these stand on it."""
        shown = " ".join(self.text.split())
        assert words.lower() in shown.lower(), f"{words!r} is not on {self.page.url}: {shown[:3000]}"

    def does_not_read(self, words: str) -> None:
        shown = " ".join(self.text.split())
        assert words.lower() not in shown.lower(), f"{words!r} stands on {self.page.url}: {shown[:3000]}"

    def close(self) -> None:
        self.context.close()
