"""What staff are asked to look at: shared contacts and bursts; neither stops anything."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from portal.compliance.errands import service
from portal.compliance.errands.domain import ErrandKind
from portal.compliance.errands.queries import errands_on
from portal.compliance.errands.service import finish_errand
from portal.compliance.findings.queries import findings_of
from portal.kernel.events import Ref
from portal.placements.models import WorkerAct
from portal.placements.offers.service.forgetting import AFTER_AN_OFFER, forget_workers
from portal.placements.offers.service.watching import forget_acts, watch
from portal.workers.own_contact import Contact
from tests.builders.placements import Matched, accepts, agreed, code, job, offered, opened

FIVE = ("Ana Petrova", "Ion Rusu", "Maria Lungu", "Dan Fenn", "Eva Marsh")
ONE = Contact("+40721234567")


def flags(at: Matched) -> list[ErrandKind]:
    """What staff are asked to look into of the provider, who reads nothing of it among its findings."""
    ref = Ref("organisation", at.provider.organisation_id)
    with at.reading() as session:
        assert findings_of(session, ref) == []
        return [one.kind for one in errands_on(session, ref)]


def test_two_names_with_one_own_phone_are_put_before_staff_once(at: Matched) -> None:
    first, second, third = offered(at, agreed(at), *FIVE[:3])
    opened(at, first, ONE)
    assert flags(at) == []
    opened(at, second, ONE)
    opened(at, third, ONE)
    assert flags(at) == [ErrandKind.SHARED_CONTACT]


def test_an_own_phone_that_another_worker_is_listed_with_is_put_before_staff(at: Matched) -> None:
    offer, _ = offered(at, agreed(at), "Ana Petrova", "Ion Rusu, +40721234567")
    opened(at, offer, ONE)
    assert flags(at) == [ErrandKind.SHARED_CONTACT]


def test_five_workers_on_one_browser_are_a_burst_and_may_still_accept(at: Matched) -> None:
    made = offered(at, agreed(at), *FIVE)
    for n, one in enumerate(made):
        at.do(watch, code(one), "this browser", f"network {n}")
        assert flags(at) == ([ErrandKind.BURST] if n == 4 else [])
    assert accepts(at, made[4])


def test_five_workers_on_one_network_are_a_burst_within_three_minutes_only(
    at: Matched, clock: time_machine.Traveller
) -> None:
    made = offered(at, agreed(at), *FIVE)
    for n, one in enumerate(made):
        at.do(watch, code(one), f"browser {n}", "this network")
        clock.shift(timedelta(seconds=50))
    assert flags(at) == []
    for n, one in enumerate(made):
        at.do(watch, code(one), f"browser {n}", "this network")
    assert flags(at) == [ErrandKind.BURST]


def test_from_where_workers_acted_is_forgotten_after_a_day(
    at: Matched, clock: time_machine.Traveller
) -> None:
    [offer] = offered(at, agreed(at), "Ana Petrova")
    at.do(watch, code(offer), "browser", "network")
    clock.shift(timedelta(days=1, seconds=1))
    job(at, forget_acts)
    with at.reading() as session:
        assert session.scalars(select(WorkerAct)).all() == []


def test_two_bursts_of_which_neither_sees_the_other_are_put_before_staff_once(
    at: Matched, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = offered(at, agreed(at), *FIVE)
    for one in made:
        at.do(watch, code(one), "this browser", "this network")
    monkeypatch.setattr(service, "_open", lambda work, about: [])
    at.do(watch, code(made[0]), "this browser", "this network")
    assert flags(at) == [ErrandKind.BURST]


def test_what_was_noted_of_several_workers_is_forgotten_half_a_year_after_it_was_looked_into(
    at: Matched, clock: time_machine.Traveller
) -> None:
    for one in offered(at, agreed(at), *FIVE):
        at.do(watch, code(one), "this browser", "this network")
    clock.shift(AFTER_AN_OFFER)
    job(at, forget_workers)
    with at.reading() as session:
        [burst] = errands_on(session, Ref("organisation", at.provider.organisation_id))
    at.do(finish_errand, burst.id, "Ana and Ion sat in one office.", by=at.employer)
    clock.shift(AFTER_AN_OFFER - timedelta(seconds=1))
    job(at, forget_workers)
    assert flags(at) == [ErrandKind.BURST]
    clock.shift(timedelta(seconds=1))
    job(at, forget_workers)
    assert flags(at) == []
