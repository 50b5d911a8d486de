"""Accounts on a real database: tries, sessions, events, commands."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts import queries, service
from portal.accounts.domain import TooManyTries, TryKind
from portal.accounts.queries import Credentials
from portal.accounts.secrets import hash_password
from portal.accounts.service import EmailTaken, Registered, SignInRefused
from portal.audit.queries import trail
from portal.infra import clock
from portal.infra.unit_of_work import Work
from portal.kernel.events import SYSTEM, Ref
from portal.kernel.viewer import StaffRole
from portal.notifications.models import Mail
from tests.builders.accounts import a_person, a_staff_person, transactor_of


def actions_about(app: Flask, person_id: UUID) -> list[str]:
    with app.extensions["fairshift"].sessions() as session:
        return [entry.action for entry in trail(session, [Ref("person", person_id)])]


def test_of_thirty_simultaneous_tries_ten_are_let_through(app: Flask) -> None:
    perform = transactor_of(app).perform

    def attempt(_: int) -> object:
        return perform(service.count_try, SYSTEM, TryKind.SIGN_IN, "ada@work.example", "192.0.2.1")

    with ThreadPoolExecutor(15) as pool:
        outcomes = list(pool.map(attempt, range(30)))
    assert sum(not isinstance(one, TooManyTries) for one in outcomes) == 10


def test_tries_at_many_accounts_from_one_address_are_limited_together(app: Flask) -> None:
    def count(work: Work) -> list[int | TooManyTries]:
        return [service.count_try(work, TryKind.SIGN_IN_ANYWHERE, "192.0.2.1") for _ in range(301)]

    *within, beyond = transactor_of(app).perform(count, SYSTEM)
    assert within == list(range(1, 301))
    assert isinstance(beyond, TooManyTries)
    assert transactor_of(app).perform(service.count_try, SYSTEM, TryKind.SIGN_IN_ANYWHERE, "192.0.2.2") == 1


def test_a_failed_sign_in_is_recorded_without_the_address(app: Flask) -> None:
    person = a_person(app, email="ada@work.example")
    credentials = Credentials(person, "whatever")
    outcome = transactor_of(app).perform(service.sign_in, SYSTEM, credentials, is_right=False)
    assert isinstance(outcome, SignInRefused)
    with app.extensions["fairshift"].engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM audit_event").all()
    assert any("accounts:session:fail" in str(row) for row in rows)
    assert not any("ada@work" in str(row) for row in rows)


def test_a_password_that_changed_meanwhile_does_not_open_a_session(app: Flask) -> None:
    person = a_person(app)
    with app.extensions["fairshift"].sessions() as session:
        before = queries.credentials_of_person(session, person)
    perform = transactor_of(app).perform
    perform(service.change_password, SYSTEM, person, hash_password("another long phrase", "low"), person)
    assert isinstance(perform(service.sign_in, SYSTEM, before, is_right=True), SignInRefused)


def test_one_address_has_one_account_however_it_is_written(app: Flask) -> None:
    first = a_person(app, email="Ada@Work.example")
    outcome = transactor_of(app).perform(
        service.register_person, SYSTEM, name="Ada", email="ada@work.EXAMPLE", password_hash=None
    )
    assert outcome == EmailTaken(first)


def test_of_two_simultaneous_registrations_one_makes_the_account(app: Flask) -> None:
    perform = transactor_of(app).perform

    def register(_: int) -> object:
        with app.app_context():
            return perform(
                service.register_person, SYSTEM, name="Ada", email="ada@work.example", password_hash=None
            )

    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(register, range(6)))
    assert sum(isinstance(one, Registered) for one in outcomes) == 1
    assert sum(isinstance(one, EmailTaken) for one in outcomes) == 5


def test_what_happens_to_an_account_is_on_its_trail(app: Flask) -> None:
    person = a_person(app)
    perform = transactor_of(app).perform
    token = perform(service.open_session, SYSTEM, person).token
    perform(service.sign_out, SYSTEM, token)
    perform(service.change_profile, SYSTEM, person, name="Ada", language="pl")
    assert actions_about(app, person) == [
        "accounts:person:register",
        "accounts:session:open",
        "accounts:session:close",
        "accounts:person:change",
    ]


def test_old_sessions_links_and_counts_are_forgotten(app: Flask) -> None:
    person = a_person(app, email="ada@work.example")
    transactor = transactor_of(app)
    transactor.perform(service.open_session, SYSTEM, person)
    transactor.perform(service.ask_password_reset, SYSTEM, "ada@work.example")
    transactor.perform(service.count_try, SYSTEM, TryKind.SIGN_IN, "ada")
    later = type(transactor)(transactor.sessions, lambda: clock.now() + timedelta(days=30))
    later.perform(service.forget_stale, SYSTEM)
    with app.extensions["fairshift"].engine.connect() as connection:
        for table in ("account_session", "account_link", "try_count"):
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 0, table


def test_the_command_makes_staff_and_prints_a_link_that_works_once(app: Flask) -> None:
    command = [
        "accounts", "create-staff", "stef@portal.example",
        "--role", "operator", "--role", "compliance", "--name", "Stef Aldwin",
    ]  # fmt: skip
    result = app.test_cli_runner().invoke(args=command)
    assert result.exit_code == 0, result.output
    link = result.output.split()[-1]
    assert link.startswith("http://portal.test/choose-password/")
    with app.extensions["fairshift"].sessions() as session:
        person = queries.person_by_email(session, "stef@portal.example")
    assert person is not None
    assert person.staff == {StaffRole.OPERATOR, StaffRole.COMPLIANCE}
    perform = transactor_of(app).perform
    token = link.rpartition("/")[2]
    first = perform(service.choose_password, SYSTEM, token, hash_password("x", "low"))
    second = perform(service.choose_password, SYSTEM, token, hash_password("x", "low"))
    assert not isinstance(first, service.LinkSpent)
    assert isinstance(second, service.LinkSpent)


def test_the_command_says_where_its_link_leads_unless_that_was_chosen(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = ["accounts", "create-staff", "stef@portal.example", "--role", "operator"]
    monkeypatch.delenv("PORT", raising=False)
    monkeypatch.delenv("PUBLIC_URL", raising=False)
    assert "set PUBLIC_URL" in app.test_cli_runner().invoke(args=command).stderr
    monkeypatch.setenv("PORT", "8302")
    assert "set PUBLIC_URL" not in app.test_cli_runner().invoke(args=command).stderr


def test_the_command_refuses_what_is_no_address(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["accounts", "create-staff", "stef", "--role", "operator"])
    assert result.exit_code == 2
    assert "Enter an e-mail address" in result.output


def test_staff_are_found_by_their_role(app: Flask) -> None:
    operator = a_staff_person(app, StaffRole.OPERATOR)
    both = a_staff_person(app, StaffRole.OPERATOR, StaffRole.COMPLIANCE)
    with app.extensions["fairshift"].sessions() as session:
        operators = {one.id for one in queries.staff_with(session, StaffRole.OPERATOR)}
        compliance = {one.id for one in queries.staff_with(session, StaffRole.COMPLIANCE)}
    assert operators == {operator, both}
    assert compliance == {both}


def test_no_mail_is_queued_for_an_address_that_nobody_has(app: Flask) -> None:
    transactor_of(app).perform(service.ask_password_reset, SYSTEM, "nobody@work.example")
    with app.extensions["fairshift"].sessions() as session:
        assert session.scalars(select(Mail)).all() == []


def test_mail_for_a_person_goes_to_a_confirmed_address_only(app: Flask) -> None:
    person = a_person(app, email="ada@work.example")
    unconfirmed = transactor_of(app).perform(
        service.register_person, SYSTEM, name="Ben", email="ben@work.example", password_hash=None
    )
    assert isinstance(unconfirmed, Registered)
    with app.extensions["fairshift"].sessions() as session:
        address = queries.address_of(session, person)
        assert address is not None
        assert address.email == "ada@work.example"
        assert queries.address_of(session, unconfirmed.person_id) is None
