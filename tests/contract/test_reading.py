"""Opening a page changes nothing, whoever opens it and however often."""

import hashlib
from collections.abc import Mapping

from sqlalchemy import Connection, text

from portal.infra.database import Base
from portal.workers.events import WorkersSeen
from tests.builders.placements import WORD
from tests.contract.access_table import address, cases
from tests.contract.asking import methods, rules, send
from tests.contract.world import Who, World

PREFETCHES = 100
BUT_LOOKS = {
    "audit_event": f"WHERE action <> '{WorkersSeen.action}'",
    "audit_payload": "WHERE event_id NOT IN "
    f"(SELECT id FROM audit_event WHERE action = '{WorkersSeen.action}')",
}
"""That somebody signed in looked at names of workers is noted in the trail: the workers are told who did."""


def digest(connection: Connection, but: Mapping[str, str] = BUT_LOOKS) -> dict[str, str]:
    """By table: a fingerprint of all its rows, whatever their order."""
    found = {}
    for name in Base.metadata.tables:
        rows = sorted(
            str(tuple(row)) for row in connection.execute(text(f"SELECT * FROM {name} {but.get(name, '')}"))
        )
        found[name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


def paths(world: World, who: Who) -> list[str]:
    """Every page that somebody can open with things of their own, and pages of others' things."""
    found = []
    for rule in rules(world.app):
        if "GET" in methods(rule):
            tried = cases(world, who, rule)
            found += [
                address(world, rule, {name: one[name] for name in rule.arguments})
                for one in (tried.own, *tried.foreign[:1])
                if one is not None
            ]
    return found


ANSWERS = {200, 302, 303, 401, 403, 404, 409, 410, 422, 503}


def changed(world: World, asked: list[tuple[Who, str]], but: Mapping[str, str] = BUT_LOOKS) -> set[str]:
    """The tables that differ after these pages were opened; nothing of it is kept."""
    with world.unkept() as connection:
        before = digest(connection, but)
        for who, path in asked:
            assert send(world, who, "GET", path).status_code in ANSWERS, path
        after = digest(connection, but)
    return {name for name in before if before[name] != after[name]}


def test_a_get_by_anybody_changes_no_row(world: World) -> None:
    titles = ("provider's administrator", "employer's administrator", "compliance", "operator", "stranger")
    asked = [(world.who(title), path) for title in titles for path in paths(world, world.who(title))]
    assert changed(world, asked) == set()


def test_a_hundred_prefetches_change_no_row(world: World) -> None:
    offer = f"/offer/{world.links['offer']['code']}"
    asked = [(world.who("stranger"), offer)] * PREFETCHES
    assert changed(world, asked, but={}) == set()


def test_an_act_is_seen_in_the_fingerprint(world: World) -> None:
    """So that the tests above can fail."""
    path = f"/offer/{world.links['offer']['code']}/open"
    own = {"word": WORD, "neither": "y"}
    with world.unkept() as connection:
        before = digest(connection)
        assert send(world, world.who("stranger"), "POST", path, own).status_code == 303
        after = digest(connection)
    assert {name for name in before if before[name] != after[name]} >= {"offer", "own_contact", "audit_event"}
