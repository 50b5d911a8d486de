"""Three hours of a flooded factory: 300 workers are spare at once, and 220 places are needed tomorrow."""

import os
import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import APIRequestContext, Browser

from portal.app import create_app
from tests.builders.accounts import PASSWORD
from tests.builders.organisations import SignedUp, an_approved_employer, an_approved_provider
from tests.journeys.conftest import ROOT, RunningPortal
from tests.journeys.people import Dispatcher, FarmManager, Job, Lot
from tests.journeys.window import Inspection, Window
from tests.proof import ENGINES_OF_LONG_TESTS, IN_FULL

TASKS = ROOT / "docs" / "tasks.md"

LOTS = (
    Lot(60, "hand packer", "hand pack", "Wisbech", ("Day",)),
    Lot(40, "hand packer", "hand pack", "Wisbech", ("Night",)),
    Lot(40, "hand packer", "hand pack", "Wisbech", ("Weekend",)),
    Lot(30, "forklift operator", "FLT", "Wisbech", ("Day",)),
    Lot(20, "forklift operator", "FLT", "Wisbech", ("Day", "Night")),
    Lot(30, "building cleaner", "industrial cleaner", "Wisbech", ("Day", "Evening")),
    Lot(40, "warehouse order picker", "order pick", "Wisbech", ("Day", "Evening")),
    Lot(30, "food production operator", "production operative", "Wisbech", ("Day",)),
    Lot(10, "farm machinery|maintenance fitter|mechanic", "maintenance fitter", "Wisbech", ("Evening",)),
)
JOBS = (
    (Job(60, "Packer for the day", "hand packer", "hand pack", "Spalding"),),
    (Job(40, "Packer for the night", "hand packer", "hand pack", "Boston", "Night"),),
    (Job(45, "Forklift driver", "forklift operator", "FLT", "Peterborough"),),
    (Job(40, "Order picker", "warehouse order picker", "order pick", "Downham Market"),),
    (
        Job(25, "Cleaner of the halls", "building cleaner", "industrial cleaner", "March"),
        Job(10, "Line operator", "food production operator", "production operative", "March"),
    ),
)
WITHOUT_MATCH = (LOTS[2], LOTS[8])
"""Nobody needs weekend packers or mechanics tomorrow."""
PAIRS = (
    (60, "hand packer", "Packer for the day", 60),
    (40, "hand packer", "Packer for the night", 40),
    (30, "forklift operator", "Forklift driver", 30),
    (20, "forklift operator", "Forklift driver", 15),
    (30, "building cleaner", "Cleaner of the halls", 25),
    (40, "warehouse order picker", "Order picker", 40),
    (30, "food production operator", "Line operator", 10),
)
"""Which lot goes where, and for how many places; all of the lot is named, the first to accept are placed."""


@dataclass
class Tally:
    """How many pages each side opened or sent for each of its tasks."""

    pages: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))

    @contextmanager
    def of(self, side: str, task: str, window: Window) -> Iterator[None]:
        before = window.pages_asked
        yield
        self.pages[side, task].append(window.pages_asked - before)

    def table(self) -> str:
        """As it stands in docs/tasks.md."""
        lines = ["| Who | Task | Times | Pages in all |", "|---|---|---|---|"]
        for side in (PROVIDER, EMPLOYERS, WORKERS):
            own = {task: counts for (who, task), counts in self.pages.items() if who == side}
            lines += [f"| {side} | {task} | {len(counts)} | {sum(counts)} |" for task, counts in own.items()]
            lines.append(f"| **{side}** | **all of it** | | **{sum(map(sum, own.values()))}** |")
        return "\n".join(lines)


