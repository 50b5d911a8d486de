"""The mails about an organisation: to whoever applied, its administrators, and whoever is invited."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from portal.accounts.queries import staff_with
from portal.infra.unit_of_work import Work
from portal.infra.web import public_url
from portal.kernel.events import Event, Ref
from portal.kernel.viewer import StaffRole
from portal.notifications.domain import Category, Message, ToAddress, ToPerson
from portal.organisations import queries
from portal.organisations.events import (
    ExpressAsked,
    MemberJoined,
    MemberRemoved,
    MemberRoleChanged,
    OrganisationAppliedAgain,
    OrganisationApproved,
    OrganisationEvent,
    OrganisationRefused,
    OrganisationRegistered,
)


def already_registered(occasion: UUID, person_id: UUID) -> Message:
    """Somebody tried to register with an address that has an account."""
    return Message(
        template="organisations/already_registered",
        to=ToPerson(person_id),
        facts={
            "url": public_url("organisations_account.register"),
            "reset_url": public_url("accounts_public.forgot_password"),
        },
        key=f"organisations/already_registered:{occasion}",
        category=Category.ACCOUNT,
    )


def invitation(
    invitation_id: UUID, *, email: str, organisation: str, inviter: str, token: str, expires_at: datetime
) -> Message:
    """Please join our organisation on the portal."""
    return Message(
        template="organisations/invitation",
        to=ToAddress(email),
        facts={
            "url": public_url("organisations_public.invitation", token=token),
            "organisation": organisation,
            "inviter": inviter,
            "expires_at": expires_at.isoformat(),
        },
        key=f"organisations/invitation:{invitation_id}",
        category=Category.ACCOUNT,
        expires_at=expires_at,
    )


def _facts(work: Work, happened: OrganisationEvent) -> dict[str, Any]:
    found = queries.organisation(work.session, happened.organisation_id)
    return {
        "organisation": found.name if found else "",
        "url": public_url("organisations_member.organisation"),
    }


def _message(happened: OrganisationEvent, name: str, person_id: UUID, facts: dict[str, Any]) -> Message:
    return Message(
        template=f"organisations/{name}",
        to=ToPerson(person_id),
        facts=facts,
        key=f"organisations/{name}:{happened.organisation_id}:{happened.at.isoformat()}",
        category=Category.ACCOUNT,
        organisation_id=happened.organisation_id,
        about=(Ref("organisation", happened.organisation_id),),
    )


def _approved(work: Work, happened: OrganisationApproved) -> Iterable[Message]:
    facts = _facts(work, happened)
    for person_id in queries.administrators_of(work.session, happened.organisation_id):
        yield _message(happened, "approved", person_id, facts)


def _refused(work: Work, happened: OrganisationRefused) -> Iterable[Message]:
    facts = {**_facts(work, happened), "reason": happened.reason}
    for person_id in queries.administrators_of(work.session, happened.organisation_id):
        yield _message(happened, "refused", person_id, facts)


def _to_decide(work: Work, happened: OrganisationEvent) -> Iterable[Message]:
    """Operators hear at once of what is due within the hour; the rest waits in their queue."""
    found = queries.organisation(work.session, happened.organisation_id)
    if found is None or not found.express:
        return
    facts = {
        "organisation": found.name,
        "decide_by": found.decide_by.isoformat(),
        "url": public_url("organisations_staff.organisation", organisation_id=found.id),
    }
    for operator in staff_with(work.session, StaffRole.OPERATOR):
        yield _message(happened, "express", operator.id, facts)


def _joined(work: Work, happened: MemberJoined) -> Iterable[Message]:
    facts = {**_facts(work, happened), "role": happened.role.value}
    facts["url"] = public_url("organisations_member.members")
    for person_id in queries.administrators_of(work.session, happened.organisation_id):
        if person_id != happened.person_id:
            yield _message(happened, "member_joined", person_id, facts)


def _role_changed(work: Work, happened: MemberRoleChanged) -> Iterable[Message]:
    facts = {**_facts(work, happened), "role": happened.role.value}
    yield _message(happened, "role_changed", happened.person_id, facts)


def _removed(work: Work, happened: MemberRemoved) -> Iterable[Message]:
    facts = {**_facts(work, happened), "url": public_url("insights_account.home")}
    yield _message(happened, "member_removed", happened.person_id, facts)


NOTICES: Mapping[type[Event], Callable[[Work, Any], Iterable[Message]]] = {
    OrganisationRegistered: _to_decide,
    OrganisationAppliedAgain: _to_decide,
    ExpressAsked: _to_decide,
    OrganisationApproved: _approved,
    OrganisationRefused: _refused,
    MemberJoined: _joined,
    MemberRoleChanged: _role_changed,
    MemberRemoved: _removed,
}
