"""Proposals to take a worker over, as they are read."""

from uuid import UUID

from sqlalchemy.orm import Session

from portal.placements.work.domain.transfers import Transfer, TransferTerms
from portal.placements.work.models import TransferRow


def transfer_of(session: Session, placement_id: UUID) -> Transfer | None:
    """The proposal to one worker; none before there was any."""
    kept = session.get(TransferRow, placement_id)
    return transfer_row(kept) if kept else None


def transfer_row(kept: TransferRow) -> Transfer:
    """A proposal as it is stored."""
    return Transfer(
        terms=TransferTerms(
            from_day=kept.from_day, pay=kept.pay, hours=kept.hours, contract_form=kept.contract_form
        ),
        state=kept.state,
        proposed_at=kept.proposed_at,
        answer_by=kept.answer_by,
        answered_at=kept.answered_at,
    )
