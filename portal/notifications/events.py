"""What happened to mails by somebody's will."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from portal.kernel.events import Event, Ref
from portal.notifications.domain import Category, Frequency


@dataclass(frozen=True, kw_only=True)
class OfPreference(Event):
    """Something about what one person is told, for one of their organisations."""

    person_id: UUID
    organisation_id: UUID

    @property
    def about(self) -> Ref:
        return Ref("person", self.person_id)

    @property
    def subject(self) -> UUID:
        return self.person_id


@dataclass(frozen=True, kw_only=True)
class PreferenceChosen(OfPreference):
    """Somebody chose what to be told, for one of their organisations."""

    action: ClassVar[str] = "notifications:preference:choose"
    matches: Frequency
    progress: bool


@dataclass(frozen=True, kw_only=True)
class MailsStopped(OfPreference):
    """Somebody stopped mails of a category by the link in one of them."""

    action: ClassVar[str] = "notifications:preference:stop"
    category: Category


@dataclass(frozen=True, kw_only=True)
class MailResent(Event):
    """Staff sent a mail again that had been given up."""

    action: ClassVar[str] = "notifications:mail:resend"
    mail_id: UUID

    @property
    def about(self) -> Ref:
        return Ref("mail", self.mail_id)


@dataclass(frozen=True, kw_only=True)
class SuppressionLifted(Event):
    """Staff let an address have mail again."""

    action: ClassVar[str] = "notifications:address:lift"
    suppression_id: UUID

    @property
    def about(self) -> Ref:
        return Ref("suppressed_address", self.suppression_id)
