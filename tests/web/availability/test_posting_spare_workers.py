"""A dispatcher posts spare workers, with and without what can go wrong."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

from portal.availability import queries
from portal.availability.domain import AvailabilityRow
from portal.infra import clock
from tests.builders.accounts import a_browser_of
from tests.builders.availability import a_lot
from tests.builders.organisations import SignedUp, an_approved_employer, an_approved_provider
from tests.builders.places_and_work import places_and_work
from tests.web.availability.forms import day_boxes, lot_answers
from tests.web_client import Page, ReviewingClient


@pytest.fixture
def provider(app: Flask) -> SignedUp:
    places_and_work(app)
    return an_approved_provider(app)


@pytest.fixture
def browser(app: Flask, provider: SignedUp) -> ReviewingClient:
    return a_browser_of(app, provider.person_id)


def send(browser: ReviewingClient, path: str = "/availability/new", **changes: Any) -> Page:
    return browser.submit(browser.get(path), to=path, **lot_answers(**changes))


def lots_of(app: Flask, who: SignedUp) -> list[AvailabilityRow]:
    with app.extensions["fairshift"].sessions() as session:
        return queries.own_availabilities(session, who.organisation_id)


def test_from_a_trade_name_to_a_published_lot_in_two_pages(
    app: Flask, browser: ReviewingClient, provider: SignedUp
) -> None:
    check = send(browser, tickets=["adr"], more_tickets="Cold store pass", language_1="en", level_1="B1")
    assert check.path.endswith("/check")
    assert "8344" in check.text
    assert "£11.50" in check.text

    done = browser.submit(check, button="Publish")

    assert done.status == 200
    [lot] = lots_of(app, provider)
    assert (lot.isco, lot.headcount, lot.town, lot.travel_km) == ("8344", 40, "Spalding", 30.0)
    assert (lot.tickets, dict(lot.languages)) == (("adr", "Cold store pass"), {"en": "B1"})
    assert dict(lot.min_pay) == {"GBP": Decimal("11.50")}
    assert (lot.work_countries, lot.min_group) == (("GB",), 1)
    assert lot.skills
    assert lot.skills_assumed is False


def test_finding_the_occupation_ticks_its_usual_skills_which_can_be_removed(
    app: Flask, browser: ReviewingClient, provider: SignedUp
) -> None:
    form = send(browser, do="find")
    ticked = form.form("/edit")["data"]["skills"]
    assert len(ticked) > 2

    answers = lot_answers(skills=ticked[:1], more_skills="Works in the cold; drives a milk float")
    check = browser.submit(form, to="/edit", **answers)
    browser.submit(check, button="Publish")

    [lot] = lots_of(app, provider)
    assert [one.key for one in lot.skills] == [ticked[0], "works in the cold", "drives a milk float"]


def test_unticking_all_skills_means_the_usual_ones_are_assumed_and_said_so(
    app: Flask, browser: ReviewingClient, provider: SignedUp
) -> None:
    form = send(browser, do="find")

    check = browser.submit(form, to="/edit", **lot_answers(skills=None))
    browser.submit(check, button="Publish")

    assert "assumed" in check.text
    [lot] = lots_of(app, provider)
    assert lot.skills_assumed is True
    assert lot.skills


BAD = [
    ({"headcount": "9" * 400}, "Enter a whole number from 1 to 100,000"),
    ({"headcount": "1e400"}, "Enter a whole number from 1 to 100,000"),
    ({"headcount": "0"}, "Enter a whole number from 1 to 100,000"),
    ({"headcount": ""}, "Enter how many workers are free"),
    ({"min_group": "41"}, "Enter at most 40"),
    ({"pay_1": "1e400"}, "Enter a number from 0 to 10,000"),
    ({"pay_1": "NaN"}, "Enter a number from 0 to 10,000"),
    ({"travel_km": "-3"}, "Enter a whole number from 0 to 3,000"),
    ({"travel_km": "٣٠"}, "Enter a whole number from 0 to 3,000"),
    ({"occupation": "<script>alert(1)</script>"}, "We know no such occupation"),
    ({"occupation": "x" * 5000}, "Use 200 characters or fewer"),
    ({"place": "\u202egnidlapS"}, "We know no place of this name"),
    ({"place": "Nowhereville\x00"}, "We know no place of this name"),
    ({"place": ""}, "Enter a town or a postcode"),
    ({"country": "XX"}, "Not a valid choice"),
    ({"country": ""}, "Choose the country"),
    ({"available_from": ["31", "2", "2027"]}, "Enter a real date"),
    ({"available_from": ["1" * 50, "2", "2027"]}, "Enter a real date"),
    ({"available_to": ["1", "1", "2001"]}, "Enter a day on or after the first day"),
    ({"all_alike": None}, "Say whether all of them do"),
    ({"relocates": None}, "Choose yes if they would move"),
    ({"paid_by_workers": None}, "Say whether any of them has paid"),
    ({"language_1": "en"}, "Choose how well it is spoken"),
    ({"level_1": "B1"}, "Choose the language"),
    ({"language_1": "en", "level_1": "B1", "language_2": "en", "level_2": "C1"}, "Name each language once"),
    ({"pay_2": "12", "currency_2": ""}, "Choose the currency of the second amount"),
    ({"more_skills": "\n".join(f"skill {n}" for n in range(200))}, "Name at most 60 skills"),
    ({"more_skills": "y" * 130}, "in at most 120 characters"),
    ({"on_behalf_of": "z" * 300}, "Use 200 characters or fewer"),
]


@pytest.mark.parametrize(("changes", "said"), BAD, ids=[str(n) for n in range(len(BAD))])
def test_bad_input_is_answered_beside_its_field_and_kept(
    app: Flask, browser: ReviewingClient, provider: SignedUp, changes: dict[str, Any], said: str
) -> None:
    page = send(browser, **changes)

    assert page.status == 422
    assert said in page.text
    name, value = next(iter(changes.items()))
    kept = page.form("/availability/new")["data"]
    assert kept["notes"] == ""
    assert kept["place"] == visible(value if name == "place" and isinstance(value, str) else "Spalding")
    if name in {"headcount", "pay_1", "travel_km", "more_skills", "on_behalf_of"}:
        assert kept[name] == value
    assert lots_of(app, provider) == []


def visible(typed: str) -> str:
    """What can be seen of a text: signs that only turn others round or hide are not kept."""
    return "".join(filter(str.isprintable, typed))


def test_a_place_that_may_be_several_is_offered_as_a_choice(
    app: Flask, browser: ReviewingClient, provider: SignedUp
) -> None:
    page = send(browser, place="Newport")
    assert page.status == 422
    assert "Newport, Shropshire" in page.text

    check = browser.submit(page, to="/availability/new", place_choice="4", do="continue")
    browser.submit(check, button="Publish")

    [lot] = lots_of(app, provider)
    assert (lot.place_id, lot.region) == ("4", "Shropshire")


def test_anything_can_be_saved_for_later_and_is_found_again_as_it_was_typed(
    app: Flask, browser: ReviewingClient, provider: SignedUp
) -> None:
    page = send(browser, headcount="about forty\x00", occupation="", do="save")

    assert page.path.endswith("/edit")
    assert "Saved" in page.text
    again = browser.get(browser.get("/availability/").link("about forty"))
    assert again.form("/edit")["data"]["headcount"] == "about forty"
    assert lots_of(app, provider) == []


def test_a_draft_can_be_thrown_away(app: Flask, browser: ReviewingClient, provider: SignedUp) -> None:
    draft = send(browser, do="save")

    gone = browser.submit(draft, button="Throw this draft away")

    assert gone.path == "/availability/"
    assert browser.get(draft.path).status == 404


def test_a_lot_of_which_only_some_hold_a_ticket_becomes_two(
    app: Flask, browser: ReviewingClient, provider: SignedUp
) -> None:
    check = send(browser, tickets=["adr", "driving-b"], all_alike="no")
    question = browser.submit(check, button="Split into two lots")
    assert question.text.count("All 40 of them? How many?") == 1

    wrong = browser.submit(question, button="Publish as two lots", lacking="adr", heads="40")
    assert wrong.status == 422
    assert "Enter a number from 1 to 39" in wrong.text

    browser.submit(wrong, button="Publish as two lots", heads="25")

    lots = sorted(lots_of(app, provider), key=lambda lot: lot.headcount)
    assert [(lot.headcount, lot.tickets) for lot in lots] == [
        (15, ("driving-b",)),
        (25, ("adr", "driving-b")),
    ]


def test_an_edit_shows_what_stands_and_saves_the_change(
    app: Flask, browser: ReviewingClient, provider: SignedUp
) -> None:
    browser.submit(send(browser, tickets=["adr"], more_tickets="Cold store pass"), button="Publish")
    [lot] = lots_of(app, provider)
    form = browser.get(f"/availability/{lot.id}/edit")

    page = browser.submit(form, to="/edit", headcount="30", do="continue")

    assert page.path == f"/availability/{lot.id}"
    [changed] = lots_of(app, provider)
    assert (changed.version, changed.headcount) == (2, 30)
    same = {"version", "headcount", "min_group", "published_at"}
    for name in type(lot).__dataclass_fields__.keys() - same:
        assert getattr(changed, name) == getattr(lot, name), name


def test_a_stale_form_shows_both_versions_and_loses_nothing(
    app: Flask, browser: ReviewingClient, provider: SignedUp
) -> None:
    browser.submit(send(browser), button="Publish")
    [lot] = lots_of(app, provider)
    mine = browser.get(f"/availability/{lot.id}/edit")
    browser.submit(browser.get(f"/availability/{lot.id}/edit"), to="/edit", headcount="30", do="continue")

    page = browser.submit(mine, to="/edit", headcount="20", notes="mine", do="continue")

    assert page.status == 409
    rows = [" ".join("".join(row.itertext()).split()) for row in page.all("tr")]
    assert "Workers 30 20" in rows
    assert "Notes None mine" in rows
    kept = page.form("/edit")["data"]
    assert (kept["headcount"], kept["notes"], kept["version"]) == ("20", "mine", "2")
    again = browser.submit(page, to="/edit", do="continue")
    assert again.status == 200
    assert lots_of(app, provider)[0].headcount == 20


def test_a_post_is_paused_opened_prolonged_copied_and_closed_by_buttons(
    app: Flask, browser: ReviewingClient, provider: SignedUp
) -> None:
    lot_id = a_lot(app, provider)
    page = browser.get(f"/availability/{lot_id}")
    page = browser.submit(page, to="/pause")
    assert "Paused" in page.text
    page = browser.submit(page, to="/resume")
    assert "Open again" in page.text
    page = browser.submit(browser.get(f"/availability/{lot_id}/prolong"), button="Yes, keep it open")
    assert "another 28 days" in page.text
    copy = browser.submit(page, to="/copy")
    assert copy.form("/edit")["data"]["headcount"] == "40"
    form = browser.get(f"/availability/{lot_id}/close")
    assert browser.submit(form, button="Close for good").status == 422
    assert browser.submit(form, button="Close for good", reason="other").status == 422
    closed = browser.submit(form, button="Close for good", reason="other", other="Flood is over")
    assert "Flood is over" in closed.text


def test_pages_of_another_organisation_are_not_found(app: Flask, browser: ReviewingClient) -> None:
    theirs = a_lot(app, an_approved_provider(app))

    for view in ("", "/edit", "/check", "/split", "/prolong", "/close"):
        assert browser.get(f"/availability/{theirs}{view}").status == 404, view


def test_an_employer_has_no_lots(app: Flask) -> None:
    browser = a_browser_of(app, an_approved_employer(app).person_id)

    assert browser.get("/availability/").status == 403


def test_the_list_filters_by_words_and_state_and_counts(
    app: Flask, browser: ReviewingClient, provider: SignedUp
) -> None:
    a_lot(app, provider, town="Ely")
    for _ in range(21):
        a_lot(app, provider)

    assert "22 posts" in browser.get("/availability/").text
    assert len(browser.get("/availability/?page=2").all("article")) == 2
    assert "1 post" in browser.get("/availability/?q=ely+forklift").text
    assert "No post says that" in browser.get("/availability/?q=nurse").text
    assert "No post says that" in browser.get("/availability/?state=paused").text
    assert browser.get("/availability/?page=99999999999&state=%00&q=%00").status == 200


def test_past_dates_are_refused_where_nobody_could_come_any_more(
    app: Flask, browser: ReviewingClient
) -> None:
    yesterday = clock.today() - timedelta(days=1)

    page = send(browser, available_from=day_boxes(yesterday), available_to=day_boxes(yesterday))

    assert "Enter a day that is not over yet" in page.text
