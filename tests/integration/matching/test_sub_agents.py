"""An unlicensed sub-agent keeps a lot from work like an unlicensed provider."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from flask import Flask

from portal.kernel.events import SYSTEM, Ref
from portal.matching import queries as matching
from portal.matching.domain import Gate
from portal.matching.service import NoSuchMatch, check_again, rematch_marked
from portal.organisations.domain.chains import Chain, SubAgent, ThroughAgents
from portal.organisations.domain.licences import SupplyLicence
from portal.organisations.domain.registers import RegisterStatus
from portal.organisations.register_files import ListedLicence
from portal.organisations.service import declare_licence
from portal.organisations.service.registers import import_register
from portal.posts.domain import EngagementForm
from tests.builders.placements import NOW, Matched, a_lot, a_party, a_vacancy, act, job, the_match

FORMS = frozenset({EngagementForm.AGENCY})
LICENCE = SupplyLicence("gb-fwa", "FEN0001", "GB", ("01",), date(2020, 1, 1), None)


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def a_market(app: Flask, *agents: SubAgent) -> Matched | None:
    """Farm workers of a licensed provider through these sub-agents, and a farm; none without a match."""
    provider = a_party(app, "Fenland Labour", supplies=True)
    employer = a_party(app, "Wash Farms", supplies=False)
    act(app, declare_licence, provider.organisation_id, LICENCE, by=provider.person_id)
    chain = Chain(ThroughAgents.YES, agents) if agents else Chain()
    lot = a_lot(app, provider, engagement=FORMS, chain=chain)
    vacancy = a_vacancy(app, employer, engagement=FORMS, sector="01.13")
    with app.extensions["fairshift"].sessions() as session:
        found = matching.matches_of_post(session, Ref("availability", lot))
    if not found:
        return None
    return Matched(app, provider, employer, lot, vacancy, the_match(app, lot, vacancy))


def test_a_chain_that_nobody_declared_bars_nothing(app: Flask) -> None:
    assert a_market(app)


def test_a_licensed_sub_agent_bars_nothing(app: Flask) -> None:
    assert a_market(app, SubAgent("Boston Crews", "GB", "gb-fwa", "FEN0088"))


def test_a_sub_agent_without_licence_bars_the_lot(app: Flask) -> None:
    assert a_market(app, SubAgent("Boston Crews", "GB")) is None


def test_a_list_that_stops_a_sub_agent_stops_the_match(app: Flask) -> None:
    at = a_market(app, SubAgent("Boston Crews", "GB", "gb-fwa", "FEN0088"))
    assert at
    line = ListedLicence(2, "FEN-0088", "Boston Crews", RegisterStatus.SUSPENDED, (), None, None)
    ours = ListedLicence(3, "FEN0001", "Fenland Labour", RegisterStatus.ACTIVE, (), None, None)
    transactor = app.extensions["fairshift"].transactor
    transactor.perform(import_register, SYSTEM, "gb-fwa", "list.csv", [line, ours], is_whole=True)
    job(at, rematch_marked)
    judged = at.do(check_again, at.match_id)
    assert not isinstance(judged, NoSuchMatch)
    assert judged.failed == (Gate.COMPLIANCE,)
    with at.reading() as session:
        found = matching.match(session, at.match_id)
    assert found is not None
    assert found.held
