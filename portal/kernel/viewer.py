"""Who is looking: the one value that access is decided on."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class StaffRole(StrEnum):
    """What a member of the operating authority's staff looks after."""

    OPERATOR = "operator"
    COMPLIANCE = "compliance"


class MemberRole(StrEnum):
    """What a member may do in an organisation; an administrator also manages members."""

    ADMINISTRATOR = "administrator"
    MEMBER = "member"


@dataclass(frozen=True)
class Membership:
    """A person's place in one organisation."""

    organisation_id: UUID
    organisation_name: str
    role: MemberRole
    supplies: bool
    """The organisation is a labour provider: it posts spare workers."""
    employs: bool
    """The organisation is an employer: it posts vacancies."""
    approved: bool


@dataclass(frozen=True)
class Viewer:
    """Whoever asked for the page. A stranger has neither person, membership nor staff role."""

    person_id: UUID | None = None
    name: str = ""
    memberships: tuple[Membership, ...] = ()
    acting: Membership | None = None
    """The organisation for which the person acts just now."""
    staff: frozenset[StaffRole] = field(default_factory=frozenset)

    @property
    def is_signed_in(self) -> bool:
        return self.person_id is not None

    @property
    def organisation_id(self) -> UUID | None:
        return self.acting.organisation_id if self.acting else None

    @property
    def is_administrator(self) -> bool:
        return self.acting is not None and self.acting.role is MemberRole.ADMINISTRATOR


STRANGER = Viewer()
