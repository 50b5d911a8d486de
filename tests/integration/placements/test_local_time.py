"""Deadlines on the clocks at the place of work."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from portal.placements.local_time import local_deadline, local_moment, zone_of

NOON = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def english() -> Iterator[None]:
    app = Flask("words")
    Babel(app)
    with app.test_request_context(), force_locale("en_GB"):
        yield


@pytest.mark.parametrize(
    ("country", "words"),
    [
        ("GB", "1 March 2027, 12:00, United Kingdom Time"),
        ("PL", "1 March 2027, 13:00, Poland Time"),
        ("PH", "1 March 2027, 20:00, Philippines Time"),
    ],
)
def test_a_deadline_is_told_in_the_countrys_own_time(english: None, country: str, words: str) -> None:
    assert local_moment(NOON, country) == words
    assert local_moment(NOON.isoformat(), country) == words


def test_summer_time_is_kept(english: None) -> None:
    assert local_moment(datetime(2027, 7, 1, 12, 0, tzinfo=UTC), "GB").startswith("1 July 2027, 13:00")


@pytest.mark.parametrize("country", ["US", "ID", "", "XX"])
def test_a_country_of_several_zones_or_none_is_told_utc(english: None, country: str) -> None:
    assert zone_of(country) is None
    assert local_moment(NOON, country) == "1 March 2027, 12:00 UTC"


def test_where_nearly_everybody_lives_in_one_zone_it_is_named(english: None) -> None:
    assert local_moment(NOON, "ES") == "1 March 2027, 13:00, Spain (Madrid) Time"


def test_the_time_that_is_left_is_said_with_it(english: None) -> None:
    now = datetime(2027, 3, 1, 7, 0, tzinfo=UTC)
    assert local_deadline(NOON, "PL", now) == "1 March 2027, 13:00, Poland Time (in 5 hours)"


@pytest.mark.parametrize("language", ["bg", "ru"])
@pytest.mark.parametrize("at", [NOON, datetime(2027, 7, 1, 12, 0, tzinfo=UTC)])
def test_no_language_calls_a_winter_s_deadline_summer_time(
    english: None, language: str, at: datetime
) -> None:
    with force_locale(language):
        said = local_moment(at, "GB")
    assert "лятно" not in said
    assert "летнее" not in said
    assert "кралство" in said or "Великобритания" in said
