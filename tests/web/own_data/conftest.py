from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask

from tests.builders.placements import NOW, Matched, a_match


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """The first of March 2027, eight in the morning."""
    with time_machine.travel(NOW, tick=False) as travelled:
        yield travelled


@pytest.fixture
def at(app: Flask, clock: time_machine.Traveller) -> Matched:
    return a_match(app)
