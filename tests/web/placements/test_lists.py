"""Lists of matches and introductions: narrowed, and saying what each side does next."""

import pytest
from flask import Flask

from portal.placements.introductions.service.answers import say_yes
from portal.placements.introductions.service.engagements import propose_engagement
from portal.placements.introductions.service.standing import set_standing_yes
from tests.builders.accounts import a_browser_of
from tests.builders.placements import LOAN, Matched, a_match, a_vacancy, accepted, agreed, introduced, offered
from tests.web_client import ReviewingClient


@pytest.fixture
def provider(at: Matched) -> ReviewingClient:
    return a_browser_of(at.app, at.provider.person_id)


@pytest.fixture
def employer(at: Matched) -> ReviewingClient:
    return a_browser_of(at.app, at.employer.person_id)


def test_matches_are_narrowed_by_the_words_of_either_post(at: Matched, provider: ReviewingClient) -> None:
    a_vacancy(at.app, at.employer, title="night loader", town="Boston")
    assert "2 open matches" in provider.get("/matches").text
    assert "1 open match" in provider.get("/matches?q=night+boston").text
    assert "No open match says that" in provider.get("/matches?q=night+spaldon").text


def test_matches_are_narrowed_by_who_has_to_answer(at: Matched, provider: ReviewingClient) -> None:
    a_vacancy(at.app, at.employer, title="night loader")
    at.do(say_yes, at.employer.organisation_id, at.match_id, 2, by=at.employer)
    waiting = provider.get("/matches?waiting=us")
    assert "1 open match" in waiting.text
    assert "warehouse forklift driver" in waiting.text
    assert "No open match says that" in provider.get("/matches?waiting=them").text
    assert "2 open matches" in provider.get("/matches?waiting=gibberish").text


def test_from_a_match_one_gets_back_to_the_list_as_it_was_narrowed(
    at: Matched, provider: ReviewingClient
) -> None:
    narrowed = provider.get("/matches?q=forklift&waiting=nobody")
    one = provider.get(narrowed.link("See all of it"))
    assert one.link("All matches") == "/matches?q=forklift&waiting=nobody"
    assert "/posts/availability/" in provider.get(f"/matches/{at.match_id}").link("All matches of this post")


def test_before_approval_words_do_not_probe_what_one_may_not_see(app: Flask) -> None:
    at = a_match(app, approved=False)
    browser = a_browser_of(app, at.provider.person_id)
    assert "1 match waits for you" in browser.get("/matches?q=there+is+no+such+work").text


def test_after_publishing_one_can_copy_the_post_or_list_more(at: Matched, provider: ReviewingClient) -> None:
    page = provider.get(f"/posts/availability/{at.availability_id}/matches")
    assert page.link("List more workers") == "/availability/new"
    copied = provider.submit(page, to=f"/availability/{at.availability_id}/copy")
    assert "This is a copy" in copied.text


def test_a_standing_yes_of_the_other_side_promises_an_introduction_not_a_wait(
    at: Matched, provider: ReviewingClient
) -> None:
    at.do(set_standing_yes, at.employer.organisation_id, at.vacancy, 10, by=at.employer)
    page = provider.get(f"/matches/{at.match_id}")
    assert "They say yes beforehand" in page.text
    assert "they can answer until" not in page.text


def test_each_side_reads_what_it_does_or_waits_for(
    at: Matched, provider: ReviewingClient, employer: ReviewingClient
) -> None:
    made = introduced(at)
    assert "Next: propose the terms" in employer.get("/introductions").text
    at.do(propose_engagement, at.provider.organisation_id, made, LOAN, by=at.provider)
    assert "Next: read the terms" in employer.get("/introductions").text
    assert "You wait for the other side to agree" in provider.get("/introductions").text


def test_naming_workers_is_the_providers_act(
    at: Matched, provider: ReviewingClient, employer: ReviewingClient
) -> None:
    made = agreed(at, heads=2)
    assert "Next: name workers" in provider.get("/introductions").text
    waits = employer.get("/introductions").text
    assert "You wait for the labour provider to name workers" in waits
    assert "Next: name workers" not in waits
    offered(at, made, "Ben Okoro")
    assert "Workers are asked" in employer.get("/introductions").text
    accepted(at, made, "Ana Petrova")  # and Ben with her
    assert "The roll-call opens on 8 March 2027" in employer.get("/introductions").text
    assert "The employer calls the roll" in provider.get("/introductions").text


def test_a_new_post_begins_in_the_organisations_own_country(
    provider: ReviewingClient, employer: ReviewingClient
) -> None:
    for browser, path in ((provider, "/availability/new"), (employer, "/vacancies/new")):
        assert browser.get(path).form(path)["data"]["country"] == "GB"
