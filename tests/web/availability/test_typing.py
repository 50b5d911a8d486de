"""What is offered while somebody types."""

from flask import Flask

from tests.builders.places_and_work import places_and_work
from tests.web_client import ReviewingClient


def test_a_trade_alias_offers_its_occupation_with_code(app: Flask, client: ReviewingClient) -> None:
    places_and_work(app)

    found = client.get("/typing/occupations?q=FLT").response.json

    assert found is not None
    assert found["found"][0]["isco"] == "8344"
    usual = client.get("/typing/usual-skills", query_string={"occupation": found["found"][0]["uri"]})
    assert usual.response.json
    assert usual.response.json["essential"]


def test_places_are_offered_within_a_country(app: Flask, client: ReviewingClient) -> None:
    places_and_work(app)

    found = client.get("/typing/places?q=newp&country=GB").response.json

    assert found is not None
    assert {one["label"] for one in found["found"]} == {"Newport, Wales", "Newport, Shropshire"}
    assert client.get("/typing/places?q=newp&country=DK").response.json == {"found": []}


def test_hostile_questions_are_answered_with_nothing(app: Flask, client: ReviewingClient) -> None:
    places_and_work(app)

    for path in ("/typing/occupations", "/typing/skills", "/typing/places"):
        for text in ("", "\x00", "%_\\", "'; --", "x" * 5000, "\u202e", "١"):
            assert client.get(path, query_string={"q": text, "country": text}).status == 200
