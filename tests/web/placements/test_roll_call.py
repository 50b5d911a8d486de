"""On day one the employer says who came."""

from datetime import datetime

import pytest
import time_machine
from flask import Flask

from tests.builders.accounts import a_browser_of
from tests.builders.placements import FIRST, NOW, Matched, a_match, accepted, agreed
from tests.builders.safety import made_safe
from tests.web_client import Page, ReviewingClient

DAY_ONE = datetime(FIRST.year, FIRST.month, FIRST.day, 9, tzinfo=NOW.tzinfo)


@pytest.fixture
def at(app: Flask) -> Matched:
    with time_machine.travel(NOW, tick=False):
        return a_match(app)


def the_roll(at: Matched) -> tuple[ReviewingClient, Page]:
    with time_machine.travel(NOW, tick=False):
        introduction = agreed(at)
        accepted(at, introduction, "Ana Petrova, 07700 900123,", "Ion Rusu, 07700 900124,")
        made_safe(at, introduction)
    employer = a_browser_of(at.app, at.employer.person_id)
    return employer, employer.get(f"/introductions/{introduction}/roll-call")


def boxes(roll: Page) -> list[str]:
    return [one.get("name") for one in roll.all("input") if (one.get("id") or "").startswith("came-")]


@time_machine.travel(DAY_ONE, tick=False)
def test_one_missing_worker_and_all_the_others_are_recorded_in_one_go(at: Matched) -> None:
    employer, roll = the_roll(at)
    page = employer.submit(roll, button="Record", rest="came", **{boxes(roll)[0]: "no"})
    assert "1 worker started. 1 did not come" in page.text


@time_machine.travel(DAY_ONE, tick=False)
def test_the_others_are_only_those_who_stood_on_the_page(at: Matched) -> None:
    employer, roll = the_roll(at)
    shown = roll.form(button="Record")["data"]["listed"]
    page = employer.submit(roll, button="Record", rest="came", listed=shown[:1])
    assert "1 worker started" in page.text
    again = employer.get(roll.path)
    assert again.form(button="Record")["data"]["listed"] == shown[1]


@time_machine.travel(DAY_ONE, tick=False)
def test_whom_one_leaves_out_stays_expected(at: Matched) -> None:
    employer, roll = the_roll(at)
    assert "Say of at least one worker" in employer.submit(roll, button="Record").text
    employer.submit(roll, button="Record", **{boxes(roll)[0]: "yes"})
    assert boxes(employer.get(roll.path)) == boxes(roll)[1:]
