"""The contract after an acceptance: kept sealed, and never quietly worse than what was accepted."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from portal.compliance.findings.queries import findings_of
from portal.kernel.events import Ref
from portal.placements.introductions.domain.answers import NotYours
from portal.placements.offers.domain.key_terms import KeyTerms
from portal.placements.offers.domain.offers import OfferState
from portal.placements.offers.domain.terms import WhyTerms, awaits_answer
from portal.placements.offers.offered_terms import kept_terms
from portal.placements.offers.service.terms import answer_terms
from portal.placements.rows import OfferRow
from portal.placements.work.contracts import Contract, contracts_of, paper_of
from portal.placements.work.domain.check_ins import Covers, FirstPayslip
from portal.placements.work.domain.contracts import (
    MOST_BYTES,
    NothingStated,
    NotTheirEmployer,
    PaperKind,
    UnknownPaper,
)
from portal.placements.work.service.contracts import give_contract
from portal.placements.work.statements import named_deductions, named_in
from tests.builders.placements import Matched, a_party, accepted, agreed, code
from tests.integration.placements.offers.test_changed_terms import change_work

SAME = KeyTerms(currency="GBP", pay=Decimal("14.60"), hours=Decimal(40))
WORSE = KeyTerms(currency="GBP", pay=Decimal("13.10"), hours=Decimal(40), last=date(2027, 4, 1))
PDF = b"%PDF-1.7 a contract with a name in it"


@pytest.fixture
def placed(at: Matched) -> OfferRow:
    [offer] = accepted(at, agreed(at), "Ana Petrova, , ana@example.org")
    return offer


def give(at: Matched, offer: OfferRow, stated: KeyTerms = SAME, by: Any = None, paper: bytes = b"") -> Any:
    who = by or at.provider
    return at.do(
        give_contract,
        who.organisation_id,
        offer.introduction_id,
        offer.number,
        stated=stated,
        paper=paper,
        by=who,
    )


def test_a_contract_that_says_what_was_accepted_asks_nobody(at: Matched, placed: OfferRow) -> None:
    assert give(at, placed) == 0
    with at.reading() as session:
        assert len(kept_terms(session, placed.id)) == 1
        assert contracts_of(session, [placed.id])[placed.id].stated == SAME


def test_a_worse_contract_waits_for_the_workers_answer_and_is_found(at: Matched, placed: OfferRow) -> None:
    assert give(at, placed, WORSE) == 2
    with at.reading() as session:
        kept = kept_terms(session, placed.id)
        found = [dict(one.finding.facts) for one in findings_of(session, Ref("offer", placed.id))]
    assert awaits_answer(kept)
    assert (kept[-1].why, kept[-1].terms.pay, kept[0].terms.pay) == (
        WhyTerms.CONTRACT,
        Decimal("13.10"),
        Decimal("14.60"),
    )
    assert any("offer to contract: pay" in one.get("worse", "") for one in found)
    assert at.do(answer_terms, code(placed), 2, agrees=False) is OfferState.ACCEPTED


def test_only_the_side_that_employs_gives_it(at: Matched, placed: OfferRow) -> None:
    other = a_party(at.app, "Other Staffing", supplies=True)
    assert give(at, placed, by=at.employer) == NotTheirEmployer()
    assert give(at, placed, by=other) == NotYours()


def test_a_copy_is_sealed_and_opens_for_readers(at: Matched, placed: OfferRow) -> None:
    assert give(at, placed, KeyTerms(), paper=PDF) == 0
    with at.reading() as session, at.app.app_context():
        known = contracts_of(session, [placed.id])[placed.id]
        stored = session.get_one(Contract, known.id).sealed
        assert stored
        assert b"name in it" not in stored
        assert (known.kind, paper_of(session, known.id)) == (PaperKind.PDF, PDF)


@pytest.mark.parametrize(
    "paper",
    [b"<html><script>", b"MZ\x90", b"GIF89a", b"%PDF-" + b"0" * MOST_BYTES],
    ids=["page", "program", "gif", "large"],
)
def test_what_is_no_paper_is_not_kept(at: Matched, placed: OfferRow, paper: bytes) -> None:
    assert give(at, placed, paper=paper) == UnknownPaper()


def test_an_empty_contract_is_none(at: Matched, placed: OfferRow) -> None:
    assert give(at, placed, KeyTerms()) == NothingStated()


def test_a_contract_does_not_hide_a_change_that_still_waits(at: Matched, placed: OfferRow) -> None:
    change_work(at, hours_per_week=Decimal(30))
    assert give(at, placed, WORSE) == 2
    with at.reading() as session:
        newest = kept_terms(session, placed.id)[-1]
    assert (newest.vacancy_version, newest.terms.pay, newest.terms.gross) == (
        2,
        Decimal("13.10"),
        Decimal("438.00"),
    )


LAUNDRY = KeyTerms(currency="GBP", pay=Decimal("14.60"), deductions=(("Laundry", Decimal("6.00")),))


def test_what_only_the_contract_takes_off_is_worse_and_found(at: Matched, placed: OfferRow) -> None:
    assert give(at, placed, LAUNDRY) == 1
    with at.reading() as session:
        kept = kept_terms(session, placed.id)
        found = [dict(one.finding.facts) for one in findings_of(session, Ref("offer", placed.id))]
    before, after = kept[0].terms, kept[-1].terms
    assert ("Laundry", Decimal("6.00")) in after.deductions
    assert before.net is not None
    assert after.net == before.net - 6
    assert any("offer to contract: deductions" in one.get("worse", "") for one in found)


def test_a_deduction_is_the_same_in_other_capitals_and_silence_on_it_keeps_it(
    at: Matched, placed: OfferRow
) -> None:
    give(at, placed, LAUNDRY)
    assert at.do(answer_terms, code(placed), 2, agrees=True) is OfferState.ACCEPTED
    same = KeyTerms(currency="GBP", deductions=((" laundry", Decimal("6.00")),))
    assert give(at, placed, same) == 0
    assert give(at, placed, SAME) == 0


BOOTS = KeyTerms(currency="GBP", taken_once=(("Boots", Decimal(40)),))


def test_what_is_taken_off_once_is_worse_and_leaves_the_usual_week_as_it_is(
    at: Matched, placed: OfferRow
) -> None:
    assert give(at, placed, BOOTS) == 1
    with at.reading() as session:
        kept = kept_terms(session, placed.id)
        found = [dict(one.finding.facts) for one in findings_of(session, Ref("offer", placed.id))]
    before, after = kept[0].terms, kept[-1].terms
    assert after.taken_once == BOOTS.taken_once
    assert (after.net, after.deductions) == (before.net, before.deductions)
    assert any("offer to contract: taken_once" in one.get("worse", "") for one in found)
    assert at.do(answer_terms, code(placed), 2, agrees=True) is OfferState.ACCEPTED
    assert give(at, placed, BOOTS) == 0


def test_what_is_taken_off_once_is_held_against_a_payslip_in_all_and_not_by_the_week(
    at: Matched, placed: OfferRow
) -> None:
    give(at, placed, BOOTS)
    with at.reading() as session:
        named = named_deductions(session, placed.id)
    slip = FirstPayslip(
        covers=Covers.TWO_WEEKS,
        gross=Decimal(1168),
        hours=Decimal(80),
        deductions=(("boots ", Decimal(40)),),
        net=None,
        currency="GBP",
    )
    assert (slip.taken(named.once), slip.weekly_deductions(named.weekly)) == (Decimal(40), Decimal("0.00"))
    at.do(answer_terms, code(placed), 2, agrees=True)
    both = KeyTerms(currency="GBP", deductions=(("Boots", Decimal(2)),))
    assert named_in(BOOTS, both).once == frozenset()


def test_a_payslip_is_held_against_what_offer_or_contract_take_off_and_not_against_tax(
    at: Matched, placed: OfferRow
) -> None:
    with at.reading() as session:
        before = named_deductions(session, placed.id).weekly
    give(at, placed, LAUNDRY)
    with at.reading() as session:
        assert named_deductions(session, placed.id).weekly - before == {"laundry"}
    slip = FirstPayslip(
        covers=Covers.TWO_WEEKS,
        gross=Decimal(1168),
        hours=Decimal(80),
        deductions=(("LAUNDRY", Decimal(20)), ("Income tax", Decimal(150))),
        net=None,
        currency="GBP",
    )
    assert slip.weekly_deductions({"laundry"}) == Decimal("10.00")