@pytest.mark.both_engines
@pytest.mark.parametrize("databases", ENGINES_OF_LONG_TESTS, indirect=True, scope="session")
def test_everybody_of_a_flooded_factory_is_placed_or_told_why(
    browser: Browser, running_portal: RunningPortal, inspection: Inspection
) -> None:
    tally = Tally()
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    provider, employers = already_approved(running_portal)

    dispatcher = Dispatcher(browser, running_portal, inspection, provider.email)
    with tally.of(PROVIDER, "signs in", dispatcher.window):
        dispatcher.sign_in(PASSWORD)
    with tally.of(PROVIDER, "lists 300 workers in 9 lots", dispatcher.window):
        dispatcher.list_workers(LOTS[0], tomorrow)
        answers_for_lots = [dispatcher.window.page.url]
        for lot in LOTS[1:]:
            dispatcher.list_like_the_last(lot)
            answers_for_lots.append(dispatcher.window.page.url)

    managers = [FarmManager(browser, running_portal, inspection, one.email) for one in employers]
    for manager, jobs in zip(managers, JOBS, strict=True):
        with tally.of(EMPLOYERS, "sign in", manager.window):
            manager.sign_in(PASSWORD)
        with tally.of(EMPLOYERS, "post what they need and say yes beforehand", manager.window):
            post_all(manager, jobs, tomorrow)

    for _heads, occupation, title, places in PAIRS:
        with tally.of(PROVIDER, "says yes to a match and proposes the terms", dispatcher.window):
            say_yes_to(dispatcher, f"{places} × {occupation}", title)
            dispatcher.window.reads(f"{places} workers for {title}")
            dispatcher.propose_loan(tomorrow + timedelta(days=30))
    for manager in managers:
        with tally.of(EMPLOYERS, "read and agree the terms", manager.window):
            agree_all(manager)

    places_of_workers: list[tuple[list[str], int]] = []
    phones = (f"+44 7700 {number}" for number in range(900000, 901000))  # everybody has their own
    for heads, _occupation, title, places in PAIRS:
        with tally.of(PROVIDER, "names workers and has their links", dispatcher.window):
            dispatcher.do_what_home_asks(re.compile(f"Name {places} workers for {title}"))
            dispatcher.write_names(f"{title} {n + 1}, {next(phones)}" for n in range(heads))
        places_of_workers.append((dispatcher.links(), places))

    phone = browser.new_context().request
    placed, told = 0, 0
    for links, places in places_of_workers:
        for link in links if IN_FULL or len(links) - places == LEFT_OVER else links[:2]:
            if accept(phone, link):
                placed += 1
            else:
                told += 1
    tally.pages[WORKERS, "reads the offer and answers"].append(2)

    dispatcher.window.open("/introductions")
    filled = [
        (int(taken), int(places))
        for taken, places in re.findall(r"(\d+) / (\d+)\s+places filled", dispatcher.window.text)
    ]
    assert sum(places for _taken, places in filled) == 220
    assert sum(taken for taken, _places in filled) == placed
    assert (placed, told) == ((220, 30) if IN_FULL else (22, 20))

    for lot, address in zip(LOTS, answers_for_lots, strict=True):
        if lot in WITHOUT_MATCH:
            with tally.of(PROVIDER, "reads why a lot fits nothing", dispatcher.window):
                dispatcher.window.open(address)
            dispatcher.window.reads("Nothing fits yet")
            assert dispatcher.window.page.locator(".funnel li").count() > 0
    assert inspection.problems == []
    the_page_says(tally.table())


PROVIDER, EMPLOYERS, WORKERS = "The labour provider", "The five employers", "A worker"
LEFT_OVER = 20
"""How many more were named for the line than it has places; there all answer, in the short run too."""


def already_approved(portal: RunningPortal) -> tuple[SignedUp, list[SignedUp]]:
    """A licensed provider and five employers that were approved some time ago."""
    app = create_app(
        {
            "DATABASE_URL": portal.environment["DATABASE_URL"],
            "DATA_DIR": Path(portal.environment["DATA_DIR"]),
            "PUBLIC_URL": portal.url,
        }
    )
    with app.app_context():
        return an_approved_provider(app), [an_approved_employer(app) for _ in JOBS]


def post_all(manager: FarmManager, jobs: tuple[Job, ...], first: date) -> None:
    manager.post_vacancy(jobs[0], first, first + timedelta(days=29))
    manager.window.press("Publish")
    manager.say_yes_beforehand(jobs[0].places)
    for job in jobs[1:]:
        manager.post_like_the_last(job)
        manager.say_yes_beforehand(job.places)


def say_yes_to(dispatcher: Dispatcher, who: str, title: str) -> None:
    """From the list of all matches, by the number that is suggested."""
    dispatcher.window.follow("Matches")
    card = dispatcher.window.page.locator(".card", has_text=f"{who} from").filter(has_text=f"for {title} in")
    dispatcher.window.press(re.compile("Say yes"), within=card.first)


def agree_all(manager: FarmManager) -> None:
    """As long as home asks to read and agree terms."""
    manager.window.follow("Home")
    waiting = manager.window.page.get_by_role("link", name=re.compile("Read and agree the terms"))
    for left in range(waiting.count(), 0, -1):
        manager.window.follow(re.compile("Read and agree the terms"))
        manager.window.press("Agree these terms")
        if left > 1:
            manager.window.follow("Home")


def accept(phone: APIRequestContext, link: str) -> bool:
    """Open a worker's link and accept; whether there was a place."""
    shown = phone.get(link).text()
    if "ALL PLACES ARE TAKEN" in shown:
        return False
    form = phone.get(f"{link}/open").text()
    token = re.search(r'name="csrf_token" value="([^"]+)"', form)
    assert token, form
    own = {"csrf_token": token[1], "neither": "y", "word": "harbour lights"}
    phone.post(f"{link}/open", form=own, headers={"Referer": link})
    answer = phone.post(f"{link}/accept", form={"csrf_token": token[1]}, headers={"Referer": link})
    assert "ACCEPTED" in answer.text(), answer.text()
    return True


def the_page_says(table: str) -> None:
    """docs/tasks.md has this table; with FAIRSHIFT_WRITE_TASKS set it is written anew."""
    before, _old, after = re.split(r"(?s)(?<=<!-- measured -->\n)(.*)(?=\n<!-- end -->)", TASKS.read_text())
    if os.environ.get("FAIRSHIFT_WRITE_TASKS"):
        TASKS.write_text(before + table + after)
    assert f"\n{table}\n" in TASKS.read_text(), f"docs/tasks.md should say:\n{table}"
