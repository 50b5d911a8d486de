import gzip
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from portal.infra.database import Base
from portal.placements import queries
from portal.placements.offers import service as offers
from tests.builders.accounts import a_browser_of, sign_in
from tests.builders.opening import open_on
from tests.builders.placements import (
    FIRST,
    NAMES,
    Matched,
    a_match,
    a_party,
    a_vacancy,
    accepted,
    accepts,
    agreed,
    code,
    introduced,
    offered,
)
from tests.builders.safety import made_safe
from tests.web_client import Page, ReviewingClient


@pytest.fixture
def provider(at: Matched) -> ReviewingClient:
    return a_browser_of(at.app, at.provider.person_id)


@pytest.fixture
def employer(at: Matched) -> ReviewingClient:
    return a_browser_of(at.app, at.employer.person_id)


TERMS = {
    "employer_of_record": "provider",
    "wages_paid_by": "provider",
    "wages_paid_when": "every Friday",
    "directed_by": "employer",
    "safety_by": "employer",
    "insurer": "Mutual of the Fens",
    "insured_until": ["31", "12", "2027"],
    "charge_basis": "hourly rate plus 12 %",
    "recall_notice_days": "7",
    "return_date": ["1", "6", "2027"],
    "transfer_applies": "no",
}


def test_both_sides_take_a_match_from_a_yes_to_a_replaced_no_show(
    at: Matched, provider: ReviewingClient, employer: ReviewingClient, clock: time_machine.Traveller
) -> None:
    matches = employer.get(f"/posts/vacancy/{at.vacancy_id}/matches")
    assert "1 lot of workers fits, best first" in matches.text
    answered = employer.submit(matches, to=f"/matches/{at.match_id}/yes", heads="2")
    assert "Your yes is noted" in answered.text
    page = provider.get("/matches")
    assert "They said yes" in page.text
    page = provider.submit(page, to=f"/matches/{at.match_id}/yes", heads="40")
    assert "You are introduced, for 2 workers" in page.text
    assert "Wash Logistics" in page.text
    where = page.path
    form = provider.get(page.link("Propose the engagement"))
    page = provider.submit(form, button="Propose these terms", **TERMS)
    assert "on their way to the other side" in page.text
    page = employer.get(where)
    page = employer.submit(page, to=f"{where}/engagement/agree")
    assert "The engagement is agreed" in page.text
    page = provider.submit(provider.get(f"{where}/workers"), button="Make offers", lines="\n".join(NAMES))
    assert "3 offers are made" in page.text
    links = [one.get("value") for one in page.all("input") if "/offer/" in (one.get("value") or "")]
    phone = ReviewingClient(at.app)
    for link in links[:2]:
        offer = open_on(phone, link.rpartition("/")[2])
        assert "You accepted" in phone.submit(offer, to="/accept").text
    late = phone.get(links[2].removeprefix("http://portal.test"))
    assert "ALL PLACES ARE TAKEN" in late.text
    clock.shift(timedelta(days=7))
    sign_in(employer, at.app, at.employer.person_id)
    sign_in(provider, at.app, at.provider.person_id)
    made_safe(at, UUID(where.rpartition("/")[2]))
    roll = employer.get(f"{where}/roll-call")
    boxes = [one.get("name") for one in roll.all("input") if (one.get("id") or "").startswith("came-")]
    page = employer.submit(roll, button="Record", **{boxes[0]: "yes", boxes[1]: "no"})
    assert "1 worker started. 1 did not come" in page.text
    page = provider.submit(provider.get(f"{where}/workers"), button="Make offers", lines="Dan Fox")
    assert "1 offer is made" in page.text


def test_before_an_introduction_no_organisation_is_named(
    at: Matched, provider: ReviewingClient, employer: ReviewingClient
) -> None:
    for browser, other in ((provider, "Wash Logistics"), (employer, "Fenland Labour")):
        page = browser.get(f"/matches/{at.match_id}")
        assert page.status == 200
        assert other not in page.html
        assert "desk@" not in page.html
        assert at.provider.duty_phone not in page.html
        assert at.employer.duty_phone not in page.html


def test_what_is_wrong_with_a_number_stands_beside_it_and_what_was_typed_is_kept(
    at: Matched, provider: ReviewingClient
) -> None:
    page = provider.get(f"/matches/{at.match_id}")
    page = provider.submit(page, to="/yes", heads="41")
    assert page.status == 422
    assert "Enter a whole number from 1 to 40" in page.text
    assert page.form("/yes")["data"]["heads"] == "41"


def test_not_now_needs_a_reason_and_can_be_taken_back(
    at: Matched, provider: ReviewingClient, employer: ReviewingClient
) -> None:
    page = employer.get(f"/matches/{at.match_id}")
    assert "Choose why this does not suit you now" in employer.submit(page, to="/no").text
    page = employer.submit(page, to="/no", reason="dates", note="From April only", once="another")
    assert "You said “not now”" in page.text
    assert "From April only" in provider.get(f"/matches/{at.match_id}").text
    assert "The match is open again" in employer.submit(page, to="/undo").text


