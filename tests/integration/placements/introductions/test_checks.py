"""Checks on workers before the start: kept, superseded, and what a roll-call makes of them."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from portal.audit import queries as audit
from portal.compliance.domain import RulesForbid
from portal.compliance.findings.queries import findings_of
from portal.kernel.events import Ref
from portal.notifications.models import Mail
from portal.placements import queries
from portal.placements.introductions.domain.answers import NotYours, Side
from portal.placements.introductions.domain.checks import (
    CannotShorten,
    CheckAnswers,
    CheckFlaw,
    CheckIncomplete,
    How,
)
from portal.placements.introductions.service import introductions
from portal.placements.introductions.service.checks import record_checks, shorten_to_check
from portal.placements.models import WorkerCheckRow
from portal.placements.offers.service.forgetting import AFTER_A_JOB, forget_workers
from portal.placements.rows import PlacementRow
from portal.placements.work.domain.placements import NobodyChosen, PlacementNotPossible, PlacementState
from portal.placements.work.service import placements
from portal.placements.work.service.placements import SomeMayNotStart
from tests.builders.placements import (
    FIRST,
    LAST,
    Matched,
    Party,
    a_match_abroad,
    a_party,
    accepted,
    agreed,
    job,
)
from tests.builders.safety import made_safe

APRIL = date(2027, 4, 30)
UNTIL_APRIL = CheckAnswers(checked_by=Side.EMPLOYER, how=How.PERMIT, until=APRIL)
NO_END = CheckAnswers(unlimited=True)
CREW = ("Ana Petrova, , ana@workers.example", "Ben Okoro")


@pytest.fixture
def abroad(app: Flask, clock: time_machine.Traveller) -> Matched:
    return a_match_abroad(app)


def placed(at: Matched, made: UUID) -> list[PlacementRow]:
    with at.reading() as session:
        return queries.placements_of(session, made)


def crew(at: Matched, **terms: Any) -> UUID:
    made = agreed(at, heads=3, **terms)
    accepted(at, made, *CREW)
    return made


def check(at: Matched, made: UUID, answers: CheckAnswers, *numbers: int, by: Party | None = None) -> object:
    who = by or at.employer
    rows = placed(at, made)
    ids = [rows[n - 1].id for n in numbers or range(1, len(rows) + 1)]
    return at.do(record_checks, who.organisation_id, made, ids, answers, by=who)


def call_roll(at: Matched, made: UUID) -> object:
    """Everybody expected came, and has got what is needed for their safety."""
    made_safe(at, made)
    came = {one.id: True for one in placed(at, made) if one.state is PlacementState.EXPECTED}
    return at.do(placements.call_roll, at.employer.organisation_id, made, came, by=at.employer)


def shorten(at: Matched, made: UUID, number: int = 1, by: Party | None = None) -> object:
    who = by or at.employer
    one = placed(at, made)[number - 1].id
    return at.do(shorten_to_check, who.organisation_id, made, one, by=who)


def open_rules(at: Matched, placement_id: UUID) -> dict[str, str]:
    with at.reading() as session:
        found = findings_of(session, Ref("placement", placement_id))
        return {one.finding.rule: one.finding.outcome.value for one in found if one.state.counts}


def test_either_side_records_for_several_workers_and_a_later_check_counts(
    at: Matched, clock: time_machine.Traveller
) -> None:
    made = crew(at)
    assert check(at, made, UNTIL_APRIL) == 2
    clock.shift(timedelta(hours=1))
    assert check(at, made, NO_END, 1, by=at.provider) == 1
    first, second = (one.id for one in placed(at, made))
    with at.reading() as session:
        counts = queries.checks_of(session, [first, second])
        kept = session.scalars(select(WorkerCheckRow).where(WorkerCheckRow.placement_id == first)).all()
    assert (counts[first].check.unlimited, counts[first].check.checked_by) == (True, Side.PROVIDER)
    assert counts[second].check.until == APRIL
    assert len(kept) == 2


def test_the_trail_holds_who_and_until_when_but_not_the_age(abroad: Matched) -> None:
    made = crew(abroad)
    answers = CheckAnswers(adult=False, checked_by=Side.EMPLOYER, how=How.SEEN, until=APRIL)
    assert check(abroad, made, answers, 1) == 1
    with abroad.reading() as session:
        entries = audit.trail(session, [Ref("placement", placed(abroad, made)[0].id)])
    [facts] = [one.facts for one in entries if one.action == "placements:placement:check"]
    assert (facts["side"], facts["until"]) == ("employer", APRIL.isoformat())
    assert "adult" not in facts


def test_a_foreign_organisation_records_and_shortens_nothing(at: Matched) -> None:
    made = crew(at)
    check(at, made, UNTIL_APRIL)
    stranger = a_party(at.app, "Other Crews", supplies=True)
    assert check(at, made, NO_END, by=stranger) == NotYours()
    assert shorten(at, made, by=stranger) == NotYours()


def test_a_worker_of_another_introduction_cannot_be_checked_here(at: Matched) -> None:
    made = crew(at)
    outcome = at.do(record_checks, at.employer.organisation_id, made, [UUID(int=9)], NO_END, by=at.employer)
    assert outcome == NobodyChosen()


def test_whoever_holds_no_place_any_more_is_not_checked(at: Matched) -> None:
    made = crew(at)
    one = placed(at, made)[0].id
    at.do(placements.cancel_workers, at.employer.organisation_id, made, [one], FIRST, by=at.employer)
    assert check(at, made, NO_END, 1) == PlacementNotPossible(PlacementState.CANCELLED)


def test_unchecked_workers_start_and_it_stays_open_until_somebody_records_the_check(
    at: Matched, clock: time_machine.Traveller
) -> None:
    made = crew(at)
    clock.shift(timedelta(days=7))
    assert call_roll(at, made) == 2
    first = placed(at, made)[0]
    assert first.state is PlacementState.STARTED
    assert open_rules(at, first.id)["workers.right-to-work"] == "needs-evidence"
    check(at, made, NO_END, 1)
    assert "workers.right-to-work" not in open_rules(at, first.id)


def test_whose_right_to_work_ends_early_does_not_start_while_the_others_do(
    at: Matched, clock: time_machine.Traveller
) -> None:
    made = crew(at)
    check(at, made, UNTIL_APRIL, 1)
    clock.shift(timedelta(days=7))
    outcome = call_roll(at, made)
    first, second = placed(at, made)
    assert isinstance(outcome, SomeMayNotStart)
    assert (outcome.recorded, list(outcome.forbidden)) == (1, [first.id])
    assert (first.state, second.state) == (PlacementState.EXPECTED, PlacementState.STARTED)
    assert open_rules(at, first.id)["workers.right-to-work"] == "fail"


def test_after_shortening_the_worker_starts_and_works_until_that_day(
    at: Matched, clock: time_machine.Traveller
) -> None:
    made = crew(at)
    check(at, made, UNTIL_APRIL, 1)
    clock.shift(timedelta(days=7))
    call_roll(at, made)
    assert shorten(at, made) == APRIL
    assert "workers.right-to-work" not in open_rules(at, placed(at, made)[0].id)
    assert call_roll(at, made) == 1
    first, second = placed(at, made)
    assert (first.state, first.last, second.last) == (PlacementState.STARTED, APRIL, LAST)


def test_when_nobody_of_the_roll_may_start_the_roll_is_refused(
    at: Matched, clock: time_machine.Traveller
) -> None:
    made = crew(at)
    check(at, made, UNTIL_APRIL)
    clock.shift(timedelta(days=7))
    outcome = call_roll(at, made)
    assert isinstance(outcome, RulesForbid)
    assert {one.rule for one in outcome.findings} == {"workers.right-to-work"}


def test_a_renewed_check_lets_the_worker_start(at: Matched, clock: time_machine.Traveller) -> None:
    made = crew(at)
    check(at, made, UNTIL_APRIL)
    clock.shift(timedelta(days=7))
    call_roll(at, made)
    check(at, made, CheckAnswers(checked_by=Side.EMPLOYER, how=How.PERMIT, until=LAST))
    assert call_roll(at, made) == 2


def test_nobody_under_age_crosses_a_border(abroad: Matched, clock: time_machine.Traveller) -> None:
    made = crew(abroad)
    of_age = CheckAnswers(adult=True, checked_by=Side.EMPLOYER, how=How.SEEN, unlimited=True)
    under_age = CheckAnswers(adult=False, checked_by=Side.EMPLOYER, how=How.SEEN, unlimited=True)
    check(abroad, made, of_age, 1)
    check(abroad, made, under_age, 2)
    clock.shift(timedelta(days=7))
    outcome = call_roll(abroad, made)
    assert isinstance(outcome, SomeMayNotStart)
    [found] = outcome.forbidden.values()
    assert [one.rule for one in found] == ["workers.adult-across-borders"]


def test_age_is_asked_across_a_border(abroad: Matched) -> None:
    made = crew(abroad)
    assert check(abroad, made, UNTIL_APRIL) == CheckIncomplete((CheckFlaw.AGE_MISSING,))


def test_nothing_is_shortened_without_an_end(at: Matched) -> None:
    made = crew(at)
    assert shorten(at, made) == CannotShorten(None)
    check(at, made, NO_END)
    assert shorten(at, made) == CannotShorten(None)


def test_the_other_side_and_the_worker_are_told_of_a_shorter_placement(at: Matched) -> None:
    made = crew(at)
    check(at, made, UNTIL_APRIL)
    shorten(at, made, by=at.provider)
    with at.reading() as session:
        mails = session.scalars(select(Mail).where(Mail.template.like("%shortened"))).all()
        told = {one.template: one.facts["until"] for one in mails}
        organisations = {one.organisation_id for one in mails if one.template.endswith("workers_shortened")}
    assert told == {
        "placements/workers_shortened": APRIL.isoformat(),
        "placements/worker_shortened": APRIL.isoformat(),
    }
    assert organisations == {at.employer.organisation_id}


def test_a_shortened_placement_is_over_after_its_own_last_day_and_the_place_can_be_filled(
    at: Matched, clock: time_machine.Traveller
) -> None:
    made = crew(at)
    check(at, made, UNTIL_APRIL, 1)
    shorten(at, made)
    clock.shift(timedelta(days=7))
    call_roll(at, made)
    clock.move_to(APRIL + timedelta(days=1))
    assert job(at, introductions.finish_placements) == 1
    assert [one.state for one in placed(at, made)] == [PlacementState.COMPLETED, PlacementState.STARTED]
    with at.reading() as session:
        row = queries.any_introduction(session, made)
        assert row
        assert queries.counts_of(session, [row])[made].unfilled == 2
    assert job(at, introductions.finish_placements) == 0


def test_an_extension_leaves_shortened_placements_and_asks_again_about_the_others(
    at: Matched, clock: time_machine.Traveller
) -> None:
    june = LAST + timedelta(days=10)
    made = crew(at, return_date=june + timedelta(days=1))
    check(at, made, UNTIL_APRIL, 1)
    check(at, made, CheckAnswers(checked_by=Side.EMPLOYER, how=How.PERMIT, until=LAST), 2)
    shorten(at, made)
    clock.shift(timedelta(days=7))
    call_roll(at, made)
    first, second = extended(at, made, june)
    assert (first.last, second.last) == (APRIL, june)
    assert open_rules(at, second.id)["workers.right-to-work"] == "fail"


def extended(at: Matched, made: UUID, until: date) -> list[PlacementRow]:
    at.do(introductions.propose_extension, at.provider.organisation_id, made, until, by=at.provider)
    done = at.do(introductions.agree_extension, at.employer.organisation_id, made, by=at.employer)
    assert done == until
    return placed(at, made)


def test_checks_are_deleted_with_the_name(at: Matched, clock: time_machine.Traveller) -> None:
    made = crew(at)
    check(at, made, NO_END)
    ids = [one.id for one in placed(at, made)]
    clock.move_to(LAST + AFTER_A_JOB - timedelta(days=1))
    job(at, forget_workers)
    with at.reading() as session:
        assert set(queries.checks_of(session, ids)) == set(ids)
    clock.move_to(LAST + AFTER_A_JOB + timedelta(days=1))
    job(at, forget_workers)
    with at.reading() as session:
        assert queries.checks_of(session, ids) == {}
