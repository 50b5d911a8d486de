"""Lots of spare workers for tests, published as a labour provider would."""

from typing import Any
from uuid import UUID

from flask import Flask

from portal.availability.domain import AvailabilityTerms
from portal.availability.service import publish_availability
from portal.infra import clock
from portal.kernel.events import ActorId
from tests.builders.accounts import transactor_of
from tests.builders.organisations import SignedUp


def availability_terms(**changes: Any) -> AvailabilityTerms:
    """40 forklift drivers in Spalding who are free from today."""
    plain: dict[str, Any] = {
        "occupation": "forklift operator",
        "isco": "8344",
        "town": "Spalding",
        "region": "Lincolnshire",
        "country": "GB",
        "latitude": 52.787,
        "longitude": -0.153,
        "travel_km": 50.0,
        "work_countries": ("GB",),
        "available_from": clock.today(),
        "headcount": 40,
    }
    return AvailabilityTerms(**{**plain, **changes})


def a_lot(app: Flask, who: SignedUp, **changes: Any) -> UUID:
    """A published lot of the provider."""
    published = transactor_of(app).perform(
        publish_availability, ActorId(who.person_id), who.organisation_id, availability_terms(**changes)
    )
    assert isinstance(published, UUID)
    return published
