"""The names by which people call countries."""

import pytest

from portal.gazetteer.countries import country_code, country_named
from portal.gazetteer.spelling import normalise


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("United Kingdom", "GB"),
        ("UK", "GB"),
        ("gb", "GB"),
        ("Great Britain", "GB"),
        ("Denmark", "DK"),
        ("Киргизия", "KG"),
        ("Kyrgyzstan", "KG"),
        ("Turkey", "TR"),
        ("Türkiye", "TR"),
        ("România", "RO"),
        ("Czech Republic", "CZ"),
        ("Moldova", "MD"),
    ],
)
def test_a_country_is_known_by_its_names_and_its_code(typed: str, code: str) -> None:
    assert country_named(normalise(typed)) == code


@pytest.mark.parametrize("typed", ["Lincolnshire", "Europe", "European Union", "", "001"])
def test_what_is_no_country_has_no_code(typed: str) -> None:
    assert country_named(normalise(typed)) is None


@pytest.mark.parametrize(("typed", "code"), [("gb", "GB"), (" UK ", "GB"), ("el", "GR"), ("RO", "RO")])
def test_codes_in_everyday_use_are_heard_as_iso_codes(typed: str, code: str) -> None:
    assert country_code(typed) == code
