"""What each placed worker got before the first shift and what is lacking, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import format_date, gettext

from portal.infra import clock
from portal.infra.web import reading
from portal.infra.web.pages import day, language_name
from portal.placements.calls import TakenCall, safety_taken
from portal.placements.introductions.domain.answers import Side
from portal.placements.rows import PlacementRow
from portal.placements.words import side_words
from portal.placements.work.domain.placements import PlacementState
from portal.placements.work.domain.safety import SafetyKind
from portal.placements.work.safety import SafetyRow, lacking_of, safety_of
from portal.placements.work.safety_forms import KINDS


@dataclass(frozen=True)
class SafetyLine:
    """One placed worker: each of the three things, and how to mend what is lacking."""

    placement_id: UUID
    said: tuple[str, ...]
    lacks: tuple[str, ...]
    """What stands against a start; empty where nothing does."""
    waits_for_worker: bool
    """Something is recorded that only the worker can confirm."""
    lacks_record: bool
    """A side has something to give and to record."""


def safety_lines(placed: Iterable[PlacementRow], side: Side) -> Mapping[UUID, SafetyLine]:
    """By placement, for those who are expected, as one side reads it."""
    expected = [one for one in placed if one.state is PlacementState.EXPECTED]
    found = safety_of(reading(), [one.id for one in expected])
    taken = safety_taken(reading(), [one.id for one in expected])
    calls = {key: _call_words(call, side) for key, call in taken.items()}
    return {one.id: _line(one, found.get(one.id, ()), calls, clock.today()) for one in expected}


def _line(
    placed: PlacementRow,
    rows: tuple[SafetyRow, ...],
    calls: Mapping[tuple[UUID, SafetyKind], str],
    today: date,
) -> SafetyLine:
    lacks = lacking_of(rows, max(today, placed.first))
    known = {row.standing.measure.kind: row for row in rows}
    waiting = {kind for kind in lacks if kind in known and known[kind].standing.waits_for_worker}
    return SafetyLine(
        placement_id=placed.id,
        said=tuple(_said(kind, known.get(kind), calls.get((placed.id, kind), "")) for kind in SafetyKind),
        lacks=tuple(str(KINDS[kind]) for kind in lacks),
        waits_for_worker=bool(waiting),
        lacks_record=any(kind not in waiting for kind in lacks),
    )


def _call_words(call: TakenCall, side: Side) -> str:
    """Who took the call by name, for the agency; the employer reads only whose staff it was."""
    if side is Side.PROVIDER:
        return call.words
    return gettext(
        "Taken by phone with the code on the slip: %(by)s, %(when)s.",
        by=call.of if call.by_staff else gettext("staff of %(name)s", name=call.of),
        when=day(call.at),
    )


def _said(kind: SafetyKind, row: SafetyRow | None, call: str) -> str:
    """“Safety instruction: 3 March 2027, in Polish, by Jo Hall. Confirmed by the worker.”"""
    what = str(KINDS[kind])
    if row is None:
        return gettext("%(what)s: not recorded yet.", what=what)
    measure, got = row.standing.measure, row.standing.got
    if not measure.is_needed:
        told = gettext(
            "%(what)s: not needed, says the %(side)s: “%(because)s”",
            what=what,
            side=side_words(row.side),
            because=measure.not_needed_because,
        )
        if got is None:
            return told
        answer = "" if got else gettext("The worker says that it is needed.")
        return " ".join(part for part in (told, answer, call) if part)
    told = gettext(
        "%(what)s: %(day)s, in %(language)s, by %(by)s.",
        what=what,
        day=format_date(measure.on, "long"),
        language=language_name(measure.language),
        by=measure.given_by,
    )
    answers = {
        None: gettext("Waits for the worker to confirm."),
        True: gettext("Confirmed by the worker."),
        False: gettext("The worker says that they did not get it, or did not understand."),
    }
    if got is None or not call:
        return f"{told} {answers[got]}"
    return f"{told} {answers[got]} {call}"
