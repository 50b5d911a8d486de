"""The mails about a sanction: to the organisation's administrators, and to compliance when they reply."""

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from portal.accounts.queries import staff_with
from portal.compliance.sanctions.domain import Sanction
from portal.compliance.sanctions.events import (
    ConditionsDue,
    OfSanction,
    SanctionAnswered,
    SanctionDropped,
    SanctionImposed,
    SanctionMet,
    SanctionProposed,
    SanctionReversed,
)
from portal.compliance.sanctions.queries import sanction
from portal.infra.unit_of_work import Work
from portal.infra.web import public_url
from portal.kernel.events import Event, Ref
from portal.kernel.viewer import StaffRole
from portal.notifications.domain import Category, Message, ToPerson
from portal.organisations import queries as organisations


def _to_administrators(work: Work, happened: OfSanction) -> Iterable[Message]:
    found = sanction(work.session, happened.sanction_id)
    if found is None:
        return
    url = public_url("compliance_member.sanction", sanction_id=found.id)
    for person_id in organisations.administrators_of(work.session, happened.organisation_id):
        yield _message(work, happened, found, person_id, url)


def _to_compliance(work: Work, happened: SanctionAnswered) -> Iterable[Message]:
    found = sanction(work.session, happened.sanction_id)
    if found is None:
        return
    url = public_url("compliance_staff.sanction", sanction_id=found.id)
    for person in staff_with(work.session, StaffRole.COMPLIANCE):
        yield _message(work, happened, found, person.id, url)


def _message(work: Work, happened: OfSanction, found: Sanction, person_id: UUID, url: str) -> Message:
    organisation = organisations.organisation(work.session, found.organisation_id)
    act = happened.action.rpartition(":")[2]
    return Message(
        template=f"compliance/sanction_{act}",
        to=ToPerson(person_id),
        facts={
            "organisation": organisation.name if organisation else "",
            "step": found.step.value,
            "reason": getattr(happened, "reason", found.reason),
            "asked_for": found.asked_for,
            "deadline": found.deadline.isoformat() if found.deadline else None,
            "reply_until": found.reply_until.isoformat(),
            "url": url,
        },
        key=f"compliance/sanction_{act}:{found.id}",
        category=Category.ACCOUNT,
        organisation_id=found.organisation_id,
        about=(Ref("organisation", found.organisation_id),),
    )


NOTICES: Mapping[type[Event], Callable[..., Iterable[Message]]] = {
    SanctionProposed: _to_administrators,
    SanctionAnswered: _to_compliance,
    SanctionImposed: _to_administrators,
    SanctionDropped: _to_administrators,
    SanctionMet: _to_administrators,
    SanctionReversed: _to_administrators,
    ConditionsDue: _to_administrators,
}
