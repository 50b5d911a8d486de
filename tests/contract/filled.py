"""A small world with somebody of every audience and a thing of every kind."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import time_machine
from flask import Flask

from portal.app import create_app
from tests.builders.accounts import (
    a_browser_of,
    a_compliance_officer,
    a_person,
    an_operator,
)
from tests.builders.organisations import (
    BOSTON,
    SignedUp,
    a_registered_organisation,
    know_places,
)
from tests.builders.placements import (
    NOW,
    Matched,
    Party,
    a_match,
)
from tests.contract.belongings import a_member, give_links, give_staff, own_company, own_pair
from tests.contract.world import FORM_WORD, Who, World
from tests.web_client import ReviewingClient


def a_world(url: str, data_dir: Path) -> World:
    """A portal on the database at `url`, which has the schema and no rows. It is always `NOW` there."""
    app = create_app(
        {
            "TESTING": True,
            "SECRET_KEY": "only for tests, and long enough for that",
            "DATA_DIR": data_dir,
            "DATABASE_URL": url,
            "PUBLIC_URL": "http://portal.test",
            "PASSWORD_HASH_COST": "low",
        }
    )
    world = World(app)
    with time_machine.travel(NOW, tick=False), app.app_context():
        _fill(world)
    return world


def _fill(world: World) -> None:
    app = world.app
    know_places(app)
    first, second = a_match(app), a_match(app)
    pending = a_registered_organisation(app, supplies=True, employs=True, branch=BOSTON)
    for at in (first, second):
        own_pair(world, at)
    own_company(world, Party(pending.organisation_id, pending.person_id))
    world.people = tuple(_people(world, first, pending))
    give_links(world, first)
    give_staff(world, first)


def _people(world: World, at: Matched, pending: SignedUp) -> Iterator[Who]:
    app = world.app
    provider, employer = at.provider.organisation_id, at.employer.organisation_id
    yield Who("stranger", cookie=_cookie(ReviewingClient(app)))
    yield _signed_in(app, Who("account", a_person(app)))
    yield _signed_in(app, Who("applicant", pending.person_id, pending.organisation_id))
    yield _signed_in(app, Who("provider's member", a_member(app, provider), provider))
    yield _signed_in(app, Who("provider's administrator", at.provider.person_id, provider))
    yield _signed_in(app, Who("employer's member", a_member(app, employer), employer))
    yield _signed_in(app, Who("employer's administrator", at.employer.person_id, employer))
    yield _signed_in(app, Who("operator", an_operator(app), is_staff=True))
    yield _signed_in(app, Who("compliance", a_compliance_officer(app), is_staff=True))


def _signed_in(app: Flask, who: Who) -> Who:
    assert who.person_id is not None
    return replace(who, cookie=_cookie(a_browser_of(app, who.person_id)))


def _cookie(browser: ReviewingClient) -> str:
    """The browser's cookie, with a word in it to which the world's `form_token` fits."""
    with browser.http.session_transaction() as session:
        session["csrf_token"] = FORM_WORD
    cookie = browser.http.get_cookie("session")
    assert cookie is not None
    return f"session={cookie.value}"
