"""Contracts as staff read them: what each states, and what of it differs from the offer, worse first."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.organisations import queries as organisations
from portal.placements.introductions.facts import Facts
from portal.placements.offers.domain.key_terms import (
    DEDUCTION,
    DEDUCTIONS,
    ONCE,
    TERMS,
    KeyTerms,
    stated_differences,
)
from portal.placements.offers.key_term_words import (
    LABELS,
    ChangeInWords,
    changes_words,
    taken_words,
    value_words,
)
from portal.placements.offers.offered_terms import kept_terms
from portal.placements.work.contracts import Contract, contract
from portal.placements.work.domain.contracts import ContractRow
from portal.placements.work.statements import offered_terms


@dataclass(frozen=True)
class ContractFile:
    """One version of a worker's contract."""

    contract: ContractRow
    given_by: str
    stated: Facts
    changes: tuple[ChangeInWords, ...]
    """How it differs from the offer of then; what is worse for the worker stands first."""


def contract_files(session: Session, offer_ids: Iterable[UUID]) -> dict[UUID, list[ContractFile]]:
    """By offer: every version that was given, the latest first."""
    wanted = select(Contract).where(Contract.offer_id.in_(list(offer_ids)))
    rows = list(session.scalars(wanted.order_by(Contract.offer_id, Contract.version.desc())))
    names = organisations.organisations(session, {one.given_by for one in rows})
    found: dict[UUID, list[ContractFile]] = {}
    for one in rows:
        row = contract(session, one.id)
        if row is not None:
            given_by = names[one.given_by].name
            file = ContractFile(row, given_by, _stated(row.stated), _changes(session, row))
            found.setdefault(one.offer_id, []).append(file)
    return found


def _changes(session: Session, row: ContractRow) -> tuple[ChangeInWords, ...]:
    kept = kept_terms(session, row.offer_id)
    offered = offered_terms([one for one in kept if one.made_at <= row.given_at])
    if offered is None:
        return ()
    found = (one for one in stated_differences(offered, row.stated) if one.name != "currency")
    return changes_words(found, offered.currency, row.stated.currency)


def _stated(terms: KeyTerms) -> Facts:
    plain = [
        (str(LABELS[name]), value_words(name, value, terms.currency))
        for name in TERMS
        if name not in {*DEDUCTIONS, "currency"} and (value := getattr(terms, name)) not in (None, "")
    ]
    taken = [
        (taken_words(name, label), value_words(name, amount, terms.currency))
        for name in (DEDUCTION, ONCE)
        for label, amount in getattr(terms, name)
    ]
    return (*plain, *taken)
