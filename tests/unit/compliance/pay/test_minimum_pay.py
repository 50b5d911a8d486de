"""Which rate of minimum pay holds in a country on a day."""

from datetime import date
from decimal import Decimal

import pytest

from portal.compliance.pay.minimum import PayRate, rate_on, shipped_minimum, shipped_rates, together
from portal.posts.domain import CURRENCIES

EU = (
    *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"),
    *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
)


def rate(since: date, hourly: str, country: str = "GB") -> PayRate:
    return PayRate(
        country=country, since=since, hourly=Decimal(hourly), currency="GBP", basis="", source="an order"
    )


def test_the_newest_rate_that_has_begun_holds() -> None:
    assert shipped_minimum("GB", date(2026, 3, 31)).hourly == Decimal("12.21")
    assert shipped_minimum("GB", date(2026, 4, 1)).hourly == Decimal("12.71")


def test_a_country_without_a_rate_by_law_has_none() -> None:
    assert rate_on(shipped_rates(), "SE", date(2026, 6, 1)).hourly is None
    assert shipped_minimum("SE", date(2026, 6, 1)) is None


def test_a_country_that_nobody_has_entered_has_none() -> None:
    assert shipped_minimum("XX", date(2026, 6, 1)) is None
    assert shipped_minimum(None, date(2026, 6, 1)) is None


def test_before_its_first_day_a_rate_does_not_hold() -> None:
    assert rate_on([rate(date(2026, 4, 1), "12.71")], "GB", date(2026, 3, 31)) is None


def test_what_staff_entered_for_a_day_stands_in_place_of_what_was_shipped() -> None:
    shipped, entered = rate(date(2026, 4, 1), "12.71"), rate(date(2026, 4, 1), "12.75")
    assert together([shipped], [entered]) == (entered,)


def test_what_staff_entered_for_another_day_stands_beside_it() -> None:
    shipped, entered = rate(date(2026, 4, 1), "12.71"), rate(date(2027, 4, 1), "13.10")
    assert together([shipped], [entered]) == (shipped, entered)


@pytest.mark.parametrize("country", [*EU, "GB", "TR", "KZ", "KG"])
def test_each_country_of_the_issue_has_a_row_that_holds_today(country: str) -> None:
    assert rate_on(shipped_rates(), country, date(2026, 11, 1))


@pytest.mark.parametrize("one", shipped_rates(), ids=lambda one: f"{one.country}-{one.since}")
def test_a_shipped_rate_names_a_source_a_currency_and_money(one: PayRate) -> None:
    assert one.source
    assert one.currency in CURRENCIES
    assert one.hourly is None or (one.hourly > 0 and -one.hourly.as_tuple().exponent <= 2)


def test_no_country_has_two_shipped_rates_for_one_day() -> None:
    keys = [(one.country, one.since) for one in shipped_rates()]
    assert keys == sorted(set(keys), key=keys.index)
    assert len(keys) == len(set(keys))
