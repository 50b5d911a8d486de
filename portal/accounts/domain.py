"""What makes a sign-in safe: passwords, codes, sessions, and how often one may try."""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import pyotp
from zxcvbn import zxcvbn

from portal.kernel.outcomes import Refusal

LEAST_PASSWORD = 12
MOST_PASSWORD = 128
_MOST_JUDGED = 72  # zxcvbn refuses to look at more
_LEAST_STRENGTH = 3  # of 4: "safely unguessable"

CODE_SECONDS = 30
RECOVERY_CODES = 10


class LinkPurpose(StrEnum):
    """What a mailed link is for. Each can be used once."""

    CONFIRM_EMAIL = "confirm_email"
    CHANGE_EMAIL = "change_email"
    CHOOSE_PASSWORD = "choose_password"  # noqa: S105 - the name of a purpose


LINK_LIFE = {
    LinkPurpose.CONFIRM_EMAIL: timedelta(days=3),
    LinkPurpose.CHANGE_EMAIL: timedelta(days=1),
    LinkPurpose.CHOOSE_PASSWORD: timedelta(minutes=30),
}
FIRST_PASSWORD_LIFE = timedelta(days=1)
"""How long a new member of staff has to choose a password."""


class Stage(StrEnum):
    """How far a person has come with signing in."""

    SECOND_FACTOR = "second_factor"
    """The password was right; a code is needed."""
    ENROL = "enrol"
    """The password was right; a second factor must be set up first."""
    OPEN = "open"


def email_key(email: str) -> str:
    """The form in which addresses are compared: two spellings that differ in case are one."""
    return email.strip().casefold()


@dataclass(frozen=True)
class SessionLimits:
    """How long a sign-in lasts: without any page seen, and in all."""

    idle: timedelta
    absolute: timedelta


def limits_of(stage: Stage, *, is_staff: bool) -> SessionLimits:
    """Staff see everybody's posts, so theirs are shorter; a half-finished sign-in is shortest."""
    if stage is not Stage.OPEN:
        return SessionLimits(timedelta(minutes=10), timedelta(minutes=10))
    if is_staff:
        return SessionLimits(timedelta(hours=1), timedelta(hours=12))
    return SessionLimits(timedelta(hours=8), timedelta(days=7))


def is_alive(limits: SessionLimits, created_at: datetime, last_seen_at: datetime, now: datetime) -> bool:
    """Whether a session is within both of its limits."""
    return now - created_at < limits.absolute and now - last_seen_at < limits.idle


@dataclass(frozen=True)
class PasswordTooShort(Refusal):
    least: int = LEAST_PASSWORD


@dataclass(frozen=True)
class PasswordTooLong(Refusal):
    most: int = MOST_PASSWORD


@dataclass(frozen=True)
class PasswordTooEasy(Refusal):
    """A guesser would find it soon."""


def judge_password(
    password: str, personal_words: Iterable[str] = ()
) -> PasswordTooShort | PasswordTooLong | PasswordTooEasy | None:
    """What is wrong with a new password; none when it will do.

    `personal_words` are what a guesser would try first for this person: name, address, organisation.
    """
    if len(password) < LEAST_PASSWORD:
        return PasswordTooShort()
    if len(password) > MOST_PASSWORD:
        return PasswordTooLong()
    words = [word for word in personal_words if word]
    if zxcvbn(password[:_MOST_JUDGED], user_inputs=[*words, "fairshift"])["score"] < _LEAST_STRENGTH:
        return PasswordTooEasy()
    return None


@dataclass(frozen=True)
class CodeRight:
    """The code belongs to this step of 30 seconds; it and all before it are spent now."""

    step: int


@dataclass(frozen=True)
class CodeWrong(Refusal):
    """Not the code of this moment, the one before or the one after."""


@dataclass(frozen=True)
class CodeUsedBefore(Refusal):
    """The right code, but it has opened a session already."""


def judge_code(
    secret: str, typed: str, last_step: int | None, now: datetime
) -> CodeRight | CodeWrong | CodeUsedBefore:
    """Whether a code from the authenticator app is right (RFC 6238; one step of drift each way).

    Without a secret no code is: those of an empty one anybody can work out.
    """
    if not secret:
        return CodeWrong()
    digits = "".join(typed.split())
    if not (digits.isascii() and digits.isdigit() and len(digits) == 6):
        return CodeWrong()
    this_step = int(now.timestamp()) // CODE_SECONDS
    codes = pyotp.TOTP(secret)
    for step in (this_step, this_step - 1, this_step + 1):
        if hmac.compare_digest(codes.generate_otp(step), digits):
            return CodeUsedBefore() if last_step is not None and step <= last_step else CodeRight(step)
    return CodeWrong()


def recovery_code_key(typed: str) -> str:
    """A recovery code as it is compared: without dashes, spaces and case."""
    return "".join(one for one in typed.casefold() if one.isalnum())


class TryKind(StrEnum):
    """What a guesser would try again and again."""

    SIGN_IN = "sign_in"
    """At one account from one network address."""
    SIGN_IN_ANYWHERE = "sign_in_anywhere"
    """At whichever accounts from one network address: a common password tried on many people."""
    SECOND_FACTOR = "second_factor"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - the name of a kind
    REGISTRATION = "registration"
    CASE_LOOK_UP = "case_look_up"
    """At one case's number from one network address, as with signing in."""
    CASE_REPORT = "case_report"
    SLIP_CODE = "slip_code"
    """At the code on one worker's slip, from wherever."""
    WORKER_WORD = "worker_word"
    """At one worker's secret word, from one network, or from one browser that knew it."""
    WORKER_WORD_ANYWHERE = "worker_word_anywhere"
    """At one worker's secret word, from all networks and browsers that never knew it."""


@dataclass(frozen=True)
class TryLimit:
    """So many tries in a span of time."""

    tries: int
    within: timedelta

    def window(self, now: datetime) -> datetime:
        """The beginning of the span in which `now` lies."""
        seconds = int(self.within.total_seconds())
        return datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, tz=now.tzinfo)


TRY_LIMITS = {
    TryKind.SIGN_IN: TryLimit(10, timedelta(minutes=5)),
    TryKind.SIGN_IN_ANYWHERE: TryLimit(300, timedelta(hours=1)),
    TryKind.SECOND_FACTOR: TryLimit(5, timedelta(minutes=5)),
    TryKind.PASSWORD_RESET: TryLimit(5, timedelta(days=1)),
    TryKind.REGISTRATION: TryLimit(20, timedelta(hours=1)),
    TryKind.CASE_LOOK_UP: TryLimit(10, timedelta(minutes=5)),
    TryKind.CASE_REPORT: TryLimit(30, timedelta(hours=1)),
    TryKind.SLIP_CODE: TryLimit(5, timedelta(hours=1)),
    TryKind.WORKER_WORD: TryLimit(5, timedelta(hours=1)),
    TryKind.WORKER_WORD_ANYWHERE: TryLimit(150, timedelta(days=1)),
}
"""The defaults of the Python package index; ours are registration, cases, words, and signing in anywhere.

Ours leave room for a whole office behind one network address.
"""


@dataclass(frozen=True)
class TooManyTries(Refusal):
    """The limit is reached; the next try counts from `again_at`."""

    again_at: datetime
