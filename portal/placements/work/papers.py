"""Advert, offer, contract and first payslip of one worker beside each other, field by field."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from uuid import UUID

from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.placements.offers.domain.key_terms import (
    DEDUCTION,
    DEDUCTIONS,
    ONCE,
    ORDER,
    TERMS,
    KeyTerms,
    Turn,
    by_label,
    stated_differences,
)
from portal.placements.offers.domain.terms import standing
from portal.placements.offers.key_term_words import LABELS, TURNS, taken_words, value_words
from portal.placements.offers.offered_terms import kept_terms, terms_as_agreed
from portal.placements.rows import IntroductionRow, OfferRow, PlacementRow
from portal.placements.work.contracts import contracts_of
from portal.placements.work.domain.check_ins import Covers
from portal.placements.work.domain.contracts import ContractRow
from portal.placements.work.models import CheckIn
from portal.placements.work.statements import named_in

PAYSLIP = 3
"""Its place among the papers."""
_ALWAYS = ("pay", "hours", "guaranteed_hours", "days_between_pay", "housing_price", "transport_price", "last")
"""What every paper should state, and so stands in the table even where nothing differs."""


@dataclass(frozen=True)
class PaperLine:
    """One term, as each paper states it; empty where a paper does not say."""

    label: str
    cells: tuple[str, ...]
    turn: Turn | None
    """The worst that happens to it from one paper to the next; none where it stays."""
    words: str


@dataclass(frozen=True)
class Papers:
    """The papers in the order in which they came, worse lines first."""

    titles: tuple[str, ...]
    lines: tuple[PaperLine, ...]
    contract: ContractRow | None


def papers_of(session: Session, offer: OfferRow, row: IntroductionRow, placement: PlacementRow) -> Papers:
    """What was advertised, offered, signed and paid."""
    contract = contracts_of(session, [offer.id]).get(offer.id)
    advert = terms_as_agreed(
        session, row, vacancy_version=row.vacancy_version, engagement_version=offer.engagement_version
    )
    kept = kept_terms(session, offer.id)
    offered = standing(kept).terms if kept else advert
    stated = contract.stated if contract else KeyTerms()
    once = named_in(advert, offered, stated).once
    papers = [
        (gettext("Advert"), advert),
        (gettext("Offer"), offered),
        (gettext("Contract"), stated),
        (gettext("First payslip"), payslip_terms(session, placement.id, once)),
    ]
    lines = _lines([terms for _title, terms in papers])
    return Papers(tuple(title for title, _terms in papers), lines, contract)


def payslip_terms(session: Session, placement_id: UUID, once: Collection[str] = ()) -> KeyTerms:
    """What the worker typed from the last payslip, by the hour and by the week; nothing before.

    What is under the labels of `once`, in small letters, is not spread over weeks.
    """
    wanted = select(CheckIn).where(CheckIn.placement_id == placement_id).order_by(CheckIn.answered_at.desc())
    typed = next((one.payslip for one in session.scalars(wanted) if one.payslip), None)
    if typed is None:
        return KeyTerms()
    hours, weeks = Decimal(typed["hours"]), Covers(typed["covers"]).weeks
    taken = [(label, Decimal(amount)) for label, amount in typed["deductions"]]

    def is_once(label: str) -> bool:
        return label.strip().casefold() in once

    return KeyTerms(
        deductions=tuple(
            (label, (amount / weeks).quantize(Decimal("0.01")))
            for label, amount in taken
            if not is_once(label)
        ),
        taken_once=tuple((label, amount) for label, amount in taken if is_once(label)),
        currency=typed["currency"],
        pay=(Decimal(typed["gross"]) / hours).quantize(Decimal("0.01")) if hours else None,
        hours=(hours / weeks).quantize(Decimal("0.1")),
    )


def _lines(papers: Sequence[KeyTerms]) -> tuple[PaperLine, ...]:
    """Each paper is held against the last one before it that states the term."""
    found = {name: _turn(papers, name) for name in TERMS if name not in {*DEDUCTIONS, "currency"}}
    shown = [
        name
        for name, turn in found.items()
        if turn or _states(papers[2], name) or (name in _ALWAYS and any(_states(one, name) for one in papers))
    ]
    lines = [
        PaperLine(
            label=str(LABELS[name]),
            cells=tuple(
                value_words(name, getattr(one, name), one.currency) if _states(one, name) else ""
                for one in papers
            ),
            turn=(turn := found[name]),
            words=str(TURNS[turn]) if turn else "",
        )
        for name in shown
    ]
    taken = (one for name in (DEDUCTION, ONCE) for one in _deduction_lines(name, papers))
    return tuple(sorted([*lines, *taken], key=lambda one: _place(one.turn)))


def _deduction_lines(name: str, papers: Sequence[KeyTerms]) -> Iterator[PaperLine]:
    """One line for everything that any paper takes off, every week or once, by its label."""
    taken = [by_label(getattr(one, name)) for one in papers]
    labels = {key: label for found in reversed(taken) for key, (label, _amount) in found.items()}
    for key, label in sorted(labels.items()):
        amounts = [found[key][1] if key in found else None for found in taken]
        turn = _deduction_turn(papers, amounts)
        yield PaperLine(
            label=taken_words(name, label),
            cells=tuple(
                value_words(name, amount, one.currency) if amount is not None else ""
                for one, amount in zip(papers, amounts, strict=True)
            ),
            turn=turn,
            words=str(TURNS[turn]) if turn else "",
        )


def _deduction_turn(papers: Sequence[KeyTerms], amounts: Sequence[Decimal | None]) -> Turn | None:
    """What first appears on a contract is worse; on a payslip it may be tax, which no offer names."""
    stating = [(at, amount) for at, amount in enumerate(amounts) if amount is not None]
    if len({papers[at].currency for at, _amount in stating}) > 1:
        return Turn.UNCLEAR
    first, before = stating[0]
    if first > 0:
        return Turn.UNCLEAR if first == PAYSLIP else Turn.WORSE
    turns = set()
    for _at, amount in stating[1:]:
        if amount != before:
            turns.add(Turn.WORSE if amount > before else Turn.BETTER)
        before = amount
    return min(turns, key=ORDER.index) if turns else None


def _turn(papers: Sequence[KeyTerms], name: str) -> Turn | None:
    stating = [one for one in papers if _states(one, name)]
    turns = [
        one.turn
        for before, after in pairwise(stating)
        for one in stated_differences(before, after)
        if one.name == name
    ]
    return min(turns, key=ORDER.index) if turns else None


def _states(terms: KeyTerms, name: str) -> bool:
    return getattr(terms, name) not in (None, "")


def _place(turn: Turn | None) -> int:
    return ORDER.index(turn) if turn else len(ORDER)
