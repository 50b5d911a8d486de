"""What happens to organisations, their branches, members and licences."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from portal.kernel.events import Event, Ref
from portal.kernel.viewer import MemberRole


@dataclass(frozen=True, kw_only=True)
class OrganisationEvent(Event):
    """Something about one organisation."""

    organisation_id: UUID

    @property
    def about(self) -> Ref:
        return Ref("organisation", self.organisation_id)


@dataclass(frozen=True, kw_only=True)
class OrganisationRegistered(OrganisationEvent):
    action: ClassVar[str] = "organisations:organisation:register"
    express: bool


@dataclass(frozen=True, kw_only=True)
class OrganisationChanged(OrganisationEvent):
    action: ClassVar[str] = "organisations:organisation:change"
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ExpressAsked(OrganisationEvent):
    action: ClassVar[str] = "organisations:organisation:ask-express"


@dataclass(frozen=True, kw_only=True)
class OrganisationApproved(OrganisationEvent):
    action: ClassVar[str] = "organisations:organisation:approve"


@dataclass(frozen=True, kw_only=True)
class OrganisationRefused(OrganisationEvent):
    action: ClassVar[str] = "organisations:organisation:refuse"
    reason: str


@dataclass(frozen=True, kw_only=True)
class OrganisationAppliedAgain(OrganisationEvent):
    action: ClassVar[str] = "organisations:organisation:apply-again"


@dataclass(frozen=True, kw_only=True)
class MemberInvited(OrganisationEvent):
    action: ClassVar[str] = "organisations:member:invite"
    invitation_id: UUID
    role: MemberRole


@dataclass(frozen=True, kw_only=True)
class InvitationWithdrawn(OrganisationEvent):
    action: ClassVar[str] = "organisations:member:withdraw-invitation"
    invitation_id: UUID


@dataclass(frozen=True, kw_only=True)
class MemberEvent(OrganisationEvent):
    """Something about one person's place in an organisation."""

    person_id: UUID
    role: MemberRole

    @property
    def subject(self) -> UUID:
        return self.person_id


@dataclass(frozen=True, kw_only=True)
class MemberJoined(MemberEvent):
    action: ClassVar[str] = "organisations:member:join"


@dataclass(frozen=True, kw_only=True)
class MemberRoleChanged(MemberEvent):
    action: ClassVar[str] = "organisations:member:change-role"


@dataclass(frozen=True, kw_only=True)
class MemberRemoved(MemberEvent):
    action: ClassVar[str] = "organisations:member:remove"


@dataclass(frozen=True, kw_only=True)
class BranchEvent(OrganisationEvent):
    """Something about one branch."""

    branch_id: UUID


@dataclass(frozen=True, kw_only=True)
class BranchAdded(BranchEvent):
    action: ClassVar[str] = "organisations:branch:add"


@dataclass(frozen=True, kw_only=True)
class BranchChanged(BranchEvent):
    action: ClassVar[str] = "organisations:branch:change"


@dataclass(frozen=True, kw_only=True)
class LicenceEvent(OrganisationEvent):
    """Something about one supply licence."""

    licence_id: UUID


@dataclass(frozen=True, kw_only=True)
class LicenceDeclared(LicenceEvent):
    action: ClassVar[str] = "organisations:licence:declare"


@dataclass(frozen=True, kw_only=True)
class LicenceChanged(LicenceEvent):
    action: ClassVar[str] = "organisations:licence:change"
    status: str
    was: str | None = None
    """The status before."""


@dataclass(frozen=True, kw_only=True)
class LicenceChecked(LicenceEvent):
    """A register was asked about a licence, or its last day went by."""

    action: ClassVar[str] = "organisations:licence:check"
    check_id: UUID
    source: str
    status: str
    """What is known of the licence now."""


@dataclass(frozen=True, kw_only=True)
class RegisterImported(Event):
    """A list of an authority's licences was taken over."""

    action: ClassVar[str] = "organisations:register:import"
    file_id: UUID
    authority: str
    entries: int
    is_whole: bool

    @property
    def about(self) -> Ref:
        return Ref("register file", self.file_id)
