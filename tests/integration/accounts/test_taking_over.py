"""Whoever once had a foot in the door does not keep it there."""

from uuid import UUID

import pyotp
from flask import Flask

from portal.accounts import queries, service
from portal.accounts.domain import Stage
from portal.accounts.secrets import hash_password
from portal.accounts.service import LinkSpent, NothingToProve, SecondFactorOn
from portal.infra import clock
from portal.kernel.events import SYSTEM, ActorId
from portal.kernel.viewer import StaffRole
from tests.builders.accounts import a_person, a_staff_person, last_mail, link_in, transactor_of

OLD = "ada@work.example"
PASSPHRASE = hash_password("another long phrase", "low")


def _token(app: Flask, template: str) -> str:
    return link_in(last_mail(app, f"accounts/{template}")).rpartition("/")[2]


def _asked_for_a_reset(app: Flask) -> str:
    transactor_of(app).perform(service.ask_password_reset, SYSTEM, OLD)
    return _token(app, "choose_password")


def _asked_for_another_address(app: Flask, person: UUID) -> str:
    transactor_of(app).perform(service.ask_email_change, ActorId(person), person, "other@elsewhere.example")
    return _token(app, "change_email")


def test_a_reset_link_in_the_old_mailbox_opens_nothing_after_the_address_changed(app: Flask) -> None:
    person, perform = a_person(app, email=OLD), transactor_of(app).perform
    reset = _asked_for_a_reset(app)
    perform(service.change_email, ActorId(person), _asked_for_another_address(app, person))
    assert isinstance(perform(service.choose_password, SYSTEM, reset, PASSPHRASE), LinkSpent)


def test_a_change_of_address_that_a_thief_asked_for_ends_with_the_new_password(app: Flask) -> None:
    person, perform = a_person(app, email=OLD), transactor_of(app).perform
    theirs = _asked_for_another_address(app, person)
    perform(service.choose_password, SYSTEM, _asked_for_a_reset(app), PASSPHRASE)
    assert isinstance(perform(service.change_email, ActorId(person), theirs), LinkSpent)


def test_a_session_without_second_factor_does_not_become_one_of_staff(app: Flask) -> None:
    person, perform = a_person(app, email=OLD), transactor_of(app).perform
    opened = perform(service.open_session, SYSTEM, person)
    perform(service.appoint_staff, SYSTEM, email=OLD, name="Ada", roles=(StaffRole.OPERATOR,))
    with app.extensions["fairshift"].sessions() as session:
        assert queries.open_session(session, opened.token, clock.now()) is None


def test_staff_who_turn_the_second_factor_off_are_signed_out(app: Flask) -> None:
    person, perform = a_staff_person(app), transactor_of(app).perform
    opened = perform(service.open_session, SYSTEM, person)
    perform(service.turn_off_second_factor, ActorId(person), person)
    with app.extensions["fairshift"].sessions() as session:
        assert queries.open_session(session, opened.token, clock.now()) is None


def test_a_sign_in_begun_earlier_does_not_replace_the_second_factor(app: Flask) -> None:
    person, perform = a_person(app, email=OLD), transactor_of(app).perform
    perform(service.appoint_staff, SYSTEM, email=OLD, name="Ada", roles=(StaffRole.OPERATOR,))
    thief = perform(service.open_session, SYSTEM, person, Stage.ENROL)
    ada = perform(service.open_session, SYSTEM, person, Stage.ENROL)

    def set_up(token: str) -> object:
        secret = pyotp.random_base32()
        typed = pyotp.TOTP(secret).at(clock.now())
        return perform(service.turn_on_second_factor, SYSTEM, person, secret, typed, token)

    assert isinstance(set_up(ada.token), SecondFactorOn)
    assert isinstance(set_up(thief.token), NothingToProve)
