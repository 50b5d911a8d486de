"""The trail is written with the act, read in order, and cannot be rewritten."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from portal.app import Services
from portal.audit import queries
from portal.audit.domain import commitment
from portal.infra.unit_of_work import Work
from portal.kernel.events import SYSTEM, ActorId, Event, Ref
from portal.kernel.outcomes import Refusal

WHO = ActorId(uuid4())


@dataclass(frozen=True, kw_only=True)
class LampLit(Event):
    action: ClassVar[str] = "lamps:lamp:lit"
    lamp_id: UUID
    watts: int

    @property
    def about(self) -> Ref:
        return Ref("lamp", self.lamp_id)


@dataclass(frozen=True)
class LampBroken(Refusal):
    """It stays dark."""


def light(work: Work, lamp_id: UUID, *watts: int) -> None:
    for one in watts:
        work.emit(LampLit(at=work.now, by=work.actor, lamp_id=lamp_id, watts=one))


def refuse(work: Work, lamp_id: UUID) -> LampBroken:
    light(work, lamp_id, 1)
    return LampBroken()


@pytest.fixture
def services(app: Flask) -> Services:
    found: Services = app.extensions["fairshift"]
    return found


def trail_of(services: Services, lamp_id: UUID) -> list[queries.Entry]:
    with services.sessions() as session:
        return queries.trail(session, [Ref("lamp", lamp_id)])


def test_an_act_leaves_its_entries_in_order(services: Services) -> None:
    lamp = uuid4()
    services.transactor.perform(light, WHO, lamp, 40, 60)
    services.transactor.perform(light, WHO, uuid4(), 5)
    entries = trail_of(services, lamp)
    assert [entry.facts["watts"] for entry in entries] == [40, 60]
    assert {(entry.actor, entry.action, entry.about) for entry in entries} == {
        (WHO, "lamps:lamp:lit", Ref("lamp", lamp))
    }
    assert entries[0].at <= datetime.now(UTC)


def test_a_refused_act_leaves_none(services: Services) -> None:
    lamp = uuid4()
    assert services.transactor.perform(refuse, SYSTEM, lamp) == LampBroken()
    assert trail_of(services, lamp) == []


def test_nothing_asked_is_nothing_found(services: Services) -> None:
    with services.sessions() as session:
        assert queries.trail(session, []) == []


def test_the_commitment_proves_the_body(services: Services, engine: Engine) -> None:
    services.transactor.perform(light, SYSTEM, uuid4(), 7)
    with engine.connect() as connection:
        salt, body, promised = connection.execute(
            text("SELECT salt, body, commitment FROM audit_payload JOIN audit_event ON id = event_id")
        ).one()
    assert commitment(bytes(salt), body) == promised
    assert commitment(bytes(salt), body + " ") != promised


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET action = 'lamps:lamp:blown'",
        "UPDATE audit_event SET actor = '00000000000000000000000000000009'",
        "UPDATE audit_event SET seq = 1, commitment = 'x'",
        "DELETE FROM audit_payload",
        "DELETE FROM audit_event",
        "UPDATE audit_payload SET body = '{}'",
        "UPDATE audit_payload SET body = '{}', salt = NULL",
        "UPDATE audit_payload SET event_id = event_id + 1000",
    ],
)
def test_the_trail_refuses(services: Services, engine: Engine, statement: str) -> None:
    lamp = uuid4()
    services.transactor.perform(light, SYSTEM, lamp, 40)
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(text(statement))
    assert [entry.facts["watts"] for entry in trail_of(services, lamp)] == [40]


def test_postgresql_refuses_to_empty_the_trail(services: Services, engine: Engine) -> None:
    services.transactor.perform(light, SYSTEM, uuid4(), 40)
    statement = "TRUNCATE audit_event CASCADE"
    if engine.dialect.name == "sqlite":
        statement = "INSERT OR REPLACE INTO audit_event SELECT * FROM audit_event"
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(text(statement))


def test_the_sealer_may_number_an_entry_once(services: Services, engine: Engine) -> None:
    services.transactor.perform(light, SYSTEM, uuid4(), 40)
    seal = text("UPDATE audit_event SET seq = :seq, prev = 'a', hash = 'b'")
    with engine.begin() as connection:
        connection.execute(seal, {"seq": 1})
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(seal, {"seq": 2})


def test_facts_can_be_erased_and_nothing_put_in_their_place(services: Services, engine: Engine) -> None:
    lamp = uuid4()
    services.transactor.perform(light, SYSTEM, lamp, 40)
    with engine.begin() as connection:
        connection.execute(text("UPDATE audit_payload SET body = NULL, salt = NULL"))
    assert [entry.facts for entry in trail_of(services, lamp)] == [{}]
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(text("UPDATE audit_payload SET body = '{}', salt = NULL"))
