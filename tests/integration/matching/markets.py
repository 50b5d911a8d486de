"""A market that processes hold beside its rows: made, changed, and compared with what all rows say."""

from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.app import Services
from portal.matching.jobs import refresh_snapshot
from portal.matching.live import live_market
from portal.matching.market import Market, Side
from portal.matching.models import Dirty
from portal.matching.service import rematch_marked
from portal.matching.snapshots import build, folder_of
from tests.builders.placements import NOW, Party, a_party, act
from tests.slates import remembered


@remembered
def two_parties(app: Flask) -> tuple[Party, Party]:
    return a_party(app, "Fenland Labour", supplies=True), a_party(app, "Wash Logistics", supplies=False)


def services(app: Flask) -> Services:
    found: Services = app.extensions["fairshift"]
    return found


def make(app: Flask) -> None:
    assert refresh_snapshot(services(app).transactor, least=0)


def make_again(app: Flask) -> None:
    assert build(services(app).transactor, folder(app))


def folder(app: Flask) -> Path:
    with services(app).sessions() as session:
        found = folder_of(session)
        assert found is not None
        return found


def settle(app: Flask) -> None:
    while act(app, rematch_marked):
        pass


def marks(app: Flask) -> int:
    with services(app).sessions() as session:
        return session.scalar(select(func.count()).select_from(Dirty)) or 0


def whole(session: Session) -> dict[tuple[str, UUID], dict[UUID, int]]:
    """Of each open post its counterparts with their scores, from all rows."""
    market = Market.open(session, NOW)
    return {
        (side, post): {one.counterpart(side): round(one.score * 1e9) for one in market.pairs_of(side, post)}
        for side, posts in ((Side.AVAILABILITY, market.lots), (Side.VACANCY, market.vacancies))
        for post in posts
    }


def live(session: Session) -> dict[tuple[str, UUID], dict[UUID, int]]:
    """The same from the live market."""
    found = live_market(session, NOW)
    assert found is not None
    market = Market.open(session, NOW)
    facts: dict[str, Any] = {Side.AVAILABILITY: market.lot_facts, Side.VACANCY: market.vacancy_facts}
    answers = {}
    for side in Side:
        for post in facts[side]:
            counterparts = found.counterparts(side, facts[side][post])
            answers[side, post] = dict(zip(counterparts.ids, counterparts.nano_scores, strict=True))
    return answers


def agrees(app: Flask) -> bool:
    with services(app).sessions() as session:
        expected = whole(session)
        assert live(session) == expected
        return bool(expected) and any(expected.values())
