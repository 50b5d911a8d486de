"""Who else helps, as a slip says it: bodies of the country of work and of the home country."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from flask_babel import gettext

from portal.compliance.bodies.domain import OutsideBody, bodies_of
from portal.compliance.bodies.words import BODIES
from portal.infra.web.mixed import listed
from portal.infra.web.pages import country_name, day


@dataclass(frozen=True)
class Line:
    """One fact: what it is, and the words. `is_latin` is written from left to right in every language."""

    label: str
    words: str
    is_latin: bool = False


@dataclass(frozen=True)
class Helpers:
    """All bodies, the first of each country for small paper, and what the star beside some of them means."""

    title: str
    in_danger: str
    every: tuple[Line, ...]
    first: tuple[Line, ...]
    note: str
    """Empty where everybody is checked."""


def helpers_between(origin: str, destination: str) -> Helpers:
    """The bodies of a corridor; either country may be empty.

    The first of a country is one with a phone, if there is any.
    """
    countries = [one for one in dict.fromkeys((destination, origin)) if one]
    named = [one for one in bodies_of(origin, destination) if one.country in countries]
    found = sorted(named, key=lambda one: (countries.index(one.country), not one.phone))
    first = {one.country: one for one in reversed(found)}
    unchecked = [one.read_on for one in found if not one.verified]
    return Helpers(
        title=gettext("Who else can help you"),
        in_danger=gettext("In danger? Call 112 first; in the United Kingdom also 999."),
        every=tuple(_by_country(found)),
        first=tuple(
            _line(body, listed((str(BODIES[body.kind]), country_name(country))))
            for country in countries
            if (body := first.get(country))
        ),
        note="* " + gettext("noted %(day)s, not checked since", day=day(min(unchecked))) if unchecked else "",
    )


def _by_country(found: Sequence[OutsideBody]) -> Iterator[Line]:
    """A line without words names the country of those below it."""
    for country, those in groupby(found, key=lambda one: one.country):
        yield Line(country_name(country), "")
        yield from (_line(one, str(BODIES[one.kind])) for one in those)


def _line(one: OutsideBody, label: str) -> Line:
    """“Labour inspection, Poland: Państwowa Inspekcja Pracy, www.pip.gov.pl *”. A number is not broken."""
    reach = one.phone.replace(" ", "\xa0") or one.web.partition("://")[2]
    return Line(label, f"{one.name}, {reach}" + ("" if one.verified else "\xa0*"), is_latin=True)
