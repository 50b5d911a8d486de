from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask

from tests.builders.accounts import a_compliance_officer
from tests.builders.placements import NOW, Party, a_match, accepted, agreed
from tests.builders.remedy import Crew


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """The first of March 2027, eight in the morning; a week before the work begins."""
    with time_machine.travel(NOW, tick=False) as travelled:
        yield travelled


@pytest.fixture
def crew(app: Flask, clock: time_machine.Traveller) -> Crew:
    """Three workers who accepted the same work by the same provider."""
    at = a_match(app)
    introduction_id = agreed(at, 5)
    offers = accepted(
        at,
        introduction_id,
        "Ana Petrova, 07700 900123, ana@workers.example",
        "Ben Okoro, 07700 900124, ben@workers.example",
        "Cleo Marsh, cleo@workers.example",
    )
    officer = a_compliance_officer(app)
    return Crew(at, introduction_id, offers, Party(at.provider.organisation_id, officer))
