"""Posts are published, changed, paused, prolonged, closed, and expire by themselves."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask

from portal.availability import queries as lots
from portal.availability import service as lot_service
from portal.availability.domain import LotSplit
from portal.infra import clock
from portal.infra.database import new_sessions
from portal.infra.unit_of_work import Transactor
from portal.kernel.events import SYSTEM, ActorId, Event
from portal.kernel.periods import Period
from portal.posts.domain import (
    ActNotPossible,
    HeadsTaken,
    NoSuchPost,
    PostAct,
    PostChangedMeanwhile,
    PostState,
)
from portal.vacancies import queries as jobs
from portal.vacancies import service as job_service
from tests.builders.availability import a_lot, availability_terms
from tests.builders.organisations import an_approved_employer, an_approved_provider
from tests.builders.vacancies import COSTS, a_vacancy, vacancy_terms


class Post:
    """A lot or a vacancy, the road to its use cases at any moment, and what was told of it."""

    def __init__(self, app: Flask, kind: str) -> None:
        self.app, self.now = app, clock.now()
        self.is_lot = kind == "availability"
        self.who = an_approved_provider(app) if self.is_lot else an_approved_employer(app)
        self.id = a_lot(app, self.who) if self.is_lot else a_vacancy(app, self.who)
        self.service: Any = lot_service if self.is_lot else job_service
        self.told: list[Event] = []

    def do(self, use_case: str, *arguments: Any, **named: Any) -> Any:
        full = use_case + ("_availability" if self.is_lot else "_vacancy")
        return self.run(getattr(self.service, full), self.who.organisation_id, *arguments, **named)

    def job(self, name: str) -> Any:
        return self.run(getattr(self.service, name))

    def run(self, use_case: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        sessions = new_sessions(self.app.extensions["fairshift"].engine)
        road = Transactor(sessions, lambda: self.now, [lambda _work, event: self.told.append(event)])
        return road.perform(use_case, ActorId(self.who.person_id), *arguments, **named)

    def edit(self, seen: int, **changes: Any) -> Any:
        if self.is_lot:
            return self.do("edit", self.id, seen, availability_terms(**changes))
        return self.do("edit", self.id, seen, terms=vacancy_terms(**changes), costs=COSTS)

    def read(self, version: int | None = None) -> Any:
        one, as_of = (
            (lots.availability, lots.availability_as_of)
            if self.is_lot
            else (jobs.vacancy, jobs.vacancy_as_of)
        )
        with self.app.extensions["fairshift"].sessions() as session:
            return one(session, self.id) if version is None else as_of(session, self.id, version)

    def is_open(self, at: datetime) -> bool:
        with self.app.extensions["fairshift"].sessions() as session:
            listed: list[Any] = (
                [*lots.open_availabilities(session, now=at)]
                if self.is_lot
                else [*jobs.open_vacancies(session, now=at)]
            )
        return any(row.id == self.id for row in listed)

    def acts_told(self) -> list[str]:
        return [one.action.rsplit(":", 1)[1] for one in self.told]


@pytest.fixture(params=["availability", "vacancy"])
def post(request: pytest.FixtureRequest, app: Flask) -> Post:
    return Post(app, request.param)


def test_a_paused_post_is_not_open_until_it_is_resumed(post: Post) -> None:
    assert post.is_open(post.now)
    assert post.do("pause", post.id) is PostState.PAUSED
    assert not post.is_open(post.now)
    assert post.do("resume", post.id) is PostState.PUBLISHED
    assert post.is_open(post.now)
    assert post.acts_told() == ["pause", "resume"]


def test_a_closed_post_keeps_its_reason_and_stays_closed(post: Post) -> None:
    assert post.do("close", post.id, "It was filled elsewhere") is PostState.CLOSED
    assert post.read().close_reason == "It was filled elsewhere"

    assert post.do("prolong", post.id) == ActNotPossible(PostState.CLOSED, PostAct.PROLONG)
    assert post.do("close", post.id, "again") == ActNotPossible(PostState.CLOSED, PostAct.CLOSE)
    assert post.read().close_reason == "It was filled elsewhere"


def test_another_organisations_post_is_as_good_as_missing(post: Post, app: Flask) -> None:
    post.who = an_approved_provider(app) if post.is_lot else an_approved_employer(app)

    assert post.do("pause", post.id) == NoSuchPost()
    assert post.do("close", post.id, "mine now") == NoSuchPost()
    assert post.do("prolong", post.id) == NoSuchPost()
    assert post.edit(1) == NoSuchPost()
    assert post.read().state is PostState.PUBLISHED


def test_an_edit_makes_a_new_version_and_the_old_one_can_still_be_read(post: Post) -> None:
    assert post.edit(1, headcount=30) == post.id

    now, before = post.read(), post.read(version=1)
    assert (now.version, now.headcount) == (2, 30)
    assert (before.version, before.headcount) == (1, 40)
    assert post.read(version=3) is None
    assert post.acts_told() == ["edit"]


def test_an_edit_of_an_older_version_is_refused(post: Post) -> None:
    post.edit(1, headcount=30)

    assert post.edit(1, headcount=20) == PostChangedMeanwhile(seen=1, now=2)
    assert post.read().headcount == 30


def test_a_post_cannot_shrink_below_what_is_committed(post: Post) -> None:
    soon = Period(clock.today(), clock.today() + timedelta(days=3))
    post.run(post.service.reserve, post.id, uuid4(), 25, soon)

    assert post.edit(1, headcount=24) == HeadsTaken(free=15)
    assert post.edit(1, headcount=25) == post.id


def test_it_expires_after_28_days_and_can_be_opened_again(post: Post) -> None:
    post.now += timedelta(days=28, minutes=1)
    assert not post.is_open(post.now)

    assert post.job("expire_availabilities" if post.is_lot else "expire_vacancies") == 1
    assert post.read().state is PostState.EXPIRED
    assert post.job("expire_availabilities" if post.is_lot else "expire_vacancies") == 0

    assert post.do("prolong", post.id) is PostState.PUBLISHED
    assert post.is_open(post.now + timedelta(days=27))
    assert post.acts_told() == ["expire", "prolong"]


def test_five_days_before_it_is_asked_about_once(post: Post) -> None:
    post.now += timedelta(days=22)
    assert post.job("ask_still_open") == 0
    post.now += timedelta(days=1, minutes=1)
    assert post.job("ask_still_open") == 1
    assert post.job("ask_still_open") == 0

    post.do("prolong", post.id)
    post.now += timedelta(days=23, minutes=1)
    assert post.job("ask_still_open") == 1


def test_a_lot_that_is_split_keeps_its_commitments_with_those_who_hold_everything(app: Flask) -> None:
    post = Post(app, "availability")
    post.edit(1, tickets=("adr",))
    soon = Period(clock.today(), clock.today() + timedelta(days=3))
    post.run(lot_service.reserve, post.id, uuid4(), 20, soon)

    assert post.do("split", post.id, 2, LotSplit(19, frozenset({"adr"}))) == HeadsTaken(free=20)
    done = post.do("split", post.id, 2, LotSplit(25, frozenset({"adr"})))

    assert isinstance(done, tuple)
    first, second = done
    with app.extensions["fairshift"].sessions() as session:
        both = lots.availabilities(session, [first, second])
    assert (both[first].headcount, both[first].tickets, both[first].free_heads(soon)) == (25, ("adr",), 5)
    assert (both[second].headcount, both[second].tickets, both[second].free_heads(soon)) == (15, (), 15)


def test_a_draft_gives_its_id_to_the_lot_and_is_gone(app: Flask) -> None:
    who = an_approved_provider(app)
    perform = app.extensions["fairshift"].transactor.perform
    draft = perform(
        lot_service.draft_availability, ActorId(who.person_id), who.organisation_id, {"headcount": ["many"]}
    )

    published = perform(
        lot_service.publish_availability,
        ActorId(who.person_id),
        who.organisation_id,
        availability_terms(),
        draft.id,
    )

    assert published == draft.id
    with app.extensions["fairshift"].sessions() as session:
        assert lots.own_drafts(session, who.organisation_id) == []


def test_anothers_draft_can_be_neither_kept_nor_published(app: Flask) -> None:
    owner, stranger = an_approved_provider(app), an_approved_provider(app)
    perform = app.extensions["fairshift"].transactor.perform
    draft = perform(lot_service.draft_availability, SYSTEM, owner.organisation_id, {"notes": ["ours"]})
    theirs: UUID = stranger.organisation_id

    assert perform(lot_service.draft_availability, SYSTEM, theirs, {}, draft.id) == NoSuchPost()
    assert (
        perform(lot_service.publish_availability, SYSTEM, theirs, availability_terms(), draft.id)
        == NoSuchPost()
    )
    with app.extensions["fairshift"].sessions() as session:
        kept = lots.own_draft(session, owner.organisation_id, draft.id)
    assert kept is not None
    assert kept.answers == {"notes": ["ours"]}


def test_what_the_other_side_sees_names_nobody_and_no_pay_floor(app: Flask) -> None:
    who = an_approved_provider(app)
    lot = a_lot(app, who, on_behalf_of="Fen Farms Ltd", notes="secret", branch_id=who.branch_id)
    with app.extensions["fairshift"].sessions() as session:
        row = lots.availability(session, lot)
    assert row is not None

    shown = lots.masked(row)

    assert (shown.town, shown.headcount, shown.is_on_behalf) == ("Spalding", 40, True)
    hidden = {"organisation_id", "branch_id", "on_behalf_of", "min_pay", "notes", "posted_by", "latitude"}
    assert not hidden & set(type(shown).__dataclass_fields__)


@pytest.mark.parametrize("kind", ["availability", "vacancy"])
def test_a_post_names_no_branch_of_another_organisation(app: Flask, kind: str) -> None:
    post = Post(app, kind)
    theirs = (an_approved_employer if post.is_lot else an_approved_provider)(app).branch_id
    assert post.edit(1, branch_id=theirs) == NoSuchPost()
    assert post.edit(1, branch_id=uuid4()) == NoSuchPost()
    assert post.edit(1, branch_id=post.who.branch_id) == post.id
    if post.is_lot:
        published = post.do("publish", availability_terms(branch_id=theirs))
    else:
        published = post.do("publish", vacancy_terms(branch_id=theirs), COSTS)
    assert published == NoSuchPost()
    assert post.read().branch_id == post.who.branch_id
