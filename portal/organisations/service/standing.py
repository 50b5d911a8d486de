"""Deciding who may be introduced to others."""

from dataclasses import dataclass
from uuid import UUID

from portal.accounts.queries import person
from portal.infra.unit_of_work import Work
from portal.kernel.outcomes import Refusal
from portal.organisations.domain import Act, NotYours, Standing, StandingForbids, after
from portal.organisations.events import (
    ExpressAsked,
    OrganisationAppliedAgain,
    OrganisationApproved,
    OrganisationRefused,
)
from portal.organisations.models import OrganisationRow


@dataclass(frozen=True)
class EmailNotConfirmed(Refusal):
    """The applicant has not confirmed their address, so nobody knows yet who they are."""


def approve_organisation(
    work: Work, organisation_id: UUID
) -> OrganisationApproved | StandingForbids | EmailNotConfirmed | NotYours:
    """Let an organisation be introduced to others."""
    row = _locked(work, organisation_id)
    if row is None:
        return NotYours()
    standing = after(row.state, Act.APPROVE)
    if isinstance(standing, StandingForbids):
        return standing
    applicant = person(work.session, row.registered_by)
    if applicant is None or not applicant.is_confirmed:
        return EmailNotConfirmed()
    _decide(work, row, standing, None)
    done = OrganisationApproved(at=work.now, by=work.actor, organisation_id=organisation_id)
    work.emit(done)
    return done


def refuse_organisation(
    work: Work, organisation_id: UUID, reason: str
) -> OrganisationRefused | StandingForbids | NotYours:
    """Turn an application down; the reason is mailed, and they can apply again."""
    row = _locked(work, organisation_id)
    if row is None:
        return NotYours()
    standing = after(row.state, Act.REFUSE)
    if isinstance(standing, StandingForbids):
        return standing
    _decide(work, row, standing, reason)
    done = OrganisationRefused(at=work.now, by=work.actor, organisation_id=organisation_id, reason=reason)
    work.emit(done)
    return done


def apply_again(work: Work, organisation_id: UUID) -> OrganisationAppliedAgain | StandingForbids | NotYours:
    """Ask for a new decision after a refusal, once what was wrong has been put right."""
    row = _locked(work, organisation_id)
    if row is None:
        return NotYours()
    standing = after(row.state, Act.APPLY_AGAIN)
    if isinstance(standing, StandingForbids):
        return standing
    row.state, row.applied_at = standing, work.now
    row.express, row.express_at = False, None
    done = OrganisationAppliedAgain(at=work.now, by=work.actor, organisation_id=organisation_id)
    work.emit(done)
    return done


def ask_express(work: Work, organisation_id: UUID) -> ExpressAsked | StandingForbids | NotYours:
    """Ask to be decided on within the hour, because work starts within 48 hours."""
    row = _locked(work, organisation_id)
    if row is None:
        return NotYours()
    if row.state is not Standing.PENDING:
        return StandingForbids(row.state)
    row.express, row.express_at = True, row.express_at or work.now
    asked = ExpressAsked(at=work.now, by=work.actor, organisation_id=organisation_id)
    work.emit(asked)
    return asked


def _locked(work: Work, organisation_id: UUID) -> OrganisationRow | None:
    return work.session.get(OrganisationRow, organisation_id, with_for_update=True)


def _decide(work: Work, row: OrganisationRow, standing: Standing, reason: str | None) -> None:
    row.state, row.decided_at, row.decided_by = standing, work.now, work.actor
    row.decision_reason = reason
