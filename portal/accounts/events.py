"""What happens to people's accounts and sign-ins."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from portal.kernel.events import Event, Ref


@dataclass(frozen=True, kw_only=True)
class PersonEvent(Event):
    """Something about one person's account."""

    person_id: UUID

    @property
    def about(self) -> Ref:
        return Ref("person", self.person_id)

    @property
    def subject(self) -> UUID:
        return self.person_id


@dataclass(frozen=True, kw_only=True)
class PersonRegistered(PersonEvent):
    action: ClassVar[str] = "accounts:person:register"


@dataclass(frozen=True, kw_only=True)
class StaffAppointed(PersonEvent):
    action: ClassVar[str] = "accounts:person:appoint"
    roles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class EmailConfirmed(PersonEvent):
    action: ClassVar[str] = "accounts:email:confirm"


@dataclass(frozen=True, kw_only=True)
class EmailChangeAsked(PersonEvent):
    action: ClassVar[str] = "accounts:email:ask-change"


@dataclass(frozen=True, kw_only=True)
class EmailChanged(PersonEvent):
    action: ClassVar[str] = "accounts:email:change"


@dataclass(frozen=True, kw_only=True)
class ProfileChanged(PersonEvent):
    action: ClassVar[str] = "accounts:person:change"


@dataclass(frozen=True, kw_only=True)
class PasswordResetAsked(PersonEvent):
    action: ClassVar[str] = "accounts:password:ask-reset"


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(PersonEvent):
    action: ClassVar[str] = "accounts:password:change"


@dataclass(frozen=True, kw_only=True)
class SignedIn(PersonEvent):
    action: ClassVar[str] = "accounts:session:open"


@dataclass(frozen=True, kw_only=True)
class SignedOut(PersonEvent):
    action: ClassVar[str] = "accounts:session:close"


@dataclass(frozen=True, kw_only=True)
class SignedOutEverywhere(PersonEvent):
    action: ClassVar[str] = "accounts:session:close-all"
    sessions: int


@dataclass(frozen=True, kw_only=True)
class SecondFactorFailed(PersonEvent):
    action: ClassVar[str] = "accounts:second-factor:fail"


@dataclass(frozen=True, kw_only=True)
class SecondFactorTurnedOn(PersonEvent):
    action: ClassVar[str] = "accounts:second-factor:turn-on"


@dataclass(frozen=True, kw_only=True)
class SecondFactorTurnedOff(PersonEvent):
    action: ClassVar[str] = "accounts:second-factor:turn-off"


@dataclass(frozen=True, kw_only=True)
class RecoveryCodeUsed(PersonEvent):
    action: ClassVar[str] = "accounts:recovery-code:use"
    left: int


@dataclass(frozen=True, kw_only=True)
class SignInFailed(Event):
    """Somebody gave a wrong password; `person_id` is none for an address that nobody has."""

    action: ClassVar[str] = "accounts:session:fail"
    attempt_id: UUID
    person_id: UUID | None

    @property
    def about(self) -> Ref:
        return Ref("sign_in", self.attempt_id)

    @property
    def subject(self) -> UUID | None:
        return self.person_id
