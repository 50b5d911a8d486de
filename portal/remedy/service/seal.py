"""The seal over who reported: encrypted, stored apart, opened for staff by an audited act only."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.infra.seal import close, open_
from portal.infra.unit_of_work import Work
from portal.kernel.outcomes import Refusal
from portal.remedy.domain.reporting import Identity
from portal.remedy.events import CaseReporterUnmasked
from portal.remedy.models import Case, CaseReporter

PURPOSE = "case reporter"
ROOM = 512
"""What is sealed is filled up to a multiple of this, so that its length tells nothing."""


@dataclass(frozen=True)
class NobodyToUnmask(Refusal):
    """The case came from a rule, or its seal cannot be opened with the portal's present secrets."""


@dataclass(frozen=True)
class ReasonNeeded(Refusal):
    """A seal is opened for a reason that can be read in the trail."""


def seal(work: Work, case_id: UUID, identity: Identity) -> None:
    """Keep who reported, unreadable."""
    work.session.add(CaseReporter(case_id=case_id, sealed=_close(case_id, identity)))


def unmask(work: Work, case_id: UUID, reason: str) -> Identity | NobodyToUnmask | ReasonNeeded:
    """Let staff read who reported; that they did and why stays in the trail."""
    if not reason.strip():
        return ReasonNeeded()
    identity = _open(work.session, case_id)
    if identity is None:
        return NobodyToUnmask()
    work.emit(CaseReporterUnmasked(at=work.now, by=work.actor, case_id=case_id, reason=reason))
    return identity


def worker_who_reported(session: Session, case_id: UUID) -> UUID | None:
    """For the reporter's own page alone, whose word was checked: which worker of the portal they are."""
    identity = _open(session, case_id)
    return UUID(identity.worker_id) if identity and identity.worker_id else None


def cases_reported_by(session: Session, worker_id: UUID, provider_ids: Iterable[UUID]) -> list[UUID]:
    """For the worker's own page alone: cases that they reported with name or contact, about these providers.

    What somebody reported without saying who they are is not among them, whoever asks.
    """
    wanted = select(Case.id).where(Case.provider_id.in_(list(provider_ids)), Case.through_offer)
    found = []
    for case_id in session.scalars(wanted.order_by(Case.reported_at, Case.id)):
        who = _open(session, case_id)
        if who and who.worker_id == str(worker_id) and (who.name or who.contact):
            found.append(case_id)
    return found


def _close(case_id: UUID, identity: Identity) -> bytes:
    plain = json.dumps(asdict(identity), sort_keys=True).encode()
    return close(PURPOSE, plain + b" " * (-len(plain) % ROOM), case_id.bytes)


def _open(session: Session, case_id: UUID) -> Identity | None:
    row = session.get(CaseReporter, case_id)
    plain = open_(PURPOSE, row.sealed, case_id.bytes) if row else None
    return Identity(**json.loads(plain)) if plain else None
