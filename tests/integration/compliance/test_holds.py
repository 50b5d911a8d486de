"""Holds stop a thing until they are released, once at a time."""

from uuid import uuid4

from flask import Flask

from portal.compliance.holds.queries import held, holds_on, open_hold
from portal.compliance.holds.service import AlreadyHeld, HoldPlaced, HoldReleased, NotHeld, hold, release
from portal.kernel.events import SYSTEM, Ref
from tests.builders.accounts import transactor_of


def test_a_thing_is_held_until_it_is_released_and_can_be_held_again(app: Flask) -> None:
    perform = transactor_of(app).perform
    ref = Ref("vacancy", uuid4())

    assert isinstance(perform(hold, SYSTEM, ref, "a fee was asked"), HoldPlaced)
    assert perform(hold, SYSTEM, ref, "twice") == AlreadyHeld("a fee was asked")
    with app.extensions["fairshift"].sessions() as session:
        assert held(session, "vacancy") == {ref.id}
        assert held(session, "organisation") == set()
    assert isinstance(perform(release, SYSTEM, ref, "repaid"), HoldReleased)
    assert perform(release, SYSTEM, ref, "repaid") == NotHeld()
    assert isinstance(perform(hold, SYSTEM, ref, "again"), HoldPlaced)

    with app.extensions["fairshift"].sessions() as session:
        now = open_hold(session, ref)
        assert now is not None
        assert now.reason == "again"
        assert {one.release_reason for one in holds_on(session, ref)} == {"repaid", None}
