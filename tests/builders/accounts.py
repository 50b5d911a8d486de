"""People for tests, and their browsers."""

from urllib.parse import urlsplit
from uuid import UUID, uuid4

import pyotp
from flask import Flask
from sqlalchemy import select

from portal.accounts import service
from portal.accounts.secrets import hash_password
from portal.accounts.service import Registered, SessionOpened
from portal.app import Services
from portal.infra.unit_of_work import Transactor
from portal.kernel.events import SYSTEM
from portal.kernel.viewer import StaffRole
from portal.notifications.models import Mail
from tests.slates import remembered
from tests.web_client import ReviewingClient

PASSWORD = "seven-harbours-of-brine"


def transactor_of(app: Flask) -> Transactor:
    """The road of every act in the portal under test."""
    services: Services = app.extensions["fairshift"]
    return services.transactor


def a_person(app: Flask, *, email: str | None = None, name: str = "Ada Marsh") -> UUID:
    """Somebody with a confirmed address and the password `PASSWORD`."""
    registered = transactor_of(app).perform(
        service.register_person,
        SYSTEM,
        name=name,
        email=email or f"person-{uuid4().hex[:12]}@work.example",
        password_hash=hash_password(PASSWORD, "low"),
        is_confirmed=True,
    )
    assert isinstance(registered, Registered)
    return registered.person_id


@remembered
def a_staff_person(app: Flask, *roles: StaffRole, email: str | None = None) -> UUID:
    """Somebody on the staff, with the second factor on (see `second_factor_of`)."""
    email = email or f"staff-{uuid4().hex[:12]}@portal.example"
    person_id = a_person(app, email=email, name="Stef Aldwin")
    transactor_of(app).perform(
        service.appoint_staff, SYSTEM, email=email, name="Stef Aldwin", roles=roles or (StaffRole.OPERATOR,)
    )
    return person_id


def an_operator(app: Flask) -> UUID:
    """Somebody who decides on applications."""
    return a_staff_person(app, StaffRole.OPERATOR)


def a_compliance_officer(app: Flask) -> UUID:
    """Somebody who looks after fairness."""
    return a_staff_person(app, StaffRole.COMPLIANCE)


def turn_on_second_factor(app: Flask, person_id: UUID) -> str:
    """Give a person a second factor; returns its secret. The code of this moment is spent by it."""
    secret = pyotp.random_base32()
    done = transactor_of(app).perform(
        service.turn_on_second_factor, SYSTEM, person_id, secret, pyotp.TOTP(secret).now()
    )
    assert isinstance(done, service.SecondFactorOn)
    return secret


def sign_in(client: ReviewingClient, app: Flask, person_id: UUID) -> None:
    """Sign a person in in this browser, without the pages; whoever was signed in before is gone."""
    opened: SessionOpened = transactor_of(app).perform(service.open_session, SYSTEM, person_id)
    with client.http.session_transaction() as session:
        session.clear()
        session["_user_id"] = opened.token
        session["_fresh"] = True


def a_browser_of(app: Flask, person_id: UUID) -> ReviewingClient:
    """A browser in which this person is signed in."""
    client = ReviewingClient(app)
    sign_in(client, app, person_id)
    return client


def last_mail(app: Flask, template: str) -> dict[str, object]:
    """The facts of the newest mail in the outbox that was made from this template."""
    with app.extensions["fairshift"].sessions() as session:
        wanted = select(Mail).where(Mail.template == template).order_by(Mail.queued_at.desc())
        found = session.scalars(wanted).first()
        assert found is not None, f"no mail {template}"
        return {"to": found.recipient, **found.facts}


def mails(app: Flask) -> list[str]:
    """The templates of all mails in the outbox, oldest first."""
    with app.extensions["fairshift"].sessions() as session:
        return list(session.scalars(select(Mail.template).order_by(Mail.queued_at, Mail.id)))


def link_in(mail: dict[str, object]) -> str:
    """The path to which a mail's button leads."""
    return urlsplit(str(mail["url"])).path
