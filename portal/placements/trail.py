"""What happened in the life of a match, in words."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import format_date, gettext, ngettext

from portal.audit.queries import Entry
from portal.placements.introductions.domain.answers import Side


@dataclass(frozen=True)
class TrailLine:
    """One line of a timeline."""

    at: datetime
    words: str
    who: str = ""
    detail: str = ""


def trail_lines(
    entries: Iterable[Entry],
    numbers: Mapping[UUID, int],
    who: Mapping[UUID, str],
    side_words: Callable[[Side], str],
) -> Iterator[TrailLine]:
    """The entries that a member understands; `numbers` names workers, `who` the viewer's own colleagues."""
    for entry in entries:
        words = entry_words(entry, numbers.get(entry.about.id, 0), side_words)
        if words:
            yield TrailLine(entry.at, words, who.get(entry.actor, ""))


def entry_words(entry: Entry, number: int, side_words: Callable[[Side], str]) -> str | None:
    """One entry as members read it; none for what they need not know. `number` names its worker."""
    facts = entry.facts
    side = side_words(Side(facts["side"])) if facts.get("side") in set(Side) else ""
    feature, kind, act = entry.action.split(":")
    if feature == "matching":
        return {"find": gettext("The match was found"), "lapse": gettext("The match lapsed")}.get(act)
    if feature == "compliance" and kind != "hold":  # what a worker said of money is not for members
        return None
    if feature == "compliance":
        return gettext("Put on hold") if act == "place" else gettext("Released from hold")
    speak = {
        "match": _of_match,
        "introduction": _of_introduction,
        "engagement": _of_engagement,
        "offer": _of_person,
        "placement": _of_person,
    }.get(kind)
    return speak(act, facts, side, number) if speak else None


def _of_match(act: str, facts: Mapping[str, Any], side: str, _number: int) -> str | None:
    heads = facts.get("heads", 0)
    match act:
        case "say-yes":
            said = ngettext(
                "The %(side)s said yes for %(num)s worker",
                "The %(side)s said yes for %(num)s workers",
                heads,
                side=side,
            )
            return gettext("%(said)s, by a standing yes", said=said) if facts.get("standing") else said
        case "say-no":
            return gettext("The %(side)s said “not now”", side=side)
        case "undo":
            return gettext("The %(side)s took its answer back", side=side)
        case "lapse":
            return gettext("The yes of the %(side)s lapsed", side=side)
        case _:
            return None


def _of_introduction(act: str, facts: Mapping[str, Any], side: str, _number: int) -> str | None:
    match act:
        case "make":
            return ngettext(
                "Introduced, for %(num)s worker", "Introduced, for %(num)s workers", facts.get("heads", 0)
            )
        case "withhold-contacts":
            authority = facts.get("authority", "")
            return gettext("Contacts withheld: no licence of %(authority)s", authority=authority)
        case "share-contacts":
            return gettext("Contacts shared: the licence is on record")
        case "withdraw":
            return gettext("The %(side)s withdrew the introduction", side=side)
        case "give-back":
            return ngettext(
                "The %(side)s gave %(num)s place back",
                "The %(side)s gave %(num)s places back",
                facts.get("places", 0),
                side=side,
            )
        case "propose-extension":
            return gettext(
                "The %(side)s proposed to go on until %(day)s", side=side, day=_day(facts.get("until"))
            )
        case "extend":
            return gettext("Extended until %(day)s", day=_day(facts.get("until")))
        case "end":
            return gettext("The introduction ended")
        case _:
            return None


def _of_engagement(act: str, facts: Mapping[str, Any], side: str, _number: int) -> str | None:
    version = facts.get("version", 0)
    if act == "propose":
        return gettext("The %(side)s proposed the engagement, version %(n)s", side=side, n=version)
    return gettext("The %(side)s agreed to the engagement, version %(n)s", side=side, n=version)


def _of_person(act: str, facts: Mapping[str, Any], side: str, number: int) -> str | None:
    day = _day(facts.get("from_day") or facts.get("until") or facts.get("on"))
    by_provider = facts.get("through") == "provider"
    words = {
        "make": gettext("Worker %(n)s was made an offer", n=number),
        "show-terms": gettext("Worker %(n)s read the terms", n=number),
        "accept": gettext("Worker %(n)s accepted, as the labour provider recorded", n=number)
        if by_provider
        else gettext("Worker %(n)s accepted", n=number),
        "confirm": gettext("Worker %(n)s confirmed the acceptance", n=number),
        "decline": gettext("Worker %(n)s declined", n=number),
        "withdraw": gettext("The offer to worker %(n)s was withdrawn", n=number),
        "expire": gettext("The offer to worker %(n)s was not answered in time", n=number),
        "start": gettext("Worker %(n)s started", n=number),
        "no-show": gettext("Worker %(n)s did not come", n=number),
        "leave": gettext("Worker %(n)s left, from %(day)s", n=number, day=day),
        "recall": gettext("Worker %(n)s was recalled from %(day)s", n=number, day=day),
        "cancel": gettext("Worker %(n)s was cancelled from %(day)s", n=number, day=day),
        "extend": gettext("Worker %(n)s: extended until %(day)s", n=number, day=day),
        "check": gettext("Worker %(n)s was checked by the %(side)s", n=number, side=side),
        "record-safety": gettext("Worker %(n)s: safety recorded by the %(side)s", n=number, side=side),
        "answer-safety": _of_safety(
            number, got=bool(facts.get("got")), by_phone=facts.get("channel") == "slip"
        ),
        "write-return-sheet": gettext("Worker %(n)s: return sheet by the %(side)s", n=number, side=side),
        "propose-transfer": gettext(
            "Worker %(n)s: the employer would take over from %(day)s", n=number, day=day
        ),
        "agree-transfer": gettext("Worker %(n)s agreed to be taken over from %(day)s", n=number, day=day),
        "refuse-transfer": gettext("Worker %(n)s said no to being taken over", n=number),
        "lapse-transfer": gettext("Worker %(n)s did not answer whether to be taken over", n=number),
        "shorten": gettext("Worker %(n)s: last day is now %(day)s", n=number, day=day),
        "complete": gettext("Worker %(n)s completed the work", n=number)
        if facts.get("recorded")
        else gettext("Worker %(n)s: the work is over; nobody recorded a start", n=number),
    }
    return words.get(act)


def _of_safety(number: int, *, got: bool, by_phone: bool) -> str:
    if not got:
        return gettext("Worker %(n)s did not get what was recorded for safety", n=number)
    if by_phone:
        return gettext("Worker %(n)s confirmed by phone what they got for safety", n=number)
    return gettext("Worker %(n)s confirmed what they got for safety", n=number)


def _day(text: Any) -> str:
    return format_date(date.fromisoformat(text), "long") if isinstance(text, str) else ""
