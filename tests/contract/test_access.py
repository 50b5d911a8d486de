"""Everybody can open what is theirs and nothing else, and docs/access.md says so."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from werkzeug.routing import Map, Rule

from portal.availability import queries as lots
from portal.availability.views import member as availability_member
from portal.infra import clock
from portal.infra.web import access
from portal.infra.web.access import Audience, View, admits, allow, audiences_of, opened_by
from portal.kernel.viewer import STRANGER, MemberRole, Membership, StaffRole, Viewer
from portal.organisations import queries as organisations
from portal.organisations.models import SupplyLicenceRow
from portal.placements import queries as placements
from portal.placements.introductions.domain.answers import Side
from portal.placements.offers import opened_here
from portal.placements.rows import IntroductionRow
from portal.remedy.views import own_payments
from tests.contract import access_table
from tests.contract.access_table import DOCUMENT, UnknownSubject, document, subject_of, table
from tests.contract.asking import methods, rules, send
from tests.contract.world import World

UNTOKENED = {"notifications_public.unsubscribe"}
"""Posted by mail programs, without a session (RFC 8058); its word is signed."""


def test_everybody_may_what_the_table_says(world: World) -> None:
    forms = access_table.forms_of(world)  # by drawing every page once
    found = document(world, list(table(world, forms=forms)))
    assert "WRONG" not in found, [line for line in found.splitlines() if "WRONG" in line]
    assert found == DOCUMENT.read_text(), "run `make access`, then read what changed"


@pytest.mark.parametrize(
    "endpoint",
    ["availability_member.posts", "organisations_member.details", "placements_staff.holds"],
)
def test_a_view_that_is_open_to_all_is_noticed(
    world: World, monkeypatch: pytest.MonkeyPatch, endpoint: str
) -> None:
    view = world.app.view_functions[endpoint]
    monkeypatch.setattr(view, access._STAMP, frozenset({Audience.ACCOUNT}))
    assert not _as_documented(world, endpoint)


def _regardless(find: Callable[[Any, Any], Any]) -> Callable[[Any, Any, Any], Any]:
    """A getter that forgets to ask whose it is."""
    return lambda session, _organisation_id, thing_id: find(session, thing_id)


def _any_licence(session: Any, thing_id: Any) -> Any:
    row = session.get(SupplyLicenceRow, thing_id)
    return organisations._licence(row) if row else None


def test_a_lot_that_is_shown_to_others_is_noticed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    open_desk = replace(availability_member.DESK, find=_regardless(lots.availability))
    monkeypatch.setattr(availability_member, "DESK", open_desk)
    assert not _as_documented(world, "availability_member.post")


def test_a_licence_that_is_shown_to_others_is_noticed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(organisations, "licence", _regardless(_any_licence))
    assert not _as_documented(world, "organisations_member.licence")


def test_an_introduction_that_is_shown_to_others_is_noticed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(placements, "introduction", _regardless(placements.any_introduction))
    monkeypatch.setattr(IntroductionRow, "side_of", lambda *_: Side.PROVIDER)
    assert not _as_documented(world, "placements_member.introduction")


@pytest.mark.parametrize("endpoint", ["availability_member.post", "organisations_member.licence"])
def test_the_pages_above_are_as_documented_while_nothing_is_broken(world: World, endpoint: str) -> None:
    assert _as_documented(world, endpoint)


def _as_documented(world: World, endpoint: str) -> bool:
    said = DOCUMENT.read_text()
    try:
        return all(str(row) in said for row in table(world, [endpoint]))
    except (AssertionError, LookupError):  # a page that was opened to nobody in particular falls over
        return False


def test_a_page_about_something_unknown_fails_with_advice() -> None:
    rule = Rule("/things/<uuid:id>", endpoint="things_member.thing")
    Map([rule])
    with pytest.raises(UnknownSubject, match="add a row to SUBJECTS"):
        subject_of(rule)


def test_no_form_is_taken_without_its_token(world: World) -> None:
    administrator = world.who("provider's administrator")
    tokenless = []
    for rule in rules(world.app):
        if "POST" not in methods(rule) or rule.endpoint in UNTOKENED:
            continue
        own = access_table.cases(world, administrator, rule)
        values = own.own or next(iter(own.foreign), None) or {}
        path = access_table.address(world, rule, {name: values[name] for name in rule.arguments})
        with world.unkept():
            response = send(world, administrator, "POST", path, {}, token="forged")
        if response.status_code != 400:
            tokenless.append(rule.endpoint)
    assert tokenless == []


MEMBERSHIP = Membership(
    organisation_id=uuid4(),
    organisation_name="Fenland Crews",
    role=MemberRole.MEMBER,
    supplies=True,
    employs=False,
    approved=True,
)
MEMBER = Viewer(person_id=uuid4(), memberships=(MEMBERSHIP,), acting=MEMBERSHIP)


@pytest.mark.parametrize(
    ("viewer", "admitted"),
    [
        (STRANGER, access.WITHOUT_ACCOUNT),
        (MEMBER, access.WITHOUT_ACCOUNT | {Audience.ACCOUNT, Audience.MEMBER, Audience.PROVIDER}),
        (
            Viewer(person_id=uuid4(), staff=frozenset({StaffRole.OPERATOR})),
            access.WITHOUT_ACCOUNT | {Audience.ACCOUNT, Audience.OPERATOR},
        ),
    ],
)
def test_an_audience_admits_those_whom_it_names(viewer: Viewer, admitted: set[Audience]) -> None:
    assert {one for one in Audience if admits(viewer, one)} == admitted


def test_the_portal_does_not_start_with_a_view_for_nobody() -> None:
    app = Flask("bare")
    app.add_url_rule("/bare", "bare", lambda: "")
    with pytest.raises(access.UnstampedView, match="bare"):
        access.require_stamps(app)
    assert audiences_of(app, "static") == {Audience.PUBLIC}


def _an_app(endpoint: str, view: View) -> Flask:
    app = Flask("bare")
    app.add_url_rule("/bare/<code>", endpoint, view)
    return app


def _a_door(code: str) -> None:
    """Open to everybody."""


def _a_view(code: str) -> str:
    return code


def _both(view: View) -> View:
    return allow(Audience.WORKER, Audience.LINK_HOLDER)(opened_by(_a_door)(view))


@pytest.mark.parametrize(
    ("endpoint", "stamp"),
    [
        ("placements_worker.new", allow(Audience.PUBLIC)),
        ("placements_worker.new", allow(Audience.BEARER)),
        ("placements_worker.new", allow(Audience.WORKER)),  # and nothing that opens it
        ("placements_worker.new", _both),
        ("placements_member.new", allow(Audience.LINK_HOLDER)),
        ("placements_member.new", opened_by(_a_door)),
    ],
)
def test_the_portal_does_not_start_with_a_workers_view_that_does_not_say_what_opens_it(
    endpoint: str, stamp: Callable[[View], View]
) -> None:
    app = _an_app(endpoint, stamp(wraps(_a_view)(lambda code: code)))
    with pytest.raises(access.UndecidedView, match=endpoint):
        access.require_stamps(app)


@pytest.mark.parametrize("stamp", [allow(Audience.LINK_HOLDER), opened_by(_a_door)])
def test_a_workers_view_is_for_the_link_or_for_whoever_opened_it(stamp: Callable[[View], View]) -> None:
    access.require_stamps(_an_app("placements_worker.new", stamp(wraps(_a_view)(lambda code: code))))


BY_LINK_ALONE = {
    "placements_worker.opening",
    "placements_worker.forgotten",
    "placements_worker.new_word",
    "own_data_worker.opening",
    "own_data_worker.forgotten",
    "remedy_worker.repayment",
    "remedy_worker.forgotten",
}
"""What changes something for anybody with the link: the ways in. Think twice before one is added."""


def test_with_a_workers_link_alone_one_gets_in_and_does_nothing_else(world: World) -> None:
    changing = {
        rule.endpoint
        for rule in rules(world.app)
        if "POST" in methods(rule) and Audience.LINK_HOLDER in audiences_of(world.app, rule.endpoint)
    }
    assert changing == BY_LINK_ALONE


@pytest.fixture
def reached(world: World, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The views for workers who opened their link here, as they are run; they do nothing else."""
    seen: set[str] = set()
    for endpoint, view in list(world.app.view_functions.items()):
        if Audience.WORKER in audiences_of(world.app, endpoint):
            monkeypatch.setitem(world.app.view_functions, endpoint, _noting(view, endpoint, seen))
    monkeypatch.setattr(own_payments, "has_word", lambda _session, _worker_id: True)
    return seen


def _noting(view: Any, endpoint: str, seen: set[str]) -> Any:
    @wraps(view)
    def noting(**_values: Any) -> str:
        seen.add(endpoint)
        return ""

    return noting


def _knock(world: World) -> set[str]:
    """Ask for each page of a worker with the link, in a browser of nobody; which pages there are."""
    asked = set()
    for rule in rules(world.app):
        if Audience.WORKER in audiences_of(world.app, rule.endpoint):
            asked.add(rule.endpoint)
            link = access_table.cases(world, world.who("stranger"), rule).own
            assert link is not None
            for method in methods(rule):
                with world.unkept():
                    path = access_table.address(world, rule, link)
                    assert send(world, world.who("stranger"), method, path).status_code in {200, 303}, path
    return asked


def test_nothing_that_only_a_worker_may_do_is_done_before_the_link_is_opened(
    world: World, reached: set[str]
) -> None:
    assert len(_knock(world)) > 20
    assert reached == set()


def test_what_only_a_worker_may_do_is_done_once_the_link_is_opened(
    world: World, reached: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opened_here, "_opened_at", lambda _worker_id: clock.now())
    assert _knock(world) == reached
