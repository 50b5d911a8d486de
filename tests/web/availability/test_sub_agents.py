"""A dispatcher says through whom the workers come."""

from typing import Any

from flask import Flask

from portal.availability.queries import own_availabilities
from portal.organisations.domain.chains import Chain, SubAgent, ThroughAgents
from tests.builders.accounts import a_browser_of
from tests.builders.organisations import an_approved_provider
from tests.builders.places_and_work import places_and_work
from tests.web.availability.forms import lot_answers
from tests.web_client import Page


def sent(app: Flask, **typed: Any) -> tuple[Page, Chain | None]:
    """The page after the form, and the chain of the published lot; none where the form was refused."""
    places_and_work(app)
    who = an_approved_provider(app)
    client = a_browser_of(app, who.person_id)
    page = client.submit(client.get("/availability/new"), to="/availability/new", **lot_answers(**typed))
    if page.status == 422:
        return page, None
    client.submit(page, button="Publish")
    with app.extensions["fairshift"].sessions() as session:
        [row] = own_availabilities(session, who.organisation_id)
        return page, row.chain


def test_a_chain_is_said_and_read_back(app: Flask) -> None:
    page, chain = sent(
        app,
        through_agents="yes",
        agent_1="Boston Crews",
        agent_country_1="GB",
        agent_authority_1="GLAA",
        agent_number_1="FEN 88",
        agent_2="Manila Hands",
        agent_country_2="PH",
    )
    agents = (SubAgent("Boston Crews", "GB", "gb-fwa", "FEN 88"), SubAgent("Manila Hands", "PH"))
    assert chain == Chain(ThroughAgents.YES, agents)
    assert "Boston Crews, licence FEN 88 of Fair Work Agency" in page.text
    assert "Manila Hands, no licence named" in page.text


def test_where_nobody_says_anything_the_chain_is_unproven(app: Flask) -> None:
    page, chain = sent(app)
    assert chain == Chain()
    assert "Nobody has said: unproven" in page.text


def test_half_a_sub_agent_is_asked_about(app: Flask) -> None:
    page, chain = sent(app, through_agents="yes", agent_1="Boston Crews", agent_authority_1="The Queen")
    for words in ("Choose the country in which it works", "We know no authority", "Enter the licence number"):
        assert words in page.text
    assert chain is None


def test_a_chain_without_anybody_is_asked_about(app: Flask) -> None:
    page, _ = sent(app, through_agents="yes")
    assert "Enter the name of the first sub-agent" in page.text


def test_agents_beside_a_no_are_asked_about(app: Flask) -> None:
    page, _ = sent(app, through_agents="no", agent_1="Boston Crews", agent_country_1="GB")
    assert "Choose Yes, or clear the sub-agents below" in page.text
