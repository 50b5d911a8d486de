"""The home of everybody who is signed in: what needs me now?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, current_app
from flask.typing import ResponseReturnValue

from portal.infra import clock
from portal.infra.web import Audience, allow, page, reading, viewer
from portal.insights import cases, queries, steps
from portal.insights.domain import Need, PostLine, most_urgent_first
from portal.insights.inspection import needs_of_compliance
from portal.kernel.viewer import Membership, StaffRole
from portal.notifications import queries as notifications

account_pages = Blueprint("insights_account", __name__)

NEW_LOT = "availability_member.new"
NEW_VACANCY = "vacancies_member.new"


@dataclass(frozen=True)
class OwnPosts:
    """The posts of the organisation one acts for, on one side."""

    kind: str
    lines: tuple[PostLine, ...]
    new: str | None
    """Where another is posted."""


@dataclass(frozen=True)
class Home:
    """What needs somebody now, and what they look after."""

    now: datetime
    acting: Membership | None
    standing: queries.StandingNow | None
    """Where the organisation may not be introduced now: why."""
    needs: tuple[Need, ...]
    sides: tuple[OwnPosts, ...]
    is_operator: bool
    is_compliance: bool
    waiting: int
    """Organisations that wait to be approved."""
    undelivered: int
    """Mails that could not be delivered."""
    holds: queries.HoldCounts | None
    endpoints: frozenset[str]


@account_pages.get("/home")
@allow(Audience.ACCOUNT)
def home() -> ResponseReturnValue:
    """What needs me now?"""
    now = clock.now()
    is_operator = StaffRole.OPERATOR in viewer.staff
    is_compliance = StaffRole.COMPLIANCE in viewer.staff
    registrations = queries.needs_of_operator(reading()) if is_operator else []
    inspector = viewer.person_id if is_compliance else None
    of_staff = needs_of_compliance(reading(), inspector, now) if inspector else []
    sides = _sides(now)
    return page(
        "insights/account/home.html",
        Home(
            now=now,
            acting=viewer.acting,
            standing=_standing(viewer.acting),
            needs=most_urgent_first(_reachable([*registrations, *of_staff, *_needs_of_member(sides, now)])),
            sides=sides,
            is_operator=is_operator,
            is_compliance=is_compliance,
            waiting=len(registrations),
            undelivered=len(notifications.undelivered(reading(), now)) if is_operator else 0,
            holds=queries.holds_now(reading()) if is_compliance else None,
            endpoints=frozenset(current_app.view_functions),
        ),
    )


def _standing(acting: Membership | None) -> queries.StandingNow | None:
    return queries.standing_now(reading(), acting.organisation_id) if acting else None


def _sides(now: datetime) -> tuple[OwnPosts, ...]:
    acting = viewer.acting
    if acting is None:
        return ()
    lines = queries.own_posts(
        reading(), acting.organisation_id, now.date(), supplies=acting.supplies, employs=acting.employs
    )
    sides = []
    if acting.supplies:
        sides.append(_side("availability", lines, NEW_LOT))
    if acting.employs:
        sides.append(_side("vacancy", lines, NEW_VACANCY))
    return tuple(sides)


def _side(kind: str, lines: Iterable[PostLine], new: str) -> OwnPosts:
    mine = tuple(one for one in lines if one.kind == kind)
    return OwnPosts(kind, mine, new if new in current_app.view_functions else None)


def _needs_of_member(sides: Iterable[OwnPosts], now: datetime) -> list[Need]:
    acting = viewer.acting
    if acting is None:
        return []
    return [
        *(cases.needs_of_organisation(reading(), acting.organisation_id) if viewer.is_administrator else ()),
        *queries.needs_of_list(reading(), acting.organisation_id),
        *steps.needs_of_matches(reading(), acting.organisation_id, now),
        *queries.needs_of_posts(
            (line for side in sides for line in side.lines),
            now,
            steps.answered_by_post(reading(), acting.organisation_id),
        ),
        *queries.needs_of_drafts(
            reading(), acting.organisation_id, supplies=acting.supplies, employs=acting.employs
        ),
    ]


def _reachable(needs: Iterable[Need]) -> Iterable[Need]:
    return (one for one in needs if one.endpoint in current_app.view_functions)
