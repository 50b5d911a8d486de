"""Whoever watches over the portal reads what waits, for how long, and what goes wrong."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from portal.app import JOBS, Services, create_app
from portal.infra.schedule import Job, run_due
from portal.infra.unit_of_work import Work
from portal.kernel.events import SYSTEM
from portal.matching import runs
from portal.matching.service import rematch_marked
from portal.notifications.domain import Category, Message, ToAddress
from portal.notifications.service import queue
from portal.operations.health import LATE
from portal.taxonomy.service import load_seed
from portal.vacancies.service import publish_vacancies
from tests.builders.placements import COSTS, NOW, VACANCY, a_lot, a_party, act
from tests.slates import remembered
from tests.web.operations.test_signs_of_life import one_place, schema_is_new
from tests.web_client import ReviewingClient

TICK = Job("a tick", timedelta(seconds=1), lambda _work: None)
LONGER = timedelta(seconds=1)


@remembered
def ready(app: Flask) -> None:
    """A portal that can do its work."""
    schema_is_new(app)
    one_place(app)
    services: Services = app.extensions["fairshift"]
    services.transactor.perform(load_seed, SYSTEM)


@pytest.fixture(autouse=True)
def clock(app: Flask) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as travelled:
        ready(app)
        work(app)
        yield travelled


def work(app: Flask, job: Job = TICK) -> None:
    services: Services = app.extensions["fairshift"]
    run_due(services.transactor, [job])


def told(client: ReviewingClient) -> tuple[int, dict[str, Any]]:
    page = client.get("/health")
    found: dict[str, Any] = json.loads(page.html)
    return page.status, found


def test_all_is_well_while_a_worker_runs_and_nothing_waits(client: ReviewingClient) -> None:
    status, found = told(client)
    assert (status, found["troubles"]) == (200, [])
    assert found["matching"] in {"compiled", "numpy"}
    assert found["worker_seen_at"] == NOW.isoformat()
    assert (found["mails_due"], found["posts_waiting"], found["mails_given_up"]) == (0, 0, 0)


def test_without_a_worker_for_a_while_it_says_so(
    client: ReviewingClient, clock: time_machine.Traveller
) -> None:
    clock.shift(LATE)
    assert told(client)[0] == 200
    clock.shift(LONGER)
    status, found = told(client)
    assert (status, found["troubles"]) == (503, ["No worker runs."])


def test_a_job_that_fails_is_a_trouble_and_strangers_do_not_read_which(
    app: Flask, client: ReviewingClient
) -> None:
    def fail(_work: Work) -> None:
        raise LookupError("ana@example.org")

    known = JOBS[0]
    work(app, Job(known.name, timedelta(seconds=1), fail))
    assert told(client)[1]["troubles"] == ["A job fails. The log of the worker names it."]
    work(app, Job("one of an earlier version", timedelta(seconds=1), fail))
    assert known.name not in client.get("/health").html


def test_a_job_that_is_no_more_troubles_nobody(app: Flask, client: ReviewingClient) -> None:
    def fail(_work: Work) -> None:
        raise LookupError

    work(app, Job("one of an earlier version", timedelta(seconds=1), fail))
    assert told(client)[0] == 200


def test_before_anything_is_loaded_it_says_what_is_missing(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    data_dir = tmp_path_factory.mktemp("bare")
    bare = create_app(
        {"TESTING": True, "DATA_DIR": data_dir, "DATABASE_URL": f"sqlite:///{data_dir / 'bare.db'}"}
    )
    answer = bare.test_client().get("/health")
    bare.extensions["fairshift"].engine.dispose()
    assert answer.status_code == 503
    assert "flask db upgrade" in answer.json["troubles"][0]


def test_a_mail_that_is_long_due_is_a_trouble(
    app: Flask, client: ReviewingClient, clock: time_machine.Traveller
) -> None:
    mail = Message("accounts/confirm_email", ToAddress("ana@example.org"), {}, "k", Category.ACCOUNT)
    act(app, queue, mail)
    clock.shift(LATE)
    work(app)
    status, found = told(client)
    assert (status, found["mails_due"], found["oldest_mail_due_at"]) == (200, 1, NOW.isoformat())
    clock.shift(LONGER)
    assert told(client)[1]["troubles"] == ["Mails wait long to be sent."]


def test_a_post_that_waits_long_is_a_trouble(
    app: Flask, client: ReviewingClient, clock: time_machine.Traveller
) -> None:
    a_lot(app, a_party(app, "Fenland Labour", supplies=True))
    clock.shift(LATE + LONGER)
    work(app)
    status, found = told(client)
    assert (status, found["posts_waiting"]) == (503, 1)
    assert found["oldest_post_waits_since"] == NOW.isoformat()
    assert "Posts wait long to be matched." in found["troubles"]


def test_a_bulk_takes_its_time_and_may_be_stopped(
    app: Flask, client: ReviewingClient, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.matching.service.AT_A_TIME", 1)
    employer = a_party(app, "Wash Logistics", supplies=False)
    posts = [(VACANCY, COSTS)] * 3
    act(app, publish_vacancies, employer.organisation_id, posts, by=employer.person_id)
    act(app, rematch_marked)
    act(app, runs.stop)
    clock.shift(LATE + LONGER)
    work(app)
    _status, found = told(client)
    assert (found["posts_waiting"], found["oldest_post_waits_since"]) == (2, None)
    assert found["matching_stopped_at"] == NOW.isoformat()
    assert "Posts wait long to be matched." not in found["troubles"]
