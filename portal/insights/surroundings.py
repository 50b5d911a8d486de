"""What stands around every page: its navigation, the account menu, who runs the portal."""

from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Blueprint, current_app, has_request_context, request
from flask_babel import format_datetime, format_timedelta, gettext

from portal.infra import clock
from portal.infra.web import viewer
from portal.infra.web.pages import day_and_time
from portal.insights.navigation import Destination, account_destinations, current, destinations
from portal.kernel.viewer import Membership


@dataclass(frozen=True)
class Operator:
    """Who runs this portal, and how to reach them."""

    name: str
    email: str
    phone: str
    country: str


@dataclass(frozen=True)
class Surroundings:
    """The header and footer of one page for one viewer."""

    places: tuple[Destination, ...]
    here: Destination | None
    account: tuple[Destination, ...]
    others: tuple[Membership, ...]
    """The organisations the viewer could act for instead."""
    sign_out: str | None
    act_for: str | None
    operator: Operator
    mailbox: str | None
    """Where mails can be read in the browser; never in production."""


def operator() -> Operator:
    """The operator as configured."""
    found = current_app.config
    return Operator(
        name=found["OPERATOR_NAME"],
        email=found["OPERATOR_EMAIL"],
        phone=found["OPERATOR_PHONE"],
        country=found["OPERATOR_COUNTRY"],
    )


def surroundings() -> Surroundings:
    """What to draw around the page that is being made."""
    offered = frozenset(current_app.view_functions)
    places = destinations(viewer, offered)
    others = tuple(one for one in viewer.memberships if one != viewer.acting)
    return Surroundings(
        places=places,
        here=current(places, request.endpoint if has_request_context() else None),
        account=account_destinations(viewer, offered),
        others=others if "organisations_account.act_for" in offered else (),
        sign_out=_if_offered("accounts_public.sign_out", offered),
        act_for=_if_offered("organisations_account.act_for", offered),
        operator=operator(),
        mailbox=None
        if current_app.config["PRODUCTION"]
        else _if_offered("operations_public.mailbox", offered),
    )


def _if_offered(endpoint: str, offered: frozenset[str]) -> str | None:
    return endpoint if endpoint in offered else None


def until(due: datetime, now: datetime | None = None) -> str:
    """A deadline in words: "Thursday 14:00 UTC, in 5 hours"; with its date when more than six days off."""
    due, now = _aware(due), _aware(now or clock.now())
    near = abs((due - now).days) < 6
    when = format_datetime(due, "EEEE HH:mm", rebase=False) if near else day_and_time(due)
    away = format_timedelta(due - now, granularity="minute", add_direction=True, threshold=0.95)
    return str(gettext("%(when)s UTC, %(away)s", when=when, away=away))


def is_past(due: datetime, now: datetime | None = None) -> bool:
    """Whether the deadline is over."""
    return _aware(due) <= _aware(now or clock.now())


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def install(pages: Blueprint) -> None:
    """Give every page of the portal its surroundings and the words for deadlines."""
    pages.add_app_template_filter(until, "until")
    pages.add_app_template_test(is_past, "past")

    @pages.app_context_processor
    def around() -> dict[str, Surroundings]:
        return {"around": surroundings()}
