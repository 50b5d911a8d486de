"""Why a post has no match, in words: what each step leaves over, and what would open more."""

from dataclasses import dataclass

from flask_babel import gettext

from portal.matching.domain import Gate
from portal.matching.funnel import Band, Funnel


@dataclass(frozen=True)
class FunnelStep:
    """One step of the funnel: what it asks, and how many organisations are left."""

    words: str
    left: str
    is_last: bool
    """Nobody is left after it."""


@dataclass(frozen=True)
class WideningInWords:
    """What would open more, and the part of the form in which it is changed."""

    words: str
    part: str


@dataclass(frozen=True)
class FunnelInWords:
    """The whole funnel of a post. Counts are bands, so that no single organisation is found out."""

    everyone: str
    steps: tuple[FunnelStep, ...]
    widenings: tuple[WideningInWords, ...]


def funnel_in_words(found: Funnel, kind: str) -> FunnelInWords:
    """The funnel up to the step that leaves nobody."""
    steps = []
    for stage in found.stages:
        empty = stage.left is Band.NONE
        steps.append(FunnelStep(_step(stage.gates[0], kind), _band(stage.left), empty))
        if empty:
            break
    widenings = tuple(
        WideningInWords(
            gettext(
                "%(change)s would open %(gain)s more.", change=_change(one.gate, kind), gain=_band(one.gain)
            ),
            _PARTS[one.gate],
        )
        for one in found.widenings[:3]
    )
    return FunnelInWords(_band(found.everyone), tuple(steps), widenings)


_PARTS = {
    Gate.PLACE: "about-place",
    Gate.TICKETS: "about-workers",
    Gate.SKILLS: "about-work",
    Gate.DATES: "about-dates",
    Gate.SHIFTS: "about-dates",
    Gate.LANGUAGES: "about-workers",
    Gate.PAY: "about-terms",
    Gate.PERMISSION: "about-place",
    Gate.ENGAGEMENT: "about-terms",
    Gate.GROUP: "about-workers",
    Gate.RELEVANCE: "about-work",
    Gate.COMPLIANCE: "about-terms",
}
"""The sections of both forms, by their anchors."""


def _band(band: Band) -> str:
    match band:
        case Band.NONE:
            return gettext("none")
        case Band.FEWER_THAN_5:
            return gettext("fewer than 5")
        case Band.FROM_200:
            return gettext("200 or more")
        case _:
            first, last = band.value.split("-")
            return gettext("%(first)s to %(last)s", first=first, last=last)


def _step(gate: Gate, kind: str) -> str:
    lot = kind == "availability"
    words = {
        Gate.PLACE: gettext("within reach"),
        Gate.TICKETS: gettext("whose licences and skills your workers hold")
        if lot
        else gettext("that hold the licences and skills"),
        Gate.DATES: gettext("on these dates"),
        Gate.SHIFTS: gettext("with these shifts and languages"),
        Gate.PAY: gettext("that pay enough") if lot else gettext("that accept the pay"),
        Gate.PERMISSION: gettext("in a country, sector and form of engagement that suit"),
        Gate.GROUP: gettext("with enough places") if lot else gettext("with enough workers"),
        Gate.RELEVANCE: gettext("whose work is related"),
    }
    return words[gate]


def _change(gate: Gate, kind: str) -> str:
    lot = kind == "availability"
    words = {
        Gate.PLACE: gettext("A longer way to work, or moving if housed")
        if lot
        else gettext("Housing for the workers"),
        Gate.TICKETS: gettext("Further licences or certificates")
        if lot
        else gettext("Fewer licences or certificates"),
        Gate.SKILLS: gettext("Further skills") if lot else gettext("Fewer must-have skills"),
        Gate.DATES: gettext("Wider dates"),
        Gate.SHIFTS: gettext("Other shifts"),
        Gate.LANGUAGES: gettext("Further languages") if lot else gettext("A lower level of language"),
        Gate.PAY: gettext("A lower lowest pay") if lot else gettext("A higher rate"),
        Gate.PERMISSION: gettext("Further countries or sectors"),
        Gate.ENGAGEMENT: gettext("Another form of engagement"),
        Gate.GROUP: gettext("More workers, or a smaller smallest group")
        if lot
        else gettext("More places, or a smaller smallest group"),
        Gate.RELEVANCE: gettext("Further skills"),
        Gate.COMPLIANCE: gettext("Another licence"),
    }
    return words[gate]
