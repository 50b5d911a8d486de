"""A worker takes an answer back, and clicks twice."""

from tests.builders.opening import open_on
from tests.builders.placements import Matched, agreed, code, offered
from tests.web_client import ReviewingClient


def test_a_second_click_on_taking_back_finds_the_first_ones_result(at: Matched) -> None:
    [offer] = offered(at, agreed(at), "Ana Petrova, , ana@workers.example")
    phone = ReviewingClient(at.app)
    open_on(phone, code(offer))
    said = phone.submit(phone.get(f"/offer/{code(offer)}"), to="/decline")
    for _ in range(2):
        again = phone.submit(said, to="/undo")
        assert again.status == 200
        assert "Answer by" in again.text