def test_a_standing_yes_is_set_and_ended(at: Matched, employer: ReviewingClient) -> None:
    page = employer.get(f"/posts/vacancy/{at.vacancy_id}/matches")
    page = employer.submit(page, to="/standing-yes", heads="15")
    assert "for up to 15 workers in all" in page.text
    page = employer.submit(page, to="/standing-yes/end")
    assert "From now on you answer each match yourself" in page.text


def test_before_approval_one_sees_how_many_match_and_no_more(
    app: Flask, clock: time_machine.Traveller
) -> None:
    at = a_match(app, approved=False)
    page = a_browser_of(app, at.provider.person_id).get(f"/posts/availability/{at.availability_id}/matches")
    assert "1 vacancy fits." in page.text
    assert f"/matches/{at.match_id}" not in page.html


def test_a_post_without_a_match_says_what_can_be_done(app: Flask, clock: time_machine.Traveller) -> None:
    at = a_match(app)
    lonely = a_vacancy(app, at.employer, isco="2221", occupation="nurse", title="nurse")
    page = a_browser_of(app, at.employer.person_id).get(f"/posts/vacancy/{lonely}/matches")
    assert "Nothing fits yet" in page.text
    assert "Labour providers with spare workers: fewer than 5" in page.text
    assert "whose work is related: none" in page.text


def test_another_organisations_matches_and_introductions_are_not_found(at: Matched) -> None:
    made = agreed(at)
    stranger = a_browser_of(at.app, a_party(at.app, "Other Staffing", supplies=True).person_id)
    for path in (
        f"/matches/{at.match_id}",
        f"/posts/vacancy/{at.vacancy_id}/matches",
        f"/posts/availability/{at.availability_id}/matches",
        f"/introductions/{made}",
        f"/introductions/{made}/engagement",
        f"/introductions/{made}/workers",
        f"/introductions/{made}/slips",
        f"/introductions/{made}/recall",
        f"/introductions/{made}/leaving",
    ):
        assert stranger.get(path).status == 404, path


def test_the_employer_reads_a_first_name_only_after_an_acceptance_and_never_a_contact(
    at: Matched, employer: ReviewingClient
) -> None:
    made = agreed(at)
    [offer] = offered(at, made, "Ana Petrova, 07700 900123, ana@workers.example")
    before = employer.get(f"/introductions/{made}")
    assert "Ana" not in before.text
    accepts(at, offer)
    after = employer.get(f"/introductions/{made}")
    assert "1. Ana" in after.text
    for secret in ("Petrova", "900123", "ana@workers.example"):
        assert secret not in after.html


def test_the_employer_may_not_see_the_workers_links(at: Matched, employer: ReviewingClient) -> None:
    made = agreed(at)
    [offer] = offered(at, made, "Ana Petrova")
    assert employer.get(f"/introductions/{made}/slips").status in (403, 404)
    assert code(offer) not in employer.get(f"/introductions/{made}").html


def test_each_bad_line_of_a_list_is_named_and_the_list_is_kept(
    at: Matched, provider: ReviewingClient
) -> None:
    made = agreed(at)
    page = provider.get(f"/introductions/{made}/workers")
    typed = "Ana Petrova\n07700 900123\nBen, nobody@"
    page = provider.submit(page, button="Make offers", lines=typed)
    assert page.status == 422
    assert "Line 2: begin with a name" in page.text
    assert "Line 3: enter an e-mail address" in page.text
    assert page.form(button="Make offers")["data"]["lines"].split() == typed.split()
    with at.reading() as session:
        assert queries.offers_of(session, made) == []


def test_terms_that_do_not_fit_are_named_beside_their_field(at: Matched, provider: ReviewingClient) -> None:
    made = introduced(at)
    page = provider.get(f"/introductions/{made}/engagement")
    changed = {**TERMS, "insured_until": ["1", "4", "2027"], "return_date": ["", "", ""]}
    page = provider.submit(page, button="Propose these terms", **changed)
    assert page.status == 422
    assert "Enter cover that runs until 31 May 2027 or later" in page.text
    assert "Enter the day of return" in page.text


def test_an_answer_given_through_the_provider_is_marked_until_the_worker_confirms(
    at: Matched, provider: ReviewingClient
) -> None:
    made = agreed(at)
    [offer] = offered(at, made, "Ana Petrova")
    page = provider.get(f"/introductions/{made}")
    page = provider.submit(page, to=f"/offers/{offer.id}/answer", answer="accept")
    assert "not confirmed by the worker" in page.text
    phone = ReviewingClient(at.app)
    seen = phone.get(f"/offer/{code(offer)}")
    assert "Is that right?" in seen.text
    phone.submit(open_on(phone, code(offer)), to="/accept")
    assert "not confirmed by the worker" not in provider.get(f"/introductions/{made}").text


