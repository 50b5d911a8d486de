"""Who else helps, as a slip says it: bodies of the country of work and of the home country."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext

from portal.compliance.bodies.domain import OutsideBody, bodies_of
from portal.compliance.bodies.words import BODIES
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
    found = sorted(bodies_of(origin, destination), key=lambda one: _order(one, destination, origin))
    first = {one.country: one for one in reversed(found) if one.country in {origin, destination}}
    unchecked = [one.read_on for one in found if not one.verified]
    return Helpers(
        title=gettext("Who else can help you"),
        in_danger=gettext("In danger? Call 112 first; in the United Kingdom also 999."),
        every=tuple(map(_line, found)),
        first=tuple(_line(first[one]) for one in _apart(destination, origin) if one in first),
        note="* " + gettext("noted %(day)s, not checked since", day=day(min(unchecked))) if unchecked else "",
    )


def _order(one: OutsideBody, destination: str, origin: str) -> tuple[int, bool]:
    """By country, then whom one can call; the order of the list holds otherwise."""
    places = _apart(destination, origin)
    return (places.index(one.country) if one.country in places else len(places), not one.phone)


def _apart(*countries: str) -> Sequence[str]:
    return [one for one in dict.fromkeys(countries) if one]


def _line(one: OutsideBody) -> Line:
    """“Labour inspection, Poland: Państwowa Inspekcja Pracy, www.pip.gov.pl *”."""
    what = str(BODIES[one.kind])
    label = what if one.country == "*" else f"{what}, {country_name(one.country)}"
    reach = one.phone or one.web.partition("://")[2]
    return Line(label, f"{one.name}, {reach}{'' if one.verified else ' *'}", is_latin=True)
