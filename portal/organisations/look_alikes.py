"""What two organisations have in common that two strangers would not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.infra.web.forms import normal_phone
from portal.organisations import models
from portal.organisations.application import mail_domain
from portal.organisations.files import free_mail


@dataclass(frozen=True)
class Marks:
    """By what an organisation can be recognised; each mark names its kind."""

    marks: frozenset[tuple[str, str]]

    def shared_with(self, other: "Marks") -> frozenset[str]:
        """The kinds of marks on both: "mail domain", "phone", "register number", "address" or "member"."""
        return frozenset(kind for kind, _ in self.marks & other.marks)


def marks_of(session: Session, ids: Iterable[UUID]) -> Mapping[UUID, Marks]:
    """The marks of several organisations, read together. A mail domain that anybody can have is none."""
    wanted = set(ids)
    found: dict[UUID, set[tuple[str, str]]] = {one: set() for one in wanted}
    for row in session.scalars(select(models.OrganisationRow).where(models.OrganisationRow.id.in_(wanted))):
        marks = found[row.id]
        marks |= _of_contacts(row.contact_email, row.contact_phone, row.country)
        if row.register_key:
            marks.add(("register number", f"{row.country}:{row.register_key}"))
        if row.address_key:
            marks.add(("address", f"{row.country}:{row.address_key}"))
    for branch in session.scalars(
        select(models.BranchRow).where(models.BranchRow.organisation_id.in_(wanted))
    ):
        found[branch.organisation_id] |= _of_contacts(branch.desk_email, branch.duty_phone, branch.country)
    members = select(models.MemberRow).where(models.MemberRow.organisation_id.in_(wanted))
    for member in session.scalars(members):
        found[member.organisation_id].add(("member", str(member.person_id)))
    return {one: Marks(frozenset(marks)) for one, marks in found.items()}


def _of_contacts(email: str, phone: str, country: str) -> set[tuple[str, str]]:
    domain = mail_domain(email)
    own = {("phone", normal_phone(phone, country) or phone)}
    if domain in free_mail():
        return own | {("mail address", email.casefold())}
    return own | {("mail domain", domain)}
