from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask

from tests.builders.placements import NOW
from tests.builders.remedy import Crew, a_crew


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """The first of March 2027, eight in the morning; a week before the work begins."""
    with time_machine.travel(NOW, tick=False) as travelled:
        yield travelled


@pytest.fixture
def crew(app: Flask, clock: time_machine.Traveller) -> Crew:
    return a_crew(app)
