"""The branches of an organisation."""

from dataclasses import asdict
from uuid import UUID

from portal.infra.unit_of_work import Work
from portal.organisations.domain import BranchTerms, NotYours
from portal.organisations.events import BranchAdded, BranchChanged
from portal.organisations.models import BranchRow


def add_branch(work: Work, organisation_id: UUID, terms: BranchTerms) -> BranchAdded:
    """Open a branch."""
    row = BranchRow(id=work.new_id(), organisation_id=organisation_id, **asdict(terms))
    work.session.add(row)
    added = BranchAdded(at=work.now, by=work.actor, organisation_id=organisation_id, branch_id=row.id)
    work.emit(added)
    return added


def change_branch(
    work: Work, organisation_id: UUID, branch_id: UUID, terms: BranchTerms
) -> BranchChanged | NotYours:
    """Change a branch's place or how it is reached. Posts keep the place they were made with."""
    row = work.session.get(BranchRow, branch_id, with_for_update=True)
    if row is None or row.organisation_id != organisation_id:
        return NotYours()
    for name, value in asdict(terms).items():
        setattr(row, name, value)
    changed = BranchChanged(at=work.now, by=work.actor, organisation_id=organisation_id, branch_id=branch_id)
    work.emit(changed)
    return changed
