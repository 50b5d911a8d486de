"""What a worker reads of the terms: ten lines first, all of it small, and what changed at the top."""

import gzip
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from portal.infra.web import languages
from portal.operations.demo.conditions import FOOD as ALL_SAID
from portal.placements import queries
from portal.placements.introductions.service.engagements import agree_engagement, propose_engagement
from portal.placements.offers.domain.offers import OfferState
from portal.placements.rows import OfferRow
from portal.vacancies.service import edit_vacancy
from tests.builders.placements import COSTS, LOAN, VACANCY, WORD, Matched, accepted, agreed, code, offered
from tests.web_client import Page, ReviewingClient

MOST_HTML = 14_000
MOST_COLD = 100_000
STATIC = Path(__file__).parents[3] / "static"


def change(at: Matched, version: int = 1, **changed: object) -> None:
    terms = replace(VACANCY, **changed)  # type: ignore[arg-type]
    at.do(
        edit_vacancy,
        at.employer.organisation_id,
        at.vacancy_id,
        version,
        terms=terms,
        costs=COSTS,
        by=at.employer,
    )


def opened_by(at: Matched, offer: OfferRow) -> tuple[ReviewingClient, Page]:
    """A phone on which the worker has opened the offer, by the word that was set before."""
    phone = ReviewingClient(at.app)
    path = f"/offer/{code(offer)}/open"
    return phone, phone.submit(phone.get(path), to=path, word=WORD)


def stands(at: Matched, offer: OfferRow) -> tuple[OfferState, int]:
    with at.reading() as session:
        found = queries.offer(session, offer.id)
    assert found is not None
    return found.state, found.vacancy_version


@pytest.fixture
def full(at: Matched) -> OfferRow:
    """An offer of work of which everything was said."""
    change(at, conditions=ALL_SAID)
    [offer] = offered(at, agreed(at), "Ana Petrova, , ana@example.org")
    return offer


def test_ten_lines_come_first_and_the_rest_opens(at: Matched, full: OfferRow) -> None:
    page = ReviewingClient(at.app).get(f"/offer/{code(full)}")
    first = page.text.index("The work as it really is")
    for words in ("£14.60", "40, of these 32 guaranteed", "every Friday", "You keep about", "+441632960137"):
        assert words in page.text or words.lower() in page.text.lower(), words
    assert page.text.index("£14.60") < first
    assert "Not said" not in page.text
    assert "12.07 %, on top of the pay per hour" in page.text


def test_what_nobody_said_stands_in_one_line(at: Matched) -> None:
    [offer] = offered(at, agreed(at), "Ana Petrova")
    page = ReviewingClient(at.app).get(f"/offer/{code(offer)}")
    [line] = [p for p in page.all("p") if "".join(p.itertext()).startswith("Not said – ask:")]
    assert "Heaviest lift, Breaks" in "".join(line.itertext())


@pytest.mark.parametrize("language", [one.code for one in languages.offered()])
def test_an_offer_of_which_all_is_said_travels_small(at: Matched, full: OfferRow, language: str) -> None:
    change(at, 2, conditions=replace(ALL_SAID, pace="80 trays an hour"), housing_cost_week=Decimal(60))
    page = at.app.test_client().get(f"/offer/{code(full)}?language={language}", follow_redirects=True)
    html = gzip.compress(page.data, 6)
    styles = [STATIC / "vendor" / "govuk-frontend.min.css", STATIC / "css" / "portal.css"]
    cold = len(html) + sum(len(gzip.compress(one.read_bytes(), 6)) for one in styles)
    assert len(html) < MOST_HTML
    assert cold < MOST_COLD
    assert b"<script" not in page.data


def test_what_changed_stands_first_with_old_and_new_and_a_stale_yes_is_refused(at: Matched) -> None:
    made = agreed(at)
    [first] = accepted(at, made, "Bo Lind, , bo@example.org")
    phone, page = opened_by(at, first)
    assert "What changed" not in page.text
    change(at, housing_cost_week=Decimal(60), conditions=ALL_SAID)
    page = phone.get(f"/offer/{code(first)}")
    assert "The terms changed: answer again" in page.text
    [row, *_] = [one for one in page.all("tr") if "changes__row" in str(one.get("class"))]
    assert [" ".join("".join(cell.itertext()).split()) for cell in row] == [
        "A bed, a weekWorse for you",
        "£45.00",
        "£60.00",
    ]
    assert stands(at, first) == (OfferState.ACCEPTED, 1)


@pytest.mark.parametrize(
    ("path", "version", "words"),
    [("agree", 2, "The new terms count from now on"), ("keep", 1, "What you accepted still counts")],
)
def test_who_accepted_agrees_or_keeps_what_was_accepted(
    at: Matched, path: str, version: int, words: str
) -> None:
    [offer] = accepted(at, agreed(at), "Ana Petrova, , ana@example.org")
    phone, _page = opened_by(at, offer)
    change(at, housing_cost_week=Decimal(60))
    page = phone.get(f"/offer/{code(offer)}")
    done = phone.submit(page, to=f"/terms/{path}")
    assert words in done.text
    assert stands(at, offer) == (OfferState.ACCEPTED, version)
    assert "answer again" not in done.text


def test_lower_pay_is_the_first_thing_that_a_worker_with_an_open_offer_reads(at: Matched) -> None:
    made = agreed(at)
    [offer] = offered(at, made, "Ana Petrova")
    change(at, pay=Decimal("14.00"))
    at.do(propose_engagement, at.employer.organisation_id, made, LOAN, by=at.employer)
    at.do(agree_engagement, at.provider.organisation_id, made, 2, by=at.provider)
    page = ReviewingClient(at.app).get(f"/offer/{code(offer)}")
    assert "What changed since the offer was made" in page.text
    [row, *_] = [one for one in page.all("tr") if "changes__row" in str(one.get("class"))]
    assert "Pay per hour" in "".join(row.itertext())
