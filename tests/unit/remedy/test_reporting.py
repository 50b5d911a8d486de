"""What is held at once, and what a statement may not say."""

from itertools import product

import pytest

from portal.remedy.domain.reporting import (
    Complaint,
    Report,
    SmallCrewNotConfirmed,
    StatementNamesWorker,
    StatementQuotesReport,
    ToHold,
    check_statement,
    hold_at_once,
)

NEUTRAL = "Workers paid for a place in this job."
WRITTEN = ("He wanted two hundred pounds from me behind the canteen", "Mister Grey")


@pytest.mark.parametrize(("complaint", "verified"), list(product(Complaint, [True, False])))
def test_only_a_critical_report_by_a_real_offer_holds_at_once(complaint: Complaint, verified: bool) -> None:
    held = hold_at_once(complaint, verified_offer=verified)
    assert (held is not None) == (verified and complaint.is_critical)


def test_money_holds_whoever_offers_the_work_the_rest_the_job() -> None:
    assert hold_at_once(Complaint.ASKED_FOR_MONEY, verified_offer=True) is ToHold.PROVIDER
    assert hold_at_once(Complaint.KEEPS_PAPERS, verified_offer=True) is ToHold.VACANCY


def test_fees_kept_papers_and_threats_are_critical() -> None:
    looked_at_first = {Complaint.NOT_AS_PROMISED, Complaint.PAY, Complaint.HOUSING, Complaint.OTHER}
    assert {one for one in Complaint if not one.is_critical} == looked_at_first


def test_a_neutral_statement_of_a_large_crew_is_taken() -> None:
    assert check_statement(NEUTRAL, WRITTEN, ["Ana Petrova"], crew=5, is_confirmed=False) is None


def test_a_statement_that_quotes_the_report_is_refused() -> None:
    said = "A worker says: he wanted two hundred POUNDS, from me."
    assert check_statement(said, WRITTEN, [], crew=9, is_confirmed=True) == StatementQuotesReport(
        "he wanted two hundred pounds"
    )


def test_a_statement_with_a_workers_name_is_refused() -> None:
    said = "Petrova and others paid."
    assert check_statement(said, (), ["Ana Petrova"], crew=9, is_confirmed=True) == StatementNamesWorker(
        "Ana Petrova"
    )


@pytest.mark.parametrize("crew", range(5))
def test_a_small_crew_needs_a_second_reading(crew: int) -> None:
    refused = check_statement(NEUTRAL, WRITTEN, [], crew=crew, is_confirmed=False)
    assert refused == SmallCrewNotConfirmed(crew)
    assert check_statement(NEUTRAL, WRITTEN, [], crew=crew, is_confirmed=True) is None


def test_a_report_knows_what_was_written_freely() -> None:
    report = Report(complaint=Complaint.OTHER, words="One", to_whom="Two")
    assert report.texts == ("One", "Two")
