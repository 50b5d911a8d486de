"""Everything that can happen has a name in the trail, and words for it."""

import re

import pytest
from flask import Flask

from portal.audit.words import WORDS, action_words
from portal.kernel.events import Event

SHAPE = re.compile(r"[a-z]+(?:_[a-z]+)*:[a-z]+(?:-[a-z]+)*:[a-z]+(?:-[a-z]+)*")


def kinds(of: type[Event] = Event) -> list[type[Event]]:
    """Every kind of event that the portal tells of; those that only others are made of have no action."""
    found = [one for kind in of.__subclasses__() for one in kinds(kind)]
    own = [of] if "action" in vars(of) and of.__module__.startswith("portal.") else []
    return [*own, *found]


def test_there_are_many_events(portal: Flask) -> None:
    assert len(kinds()) > 60


def test_every_action_is_named_by_feature_object_and_act(portal: Flask) -> None:
    assert [one.action for one in kinds() if not SHAPE.fullmatch(one.action)] == []


def test_every_action_begins_with_the_feature_that_tells_it(portal: Flask) -> None:
    strays = {
        one.__qualname__ for one in kinds() if one.action.partition(":")[0] != one.__module__.split(".")[1]
    }
    assert strays == set()


def test_no_two_events_share_an_action(portal: Flask) -> None:
    actions = [one.action for one in kinds()]
    assert sorted({one for one in actions if actions.count(one) > 1}) == []


def test_every_action_has_words_and_all_words_have_an_action(portal: Flask) -> None:
    assert {one.action for one in kinds()} == WORDS.keys()


@pytest.mark.parametrize("action", sorted(WORDS))
def test_the_words_are_words(portal: Flask, action: str) -> None:
    with portal.app_context():
        said = action_words(action)
    assert said != action
    assert ":" not in said.partition(" ")[0]
