"""Everything that the trail can hold is said in words."""

from collections.abc import Iterator

from flask import Flask

from portal.audit.words import WORDS, action_words
from portal.kernel.events import Event


def kinds(of: type[Event] = Event) -> Iterator[type[Event]]:
    for kind in of.__subclasses__():
        yield kind
        yield from kinds(kind)


def test_every_event_of_the_portal_has_words(portal: Flask) -> None:
    actions = {
        kind.action for kind in kinds() if kind.__module__.startswith("portal.") and hasattr(kind, "action")
    }
    assert len(actions) > 50
    assert {action for action in actions if action not in WORDS} == set()


def test_an_action_is_feature_object_act(portal: Flask) -> None:
    assert {action for action in WORDS if len(action.split(":")) != 3} == set()


def test_an_unknown_action_stays_as_it_is(portal: Flask) -> None:
    with portal.app_context():
        assert action_words("lamps:lamp:lit") == "lamps:lamp:lit"
