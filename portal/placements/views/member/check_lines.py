"""What was checked of each placed worker, and what stands against a start, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import format_date, gettext

from portal.compliance.domain import Finding
from portal.compliance.findings.words import message
from portal.infra import clock
from portal.infra.web import reading
from portal.placements import queries
from portal.placements.fairness import foreseen
from portal.placements.introductions.domain.checks import shortened
from portal.placements.rows import CheckRow, IntroductionRow, PlacementRow
from portal.placements.words import side_words


@dataclass(frozen=True)
class CheckLine:
    """One placed worker's checks."""

    placement_id: UUID
    said: str
    """Who checked the right to work, when and until when; or that nobody has yet."""
    is_checked: bool
    against: tuple[str, ...]
    """What does not let the worker start, or stands against staying until the last day; what to do."""
    shorten_to: date | None
    """The day to which the placement could be shortened."""


def check_lines(row: IntroductionRow, placed: Iterable[PlacementRow]) -> Mapping[UUID, CheckLine]:
    """By placement, for those who hold a place."""
    session, today = reading(), clock.today()
    holding = [one for one in placed if one.state.takes_place]
    found = foreseen(session, holding, row, today)
    checked = queries.checks_of(session, [one.id for one in holding])
    return {one.id: _line(one, checked.get(one.id), found.get(one.id, ()), today) for one in holding}


def _line(placed: PlacementRow, known: CheckRow | None, found: tuple[Finding, ...], today: date) -> CheckLine:
    blocking = [one for one in found if one.blocks]
    until = known.check.until if known else None
    day = shortened(placed.state, first=placed.first, last=placed.last, until=until, today=today)
    shorten_to = day if blocking and isinstance(day, date) else None
    return CheckLine(
        placement_id=placed.id,
        said=check_words(known),
        is_checked=known is not None,
        against=tuple(_against(one, until, shorten_to) for one in blocking),
        shorten_to=shorten_to,
    )


def check_words(known: CheckRow | None) -> str:
    """“checked by the employer on 3 March 2027, until 30 September 2027”."""
    if known is None:
        return gettext("not checked yet")
    by, on = side_words(known.check.checked_by), format_date(known.recorded_at, "long")
    if known.check.until is None:
        return gettext("checked by the %(side)s on %(day)s, no end date", side=by, day=on)
    return gettext(
        "checked by the %(side)s on %(day)s, until %(until)s",
        side=by,
        day=on,
        until=format_date(known.check.until, "long"),
    )


def _against(found: Finding, until: date | None, shorten_to: date | None) -> str:
    if found.rule == "workers.right-to-work" and until and not shorten_to:
        return gettext(
            "The right to work ends on %(day)s. Renew the check, or end the placement.",
            day=format_date(until, "long"),
        )
    return message(found)
