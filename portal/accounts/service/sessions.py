"""Opening and ending the sessions in which people are signed in."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, update

from portal.accounts.domain import SessionLimits, Stage, limits_of
from portal.accounts.events import SignedIn, SignedOut, SignedOutEverywhere
from portal.accounts.models import AccountLinkRow, AccountSessionRow, TryCountRow
from portal.accounts.queries import sessions_of
from portal.accounts.secrets import new_token, token_hash
from portal.infra.unit_of_work import Work
from portal.kernel.events import ActorId


@dataclass(frozen=True)
class SessionOpened:
    """A session began; the browser keeps the token, the portal only its hash."""

    token: str
    person_id: UUID
    stage: Stage


def open_session(work: Work, person_id: UUID, stage: Stage = Stage.OPEN) -> SessionOpened:
    """Begin a session for a person who has proved who they are, as far as `stage` says."""
    token = new_token()
    work.session.add(
        AccountSessionRow(
            id=work.new_id(),
            person_id=person_id,
            token_hash=token_hash(token),
            stage=stage,
            created_at=work.now,
            last_seen_at=work.now,
            acting_organisation_id=None,
        )
    )
    if stage is Stage.OPEN:
        work.emit(SignedIn(at=work.now, by=ActorId(person_id), person_id=person_id))
    return SessionOpened(token, person_id, stage)


def touch_session(work: Work, session_id: UUID) -> None:
    """Note that a person is still there."""
    work.session.execute(
        update(AccountSessionRow).where(AccountSessionRow.id == session_id).values(last_seen_at=work.now)
    )


def act_for(work: Work, session_id: UUID, organisation_id: UUID) -> None:
    """From now on, in this browser, act for another organisation; membership is judged at each page."""
    work.session.execute(
        update(AccountSessionRow)
        .where(AccountSessionRow.id == session_id)
        .values(acting_organisation_id=organisation_id)
    )


def sign_out(work: Work, token: str) -> None:
    """End the session of this browser; doing it twice does no harm."""
    ended = work.session.scalar(
        delete(AccountSessionRow)
        .where(AccountSessionRow.token_hash == token_hash(token))
        .returning(AccountSessionRow.person_id)
    )
    if ended is not None:
        work.emit(SignedOut(at=work.now, by=work.actor, person_id=ended))


def sign_out_everywhere(work: Work, person_id: UUID, *, but: UUID | None = None) -> None:
    """End all sessions of a person, except the one with the id `but`."""
    count = sessions_of(work.session, person_id)
    ending = delete(AccountSessionRow).where(AccountSessionRow.person_id == person_id)
    work.session.execute(ending if but is None else ending.where(AccountSessionRow.id != but))
    work.emit(
        SignedOutEverywhere(
            at=work.now, by=work.actor, person_id=person_id, sessions=count - (but is not None)
        )
    )


def forget_stale(work: Work) -> None:
    """Drop sessions past every limit, links long expired and counts of tries of past days."""
    longest: SessionLimits = limits_of(Stage.OPEN, is_staff=False)
    drop = (
        delete(AccountSessionRow).where(AccountSessionRow.created_at < work.now - longest.absolute),
        delete(AccountLinkRow).where(AccountLinkRow.expires_at < work.now - timedelta(days=7)),
        delete(TryCountRow).where(TryCountRow.window < work.now - timedelta(days=2)),
    )
    for statement in drop:
        work.session.execute(statement)
