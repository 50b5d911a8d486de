"""Answers as they were shown are only ever added, and stay when a worker is forgotten: they name nobody."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from portal.placements.models import AnswerRecord
from portal.placements.offers.service.forgetting import forget_workers
from tests.builders.placements import Matched, accepted, agreed, job


def kept(at: Matched) -> list[str]:
    with at.reading() as session:
        return list(session.scalars(select(AnswerRecord.shown)))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE answer_record SET shown = 'You pay nothing'",
        "UPDATE answer_record SET shown = ''",
        "UPDATE answer_record SET channel = 'device', language = 'en'",
        "DELETE FROM answer_record",
    ],
)
def test_a_kept_answer_is_never_changed(at: Matched, statement: str) -> None:
    accepted(at, agreed(at), "Ana Petrova")
    before = kept(at)
    engine = at.app.extensions["fairshift"].engine
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(text(statement))
    assert kept(at) == before


def test_kept_answers_are_neither_replaced_nor_emptied(at: Matched) -> None:
    accepted(at, agreed(at), "Ana Petrova")
    engine = at.app.extensions["fairshift"].engine
    statement = "TRUNCATE answer_record"
    if engine.dialect.name == "sqlite":
        statement = "INSERT OR REPLACE INTO answer_record SELECT * FROM answer_record"
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(text(statement))


def test_forgetting_a_worker_needs_no_change_of_kept_answers(
    at: Matched, clock: time_machine.Traveller
) -> None:
    accepted(at, agreed(at), "Ana Petrova")
    [shown] = kept(at)
    assert "Ana" not in shown
    clock.shift(timedelta(days=4 * 365))
    assert job(at, forget_workers) == 1
    assert kept(at) == [shown]
