"""What offer and contract of one worker state, beside advert and payslip, for the rule that compares them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy.orm import Session

from portal.compliance.domain import Statement
from portal.placements.offers.domain.key_terms import KeyTerms, by_label, in_all, with_stated
from portal.placements.offers.domain.terms import KeptTerms, WhyTerms
from portal.placements.offers.offered_terms import kept_terms
from portal.placements.work.contracts import contract_statements, contracts_of


def with_contract(session: Session, offer_id: UUID, of_posts: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """Advert and offer, and after them the contract; with what is taken off the pay where that is known."""
    offered = offered_terms(kept_terms(session, offer_id))
    found = contracts_of(session, [offer_id]).get(offer_id)
    signed = contract_statements(session, offer_id)
    if offered is None:
        return (*of_posts, *signed)
    *before, offer = of_posts or (Statement(name="offer", currency=offered.currency),)
    statements = (*before, _taking(offer, offered))
    if found is None:
        return statements
    then = with_stated(offered, found.stated)
    return (*statements, *(_taking(one, then) for one in signed))


def _taking(statement: Statement, terms: KeyTerms) -> Statement:
    return replace(statement, deductions=in_all(terms.deductions), taken_once=in_all(terms.taken_once))


@dataclass(frozen=True)
class Named:
    """The labels, in small letters, under which offer or contract take something off."""

    weekly: frozenset[str]
    once: frozenset[str]
    """Those that are not taken off every week as well."""


def named_deductions(session: Session, offer_id: UUID) -> Named:
    """What a payslip can be held against."""
    offered = offered_terms(kept_terms(session, offer_id)) or KeyTerms()
    found = contracts_of(session, [offer_id]).get(offer_id)
    return named_in(offered, found.stated if found else KeyTerms())


def named_in(*papers: KeyTerms) -> Named:
    """The same of papers at hand."""
    weekly = frozenset(key for one in papers for key in by_label(one.deductions))
    once = frozenset(key for one in papers for key in by_label(one.taken_once))
    return Named(weekly, once - weekly)


def offered_terms(kept: Sequence[KeptTerms]) -> KeyTerms | None:
    """The terms as they were offered last, leaving aside what a contract made of them."""
    offered = [one for one in kept if one.why is not WhyTerms.CONTRACT and one.agreed is not False]
    return offered[-1].terms if offered else None
