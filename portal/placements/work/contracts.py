"""Contracts as they are stored and read: what they state, and the sealed copy of the paper."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, deferred, mapped_column

from portal.compliance.domain import Statement
from portal.infra.database import Base, Json
from portal.infra.seal import open_
from portal.placements.offers.domain.key_terms import read
from portal.placements.work.domain.contracts import ContractRow, PaperKind

SEALED_FOR = "contract"


class Contract(Base):
    """One version of the contract of somebody who accepted."""

    __tablename__ = "contract"
    __table_args__ = (UniqueConstraint("offer_id", "version"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    offer_id: Mapped[UUID] = mapped_column(ForeignKey("offer.id"), index=True)
    version: Mapped[int]
    stated: Mapped[dict[str, Any]] = mapped_column(Json)
    kind: Mapped[PaperKind | None]
    sealed: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    given_by: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    given_at: Mapped[datetime]


def contracts_of(session: Session, offer_ids: Iterable[UUID]) -> dict[UUID, ContractRow]:
    """By offer: the contract that was given last."""
    wanted = select(Contract).where(Contract.offer_id.in_(list(offer_ids))).order_by(Contract.version)
    return {one.offer_id: _row(one) for one in session.scalars(wanted)}


def every_contract(session: Session, offer_id: UUID) -> tuple[ContractRow, ...]:
    """Every version of one contract, the first one first."""
    wanted = select(Contract).where(Contract.offer_id == offer_id).order_by(Contract.version)
    return tuple(_row(one) for one in session.scalars(wanted))


def contract(session: Session, contract_id: UUID) -> ContractRow | None:
    """One version of a contract."""
    found = session.get(Contract, contract_id)
    return _row(found) if found else None


def _row(one: Contract) -> ContractRow:
    return ContractRow(
        id=one.id,
        offer_id=one.offer_id,
        version=one.version,
        stated=read(one.stated),
        kind=one.kind,
        given_by=one.given_by,
        given_at=one.given_at,
    )


def paper_of(session: Session, contract_id: UUID) -> bytes | None:
    """The copy, opened; none where there is none or it cannot be opened any more."""
    found = session.get(Contract, contract_id)
    return open_(SEALED_FOR, found.sealed, found.id.bytes) if found and found.sealed else None


def contract_statements(session: Session, offer_id: UUID) -> tuple[Statement, ...]:
    """What the contract of an offer states, for the rule that compares it with advert and offer."""
    found = contracts_of(session, [offer_id]).get(offer_id)
    if found is None:
        return ()
    stated = found.stated
    return (
        Statement(
            name="contract",
            currency=stated.currency,
            pay=stated.pay,
            hours=stated.hours,
            housing=stated.housing_price,
            transport=stated.transport_price,
            first=stated.first,
            last=stated.last,
        ),
    )