def test_the_provider_recalls_and_the_page_asks_for_the_agreed_notice(
    at: Matched, provider: ReviewingClient
) -> None:
    made = agreed(at)
    accepted(at, made, "Ana Petrova")
    page = provider.get(f"/introductions/{made}/recall")
    box = next(one.get("value") for one in page.all("input") if one.get("name") == "who")
    early = provider.submit(page, button="Recall these workers", who=box, from_day=["5", "3", "2027"])
    assert "Enter 8 March 2027 or later" in early.text
    done = provider.submit(
        page, button="Recall these workers", who=box, from_day=["20", "3", "2027"], once="another"
    )
    assert "1 worker is recalled from 20 March 2027" in done.text


def offer_page(at: Matched, *lines: str) -> tuple[Page, ReviewingClient, str]:
    made = agreed(at)
    [offer] = offered(at, made, *(lines or ("Ana Petrova",)))
    phone = ReviewingClient(at.app)
    return phone.get(f"/offer/{code(offer)}"), phone, code(offer)


def test_an_offer_says_who_offers_what_and_that_nobody_pays(at: Matched) -> None:
    page, _, _ = offer_page(at)
    for words in (
        "Fenland Labour",
        "Wash Logistics",
        "You must not pay to get this job",
        "£14.60",
        "£584.00",
        "every Friday",
        at.provider.duty_phone,
        "For Ana",
    ):
        assert words in page.text, words
    assert "Petrova" not in page.html


def test_an_offer_page_is_small_and_needs_no_script(at: Matched) -> None:
    page, _, _ = offer_page(at)
    assert len(gzip.compress(page.html.encode())) < 14 * 1024
    assert page.all("script") == []


def test_looking_at_an_offer_changes_nothing(at: Matched) -> None:
    _, phone, offer_code = offer_page(at)
    for path in ("", "/accept", "/decline", "/undo", "/more-time", "/open", "/question"):
        phone.get(f"/offer/{offer_code}{path}")
    with at.reading() as session:
        found = queries.offer_by_code(session, offer_code)
    assert found
    assert (found.state.value, found.opened_at) == ("open", None)


def test_opening_is_recorded(at: Matched) -> None:
    _, phone, offer_code = offer_page(at)
    open_on(phone, offer_code)
    with at.reading() as session:
        found = queries.offer_by_code(session, offer_code)
    assert found
    assert found.opened_at is not None


def test_an_expired_offer_says_so_in_large_words(at: Matched, clock: time_machine.Traveller) -> None:
    _, phone, offer_code = offer_page(at)
    with at.reading() as session:
        found = queries.offer_by_code(session, offer_code)
    assert found
    clock.move_to(found.answer_by - timedelta(hours=1))
    page = open_on(phone, offer_code)
    clock.shift(timedelta(hours=5))
    late = phone.submit(page, to="/accept")
    assert late.status == 410
    assert "This offer has EXPIRED" in late.text
    assert phone.get(f"/offer/{offer_code}").status == 410


def test_a_withdrawn_offer_says_so_in_large_words(at: Matched) -> None:
    made = agreed(at)
    [offer] = offered(at, made, "Ana Petrova")
    at.do(offers.withdraw_offer, at.provider.organisation_id, offer.id, by=at.provider)
    page = ReviewingClient(at.app).get(f"/offer/{code(offer)}")
    assert page.status == 410
    assert "This offer was WITHDRAWN" in page.text


def test_a_code_that_nobody_made_is_not_found(at: Matched, client: ReviewingClient) -> None:
    assert client.get("/offer/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa").status == 404


def test_a_declined_offer_is_no_reproach(at: Matched) -> None:
    _, phone, offer_code = offer_page(at)
    page = open_on(phone, offer_code)
    assert "A no never affects your place" in phone.submit(page, to="/decline").text


def test_the_first_day_shows_in_the_list_of_introductions(at: Matched, provider: ReviewingClient) -> None:
    introduced(at)
    page = provider.get("/introductions")
    assert "Next: propose the terms of the engagement." in page.text
    assert f"{FIRST:%-d %B %Y}" in page.text


def test_a_second_click_on_accept_finds_the_first_ones_answer(at: Matched) -> None:
    _, phone, offer_code = offer_page(at)
    page = open_on(phone, offer_code)
    phone.submit(page, to="/accept")
    again = phone.submit(page, to="/accept")
    assert again.status == 200
    assert "ACCEPTED" in again.text


def test_no_code_is_kept_anywhere_in_the_database(at: Matched) -> None:
    _, phone, offer_code = offer_page(at, "Ana Petrova, ana@workers.example")
    page = open_on(phone, offer_code)
    phone.submit(page, to="/accept")
    with at.reading() as session:
        for table in Base.metadata.sorted_tables:
            for row in session.execute(select(table)):
                assert offer_code not in str(row), table.name
