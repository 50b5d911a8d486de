"""What an organisation sees of its matches while it waits to be approved."""

from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask

from tests.builders.accounts import a_browser_of
from tests.builders.placements import NOW, a_match


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def test_who_knows_the_address_of_a_match_sees_the_count_and_not_the_match(app: Flask) -> None:
    at = a_match(app, approved=False)
    for party, theirs in ((at.provider, "warehouse forklift driver"), (at.employer, "Spalding")):
        page = a_browser_of(app, party.person_id).get(f"/matches/{at.match_id}")
        assert page.path.endswith("/matches")
        assert "as soon as your organisation is approved" in page.text
        assert theirs not in page.text


def test_a_yes_sent_all_the_same_shows_no_more(app: Flask) -> None:
    at = a_match(app, approved=False)
    browser = a_browser_of(app, at.provider.person_id)
    tokens = browser.get("/account").form("/sign-out")["data"]
    sent = browser.post(f"/matches/{at.match_id}/yes", {**tokens, "heads": "3"})
    assert "warehouse forklift driver" not in sent.text
