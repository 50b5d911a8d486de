from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product

import pytest

from portal.matching.domain import ALL_FORMS, EngagementForm
from portal.placements.introductions.domain.answers import Side
from portal.placements.introductions.domain.engagement import (
    ENGAGEMENT,
    EngagementAct,
    EngagementFlaw,
    EngagementState,
    EngagementTerms,
    NotTheirs,
    ProposalReplaced,
    Transfer,
    agree,
    equal_treatment_suggested,
    flaws_of,
)

LAST = date(2027, 5, 31)
LOAN = EngagementTerms(
    form=EngagementForm.LOAN,
    employer_of_record=Side.PROVIDER,
    wages_paid_by=Side.PROVIDER,
    wages_paid_when="every Friday",
    directed_by=Side.EMPLOYER,
    safety_by=Side.EMPLOYER,
    insurer="Mutual of the Fens",
    insured_until=date(2027, 12, 31),
    charge_basis="hourly rate plus 12 %",
    recall_notice_days=7,
    return_date=date(2027, 6, 1),
    comparator_pay=None,
    comparator_currency=None,
    equal_treatment_from=None,
    transfer_applies=Transfer.NO,
)
AGENCY = replace(
    LOAN,
    form=EngagementForm.AGENCY,
    return_date=None,
    comparator_pay=Decimal("12.60"),
    comparator_currency="GBP",
    equal_treatment_from=date(2027, 5, 24),
)
TRANSFER = replace(LOAN, form=EngagementForm.TRANSFER, employer_of_record=Side.EMPLOYER, return_date=None)


def flaws(terms: EngagementTerms) -> tuple[EngagementFlaw, ...]:
    return flaws_of(terms, last=LAST, shared_forms=ALL_FORMS)


@pytest.mark.parametrize("terms", [LOAN, AGENCY, TRANSFER])
def test_whole_terms_can_be_proposed(terms: EngagementTerms) -> None:
    assert flaws(terms) == ()


@pytest.mark.parametrize(
    ("terms", "flaw"),
    [
        (replace(LOAN, insured_until=date(2027, 5, 30)), EngagementFlaw.INSURANCE_ENDS_EARLY),
        (replace(LOAN, return_date=None), EngagementFlaw.RETURN_MISSING),
        (replace(LOAN, return_date=LAST), EngagementFlaw.RETURN_EARLY),
        (replace(LOAN, employer_of_record=Side.EMPLOYER), EngagementFlaw.EMPLOYER_STAYS_PROVIDER),
        (replace(AGENCY, employer_of_record=Side.EMPLOYER), EngagementFlaw.EMPLOYER_STAYS_PROVIDER),
        (replace(TRANSFER, employer_of_record=Side.PROVIDER), EngagementFlaw.EMPLOYER_BECOMES_EMPLOYER),
        (replace(AGENCY, comparator_pay=None), EngagementFlaw.COMPARATOR_MISSING),
        (replace(AGENCY, equal_treatment_from=None), EngagementFlaw.EQUAL_TREATMENT_MISSING),
    ],
)
def test_terms_that_do_not_fit_together_are_named(terms: EngagementTerms, flaw: EngagementFlaw) -> None:
    assert flaws(terms) == (flaw,)


def test_a_form_that_one_post_does_not_accept_is_named() -> None:
    found = flaws_of(LOAN, last=LAST, shared_forms=frozenset({EngagementForm.AGENCY}))
    assert found == (EngagementFlaw.FORM_NOT_SHARED,)


def test_the_other_side_agrees_to_the_newest_proposal() -> None:
    outcome = agree(
        EngagementState.PROPOSED, version=2, newest=2, proposed_by=Side.EMPLOYER, side=Side.PROVIDER
    )
    assert outcome is EngagementState.AGREED


def test_nobody_agrees_to_their_own_proposal() -> None:
    outcome = agree(
        EngagementState.PROPOSED, version=2, newest=2, proposed_by=Side.EMPLOYER, side=Side.EMPLOYER
    )
    assert outcome == NotTheirs(2)


@pytest.mark.parametrize("state", [EngagementState.SUPERSEDED, EngagementState.PROPOSED])
def test_a_version_that_was_changed_meanwhile_cannot_be_agreed(state: EngagementState) -> None:
    outcome = agree(state, version=1, newest=2, proposed_by=Side.EMPLOYER, side=Side.PROVIDER)
    assert outcome == ProposalReplaced(2)


def test_equal_treatment_begins_after_twelve_weeks_in_the_united_kingdom() -> None:
    assert equal_treatment_suggested("GB", date(2027, 3, 1)) == date(2027, 5, 24)
    assert equal_treatment_suggested("DE", date(2027, 3, 1)) == date(2027, 3, 1)


@pytest.mark.parametrize(("state", "act"), list(product(EngagementState, EngagementAct)))
def test_a_superseded_version_never_comes_back(state: EngagementState, act: EngagementAct) -> None:
    possible = {
        EngagementState.PROPOSED: {EngagementAct.AGREE, EngagementAct.CHANGE},
        EngagementState.AGREED: {EngagementAct.CHANGE},
        EngagementState.SUPERSEDED: set(),
    }
    assert ((state, act) in ENGAGEMENT) is (act in possible[state])
