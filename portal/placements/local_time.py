"""Deadlines as the clocks at the place of work show them, with the zone named."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.core import Locale, get_global
from babel.dates import get_timezone_location
from flask import Blueprint
from flask_babel import format_timedelta, get_locale, gettext

from portal.infra.web.pages import day_and_time, moment

PRINCIPAL: Mapping[str, str] = {
    "CY": "Asia/Nicosia",
    "DE": "Europe/Berlin",
    "ES": "Europe/Madrid",
    "PT": "Europe/Lisbon",
    "UA": "Europe/Kyiv",
}
"""The zone in which nearly everybody lives, for countries of several; all others of several have none."""


CALLED_SUMMER = frozenset({"bg", "ru"})
"""Languages in which Babel's tables end the name of every zone with "summer time", in winter too."""


def local_moment(value: datetime | str | None, country: str) -> str:
    """Day and time in a country, its zone named: "22 November 2026, 07:37, Poland Time".

    In UTC where a country has several zones. Also takes the ISO text that a mail's facts hold.
    """
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    zone = zone_of(country)
    if at is None or zone is None:
        return moment(at)
    local = day_and_time(at.astimezone(zone))
    return gettext("%(when)s, %(zone)s", when=local, zone=_name_of(zone))


def _name_of(zone: ZoneInfo) -> str:
    """The zone by its country in the reader's language, whatever the season."""
    locale = get_locale() or Locale.parse("en_GB")
    place = get_timezone_location(zone, locale=locale)
    if locale.language in CALLED_SUMMER:
        return place.removesuffix(locale.zone_formats["region"].removeprefix("%s"))
    return place


def local_deadline(due: datetime, country: str, now: datetime) -> str:
    """A deadline on the clocks of a country, with the time that is left: "…, Poland Time (in 5 hours)"."""
    away = format_timedelta(due - now, granularity="minute", add_direction=True, threshold=0.95)
    return gettext("%(when)s (%(away)s)", when=local_moment(due, country), away=away)


def zone_of(country: str) -> ZoneInfo | None:
    """The time zone of a country that has one for nearly everybody; none for any other."""
    zones = _zones_by_country().get(country, ())
    name = PRINCIPAL.get(country) or (zones[0] if len(zones) == 1 else None)
    try:
        return ZoneInfo(name) if name else None
    except ZoneInfoNotFoundError:  # a machine without the table of zones
        return None


@cache
def _zones_by_country() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for zone, country in get_global("zone_territories").items():
        found[country] += (zone,)
    return found


def give_to(pages: Blueprint) -> None:
    """Let every template use it."""
    pages.add_app_template_filter(local_moment, "local_moment")
    pages.add_app_template_filter(local_deadline, "local_deadline")
