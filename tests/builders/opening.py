"""A worker's own device, on which an offer is opened."""

from typing import Any

from tests.builders.placements import WORD
from tests.web_client import Page, ReviewingClient


def open_on(device: ReviewingClient, offer_code: str, /, **typed: Any) -> Page:
    """Open an offer in this browser with the word of all tests; returns the offer's page."""
    form = device.get(f"/offer/{offer_code}/open")
    if "word" not in form.html:
        return form
    given = (
        {"neither": "y", **typed} if "neither" in form.form("/open")["data"] or "neither" in form.html else {}
    )
    return device.submit(form, to="/open", **{"word": WORD, **given})
