"""Signing in: the password's part."""

from dataclasses import dataclass

from portal.accounts.domain import Stage
from portal.accounts.events import SignInFailed
from portal.accounts.models import PersonRow
from portal.accounts.queries import Credentials
from portal.accounts.service.sessions import SessionOpened, open_session
from portal.infra.unit_of_work import Work


@dataclass(frozen=True)
class SignInRefused:
    """Wrong address, wrong password or not confirmed: all the same to whoever tries. Recorded."""


def sign_in(work: Work, credentials: Credentials | None, *, is_right: bool) -> SessionOpened | SignInRefused:
    """Begin a session for somebody whose password was compared with `credentials` just before.

    The slow comparison happens before the transaction; a password changed since then is noticed here.
    """
    person = work.session.get(PersonRow, credentials.person_id) if credentials else None
    unchanged = person is not None and credentials and person.password_hash == credentials.password_hash
    if person is None or not unchanged or not is_right:
        work.emit(
            SignInFailed(
                at=work.now,
                by=work.actor,
                attempt_id=work.new_id(),
                person_id=credentials.person_id if credentials else None,
            )
        )
        return SignInRefused()
    return open_session(work, person.id, _stage(person))


def _stage(person: PersonRow) -> Stage:
    if person.totp_sealed:
        return Stage.SECOND_FACTOR
    return Stage.ENROL if person.staff_roles else Stage.OPEN
