"""Licences looked up, watched, and told as they were at a moment."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Thread
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from sqlalchemy import text

from portal.kernel.events import SYSTEM, ActorId
from portal.organisations import service
from portal.organisations.domain.chains import Chain, SubAgent, ThroughAgents
from portal.organisations.domain.licences import LicenceStatus, SupplyLicence
from portal.organisations.domain.registers import (
    CheckSource,
    Evidence,
    NotInRegister,
    RegisterEntry,
    RegisterSilent,
    RegisterStatus,
    SeenByHand,
)
from portal.organisations.licence_queries import (
    KnownLicence,
    chain_verdict,
    checks_of,
    known_licences_of,
    latest_lists,
    licences_as_of,
    stale_licences,
)
from portal.organisations.register_files import ListedLicence
from portal.organisations.service.registers import RegisterTaken, import_register
from tests.builders.accounts import an_operator, transactor_of
from tests.builders.organisations import SignedUp, an_approved_provider

START = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=False) as travelled:
        yield travelled


@pytest.fixture
def who(app: Flask, clock: time_machine.Traveller) -> SignedUp:
    return an_approved_provider(app)


def the_licence(app: Flask, who: SignedUp) -> KnownLicence:
    with app.extensions["fairshift"].sessions() as session:
        [found] = known_licences_of(session, who.organisation_id)
        return found


def listed(
    app: Flask,
    who: SignedUp,
    status: RegisterStatus = RegisterStatus.ACTIVE,
    *,
    number: str = "FEN-0001",
    is_whole: bool = True,
    valid_to: date | None = None,
) -> RegisterTaken:
    """Take over a list with one line for the organisation."""
    name = the_licence(app, who).organisation
    line = ListedLicence(2, number, name, status, (), None, valid_to)
    return transactor_of(app).perform(
        import_register, SYSTEM, "gb-fwa", "register.csv", [line], is_whole=is_whole
    )


def seen(app: Flask, who: SignedUp, status: RegisterStatus) -> None:
    known = the_licence(app, who)
    entry = RegisterEntry(
        known.licence.number, known.organisation, status, Evidence(date(2027, 3, 1), "https://r.example")
    )
    transactor_of(app).perform(service.check_licence, ActorId(an_operator(app)), known.id, SeenByHand(entry))


def watch(app: Flask) -> int:
    return transactor_of(app).perform(service.watch_licences, SYSTEM)


def kept(app: Flask, licence_id: UUID) -> list[CheckSource]:
    with app.extensions["fairshift"].sessions() as session:
        return [one.source for one in checks_of(session, licence_id)]


def test_a_check_is_kept_with_its_evidence(app: Flask, who: SignedUp) -> None:
    seen(app, who, RegisterStatus.SUSPENDED)
    known = the_licence(app, who)
    assert known.licence.status is LicenceStatus.SUSPENDED
    assert known.last is not None
    assert (known.last.page, known.last.register_status) == ("https://r.example", RegisterStatus.SUSPENDED)
    assert kept(app, known.id) == [CheckSource.BY_HAND, CheckSource.DECLARATION]


@pytest.mark.parametrize("statement", ["UPDATE licence_check SET note = 'x'", "DELETE FROM licence_check"])
def test_a_check_is_never_changed(app: Flask, who: SignedUp, statement: str) -> None:
    engine = app.extensions["fairshift"].engine
    with pytest.raises(Exception, match="never changed"), engine.begin() as connection:
        connection.execute(text(statement))


def test_a_licence_whose_last_day_is_over_lapses_without_anybody(
    app: Flask, who: SignedUp, clock: time_machine.Traveller
) -> None:
    last = the_licence(app, who).licence.valid_to
    assert last is not None
    clock.move_to(datetime(last.year, last.month, last.day, 23, 0, tzinfo=UTC))
    assert watch(app) == 0
    clock.shift(timedelta(hours=2))
    assert watch(app) == 1
    assert watch(app) == 0
    known = the_licence(app, who)
    assert known.licence.status is LicenceStatus.LAPSED
    assert kept(app, known.id)[0] is CheckSource.DATES


def test_a_list_confirms_and_stops_the_licences_of_its_authority_at_once(app: Flask, who: SignedUp) -> None:
    assert listed(app, who).checks == 1
    assert the_licence(app, who).licence.status is LicenceStatus.CHECKED
    listed(app, who, RegisterStatus.WITHDRAWN)
    assert the_licence(app, who).licence.status is LicenceStatus.WITHDRAWN


def test_a_whole_list_without_the_number_stops_the_licence_and_a_part_does_not(
    app: Flask, who: SignedUp
) -> None:
    listed(app, who, number="SOMEBODY1", is_whole=False)
    assert the_licence(app, who).licence.status is LicenceStatus.DECLARED
    listed(app, who, number="SOMEBODY1")
    known = the_licence(app, who)
    assert known.licence.status is LicenceStatus.WITHDRAWN
    assert known.last is not None
    assert known.last.register_status is RegisterStatus.NOT_FOUND


def test_the_watch_keeps_the_same_answer_once_a_week(
    app: Flask, who: SignedUp, clock: time_machine.Traveller
) -> None:
    listed(app, who)
    clock.shift(timedelta(days=6))
    assert watch(app) == 0
    clock.shift(timedelta(days=1))
    assert watch(app) == 1
    assert watch(app) == 0


def test_an_older_list_does_not_undo_what_somebody_saw_later(
    app: Flask, who: SignedUp, clock: time_machine.Traveller
) -> None:
    listed(app, who)
    clock.shift(timedelta(days=1))
    seen(app, who, RegisterStatus.SUSPENDED)
    clock.shift(timedelta(days=8))
    watch(app)
    assert the_licence(app, who).licence.status is LicenceStatus.SUSPENDED
    listed(app, who)
    assert the_licence(app, who).licence.status is LicenceStatus.CHECKED


def test_a_list_that_has_become_old_stays_silent(
    app: Flask, who: SignedUp, clock: time_machine.Traveller
) -> None:
    listed(app, who)
    clock.shift(timedelta(days=31))
    assert watch(app) == 0
    with app.extensions["fairshift"].sessions() as session:
        [stale] = stale_licences(session, date(2027, 4, 1))
        assert stale.organisation_id == who.organisation_id
        assert [one.name for one in latest_lists(session)] == ["register.csv"]


def test_a_silent_register_changes_nothing(app: Flask, who: SignedUp) -> None:
    class Broken:
        source = CheckSource.INTERFACE

        def look_up(self, number: str) -> RegisterSilent:
            return RegisterSilent("no answer in time")

    known = the_licence(app, who)
    outcome = transactor_of(app).perform(service.check_licence, SYSTEM, known.id, Broken())
    assert outcome == RegisterSilent("no answer in time")
    assert the_licence(app, who) == known


def test_the_licence_is_told_as_it_was_then_and_as_it_is_now(
    app: Flask, who: SignedUp, clock: time_machine.Traveller
) -> None:
    clock.shift(timedelta(days=1))
    seen(app, who, RegisterStatus.ACTIVE)
    clock.shift(timedelta(days=1))
    seen(app, who, RegisterStatus.WITHDRAWN)
    with app.extensions["fairshift"].sessions() as session:

        def known(days: int) -> list[tuple[LicenceStatus, CheckSource | None]]:
            then = licences_as_of(session, who.organisation_id, START + timedelta(days=days, hours=1))
            return [(licence.status, check.source if check else None) for licence, check in then]

        assert known(-1) == []
        assert known(0) == [(LicenceStatus.DECLARED, CheckSource.DECLARATION)]
        assert known(1) == [(LicenceStatus.CHECKED, CheckSource.BY_HAND)]
        assert known(2) == [(LicenceStatus.WITHDRAWN, CheckSource.BY_HAND)]


def test_renewing_a_lapsed_licence_declares_it_and_washing_a_suspended_one_does_not(
    app: Flask, who: SignedUp, clock: time_machine.Traveller
) -> None:
    known = the_licence(app, who)
    renewed = SupplyLicence("gb-fwa", "FEN0001", "GB", (), date(2020, 1, 1), date(2030, 1, 1))
    clock.move_to(datetime(2028, 6, 1, tzinfo=UTC))
    watch(app)

    def say_it_is_renewed() -> None:
        me = ActorId(who.person_id)
        perform = transactor_of(app).perform
        perform(service.change_licence, me, who.organisation_id, known.id, renewed)

    say_it_is_renewed()
    assert the_licence(app, who).licence.status is LicenceStatus.DECLARED
    seen(app, who, RegisterStatus.SUSPENDED)
    say_it_is_renewed()
    assert the_licence(app, who).licence.status is LicenceStatus.SUSPENDED


def test_a_sub_agent_is_judged_by_what_the_portal_knows_of_its_licence(app: Flask, who: SignedUp) -> None:
    agent = SubAgent("Fenland Crews", "GB", "gb-fwa", "fen 0001")
    chain = Chain(ThroughAgents.YES, (agent,))

    def unlicensed() -> int:
        with app.extensions["fairshift"].sessions() as session:
            judged = chain_verdict(session, chain, "GB", "01", "agency", date(2027, 3, 1))
            return len(judged.unlicensed)

    assert unlicensed() == 0
    seen(app, who, RegisterStatus.SUSPENDED)
    assert unlicensed() == 1


def test_not_found_by_hand_stops_the_licence(app: Flask, who: SignedUp) -> None:
    answer = NotInRegister(Evidence(date(2027, 3, 1), "https://r.example"))
    known = the_licence(app, who)
    transactor_of(app).perform(service.check_licence, SYSTEM, known.id, SeenByHand(answer))
    assert the_licence(app, who).licence.status is LicenceStatus.WITHDRAWN


def test_a_list_is_taken_over_on_the_command_line(app: Flask, who: SignedUp, tmp_path: Path) -> None:
    name = the_licence(app, who).organisation
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text(f"number,name,status\nFEN0001,{name},suspended\n", encoding="utf-8")
    bad.write_text("number,name,status\nFEN0001,,asleep\n", encoding="utf-8")
    run = app.test_cli_runner().invoke
    wrong = run(args=["organisations", "import-register", "GLAA", str(bad)])
    assert wrong.exit_code == 1
    assert "line 2, name" in wrong.output
    assert "line 2, status" in wrong.output
    done = run(args=["organisations", "import-register", "GLAA", str(good)])
    assert done.exit_code == 0, done.output
    assert the_licence(app, who).licence.status is LicenceStatus.SUSPENDED
    assert run(args=["organisations", "import-register", "Nobody", str(good)]).exit_code == 2
    assert run(args=["organisations", "import-register", "GLAA", str(tmp_path / "no.csv")]).exit_code == 2


def test_a_list_passes_over_no_licence_that_the_watch_is_just_looking_at(app: Flask, who: SignedUp) -> None:
    engine = app.extensions["fairshift"].engine
    lock = "SELECT id FROM supply_licence" + (" FOR UPDATE" if engine.dialect.name == "postgresql" else "")

    def take_over() -> None:
        with app.app_context():
            listed(app, who, RegisterStatus.SUSPENDED)

    taking_over = Thread(target=take_over)
    with engine.connect() as watching:
        watching.execute(text(lock)).all()
        taking_over.start()
        taking_over.join(timeout=0.5)
    taking_over.join()
    assert the_licence(app, who).licence.status is LicenceStatus.SUSPENDED
