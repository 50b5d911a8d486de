"""The second factor: a code from an authenticator app, or one of ten recovery codes."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select

from portal.accounts.domain import (
    RECOVERY_CODES,
    CodeRight,
    CodeUsedBefore,
    CodeWrong,
    Stage,
    judge_code,
    recovery_code_key,
)
from portal.accounts.events import (
    RecoveryCodeUsed,
    SecondFactorFailed,
    SecondFactorTurnedOff,
    SecondFactorTurnedOn,
)
from portal.accounts.models import AccountSessionRow, PersonRow, RecoveryCodeRow
from portal.accounts.queries import open_session as find_session
from portal.accounts.queries import recovery_codes_left
from portal.accounts.secrets import new_recovery_code, token_hash
from portal.accounts.service.sessions import SessionOpened, open_session, sign_out_everywhere
from portal.infra import seal
from portal.infra.unit_of_work import Work
from portal.kernel.events import ActorId
from portal.kernel.outcomes import Refusal

_PURPOSE = "second factor"


@dataclass(frozen=True)
class NothingToProve(Refusal):
    """Nothing waits for a code: the sign-in was finished or took too long, or the second factor is on."""


@dataclass(frozen=True)
class SecondFactorRefused:
    """The code was wrong or used before. Recorded."""

    was_used: bool


@dataclass(frozen=True)
class SecondFactorOn:
    """The second factor is on. The recovery codes are shown this once; sign-in may be finished by it."""

    recovery_codes: tuple[str, ...]
    session: SessionOpened | None


def pass_second_factor(
    work: Work, half_token: str, typed: str
) -> SessionOpened | SecondFactorRefused | NothingToProve:
    """Finish a sign-in with a code from the app or a recovery code; the session gets a new token."""
    half = find_session(work.session, half_token, work.now)
    if half is None or half.stage is not Stage.SECOND_FACTOR:
        return NothingToProve()
    person = work.session.get_one(PersonRow, half.person_id, with_for_update=True)
    match judge_code(_secret_of(person), typed, person.totp_last_step, work.now):
        case CodeRight(step=step):
            person.totp_last_step = step
        case CodeUsedBefore():
            return _refused(work, person.id, was_used=True)
        case CodeWrong():
            if not _use_recovery_code(work, person.id, typed):
                return _refused(work, person.id, was_used=False)
    return _finish(work, half.id, person.id)


def turn_on_second_factor(
    work: Work, person_id: UUID, secret: str, typed: str, half_token: str | None = None
) -> SecondFactorOn | CodeWrong | CodeUsedBefore | NothingToProve:
    """Take `secret` as a person's second factor once they gave a right code of it.

    With `half_token`, this is the first sign-in of a member of staff, and finishes it. A second factor
    that is on stays: a sign-in that was begun before it must not replace it.
    """
    judged = judge_code(secret, typed, None, work.now)
    if not isinstance(judged, CodeRight):
        return judged
    person = work.session.get_one(PersonRow, person_id, with_for_update=True)
    if person.totp_sealed:
        return NothingToProve()
    person.totp_sealed = seal.close(_PURPOSE, secret.encode(), person.id.bytes)
    person.totp_last_step = judged.step
    work.emit(SecondFactorTurnedOn(at=work.now, by=ActorId(person_id), person_id=person_id))
    codes = renew_recovery_codes(work, person_id)
    half = find_session(work.session, half_token, work.now) if half_token else None
    session = _finish(work, half.id, person_id) if half and half.person_id == person_id else None
    return SecondFactorOn(codes, session)


def turn_off_second_factor(work: Work, person_id: UUID) -> SecondFactorTurnedOff:
    """Go back to the password alone; staff are signed out, and set it up anew at the next sign-in."""
    person = work.session.get_one(PersonRow, person_id, with_for_update=True)
    person.totp_sealed = person.totp_last_step = None
    work.session.execute(delete(RecoveryCodeRow).where(RecoveryCodeRow.person_id == person_id))
    off = SecondFactorTurnedOff(at=work.now, by=work.actor, person_id=person_id)
    work.emit(off)
    if person.staff_roles:
        sign_out_everywhere(work, person_id)
    return off


def renew_recovery_codes(work: Work, person_id: UUID) -> tuple[str, ...]:
    """Ten fresh recovery codes; the earlier ones stop working."""
    work.session.execute(delete(RecoveryCodeRow).where(RecoveryCodeRow.person_id == person_id))
    codes = tuple(new_recovery_code() for _ in range(RECOVERY_CODES))
    for code in codes:
        hashed = token_hash(recovery_code_key(code))
        work.session.add(
            RecoveryCodeRow(id=work.new_id(), person_id=person_id, code_hash=hashed, used_at=None)
        )
    return codes


def _use_recovery_code(work: Work, person_id: UUID, typed: str) -> bool:
    row = work.session.scalar(
        select(RecoveryCodeRow)
        .where(
            RecoveryCodeRow.person_id == person_id,
            RecoveryCodeRow.code_hash == token_hash(recovery_code_key(typed)),
            RecoveryCodeRow.used_at.is_(None),
        )
        .with_for_update()
    )
    if row is None:
        return False
    row.used_at = work.now
    work.session.flush()
    left = recovery_codes_left(work.session, person_id)
    work.emit(RecoveryCodeUsed(at=work.now, by=ActorId(person_id), person_id=person_id, left=left))
    return True


def _finish(work: Work, half_id: UUID, person_id: UUID) -> SessionOpened:
    work.session.execute(delete(AccountSessionRow).where(AccountSessionRow.id == half_id))
    return open_session(work, person_id)


def _refused(work: Work, person_id: UUID, *, was_used: bool) -> SecondFactorRefused:
    work.emit(SecondFactorFailed(at=work.now, by=work.actor, person_id=person_id))
    return SecondFactorRefused(was_used)


def _secret_of(person: PersonRow) -> str:
    """The secret of the second factor; empty when there is none, or when it cannot be opened any more."""
    opened = seal.open_(_PURPOSE, person.totp_sealed, person.id.bytes) if person.totp_sealed else None
    return opened.decode() if opened else ""
