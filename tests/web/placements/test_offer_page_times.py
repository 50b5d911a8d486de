"""A worker reads deadlines on the clock of the place of work, and no promise about taxes."""

from tests.builders.placements import Matched, agreed, code, offered
from tests.web_client import ReviewingClient


def test_the_offer_names_its_deadline_in_the_time_of_the_place(at: Matched) -> None:
    made = agreed(at)
    [offer] = offered(at, made, "Ana Petrova")
    page = ReviewingClient(at.app).get(f"/offer/{code(offer)}")
    assert "Answer by 3 March 2027, 01:30, United Kingdom Time (in 2 days)" in page.text
    assert "UTC" not in page.text
