"""A moment that stands still, unless a test moves it."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.builders.placements import NOW


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as travelled:
        yield travelled
