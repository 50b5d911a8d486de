"""The secret of a second factor lies encrypted in the database."""

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.models import PersonRow
from portal.accounts.service.second_factor import _secret_of
from tests.builders.accounts import a_compliance_officer, turn_on_second_factor


def stored(app: Flask, person_id):
    with app.extensions["fairshift"].sessions() as session:
        return session.scalar(select(PersonRow).where(PersonRow.id == person_id))


def test_the_secret_is_not_stored_in_the_clear(app: Flask) -> None:
    officer = a_compliance_officer(app)
    secret = turn_on_second_factor(app, officer)
    sealed = stored(app, officer).totp_sealed
    assert sealed
    assert secret.encode() not in sealed
    assert pyotp.TOTP(_secret_of(stored(app, officer))).secret == secret


def test_a_seal_opens_for_its_own_person_only(app: Flask) -> None:
    one, other = a_compliance_officer(app), a_compliance_officer(app)
    turn_on_second_factor(app, one)
    turn_on_second_factor(app, other)
    taken = stored(app, one)
    taken.totp_sealed = stored(app, other).totp_sealed
    assert not _secret_of(taken)


def test_after_the_secret_is_gone_the_second_factor_cannot_be_passed(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = a_compliance_officer(app)
    turn_on_second_factor(app, officer)
    monkeypatch.setitem(app.config, "SECRET_KEY", "another secret, long enough for that as well")
    assert not _secret_of(stored(app, officer))
