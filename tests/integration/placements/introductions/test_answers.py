from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import time_machine
from flask import Flask

from portal.audit.queries import trail
from portal.availability import queries as availability
from portal.availability.service import close_availability
from portal.compliance.holds import service as compliance
from portal.kernel.events import SYSTEM, Ref
from portal.kernel.periods import Period
from portal.matching.service import rematch_marked
from portal.placements import queries
from portal.placements.introductions.domain.answers import (
    AnswersState,
    MatchGone,
    NoReason,
    NotYours,
    OnHold,
    Side,
    TooManyHeads,
    WaitsForApproval,
)
from portal.placements.introductions.service.answers import (
    IntroductionMade,
    YesWaits,
    lapse_silent,
    say_no,
    say_yes,
    undo_answer,
)
from portal.placements.introductions.service.introductions import withdraw_introduction
from portal.placements.introductions.service.standing import set_standing_yes, withdraw_standing_yes
from portal.vacancies import queries as vacancies
from tests.builders.placements import (
    FIRST,
    LAST,
    NOW,
    Matched,
    a_lot,
    a_match,
    a_party,
    a_vacancy,
    approve,
    introduced,
    job,
    the_match,
)

DAYS = Period(FIRST, LAST)


def state(at: Matched) -> AnswersState:
    with at.reading() as session:
        found = queries.answers(session, at.match_id)
        return found.answers.state if found else AnswersState.OPEN


def yes(at: Matched, side: Side, heads: int) -> object:
    party = at.provider if side is Side.PROVIDER else at.employer
    return at.do(say_yes, party.organisation_id, at.match_id, heads, by=party)


def test_the_second_yes_reserves_the_lesser_number_on_both_posts(at: Matched) -> None:
    first = yes(at, Side.EMPLOYER, 20)
    assert isinstance(first, YesWaits)
    second = yes(at, Side.PROVIDER, 12)
    assert isinstance(second, IntroductionMade)
    with at.reading() as session:
        made = queries.introduction(session, at.provider.organisation_id, second.introduction_id)
        lot = availability.availability(session, at.availability_id)
        vacancy = vacancies.vacancy(session, at.vacancy_id)
    assert made
    assert lot
    assert vacancy
    assert (made.heads, made.places, made.first, made.last) == (12, 12, FIRST, LAST)
    assert (lot.free_heads(DAYS), vacancy.free_heads(DAYS)) == (28, 8)


def test_an_answer_is_due_after_two_days_when_the_start_is_a_week_away(at: Matched) -> None:
    first = yes(at, Side.EMPLOYER, 20)
    assert isinstance(first, YesWaits)
    assert first.answers.due_at == NOW + timedelta(hours=(6 * 24 + 22) / 4)


def test_a_yes_for_more_than_is_free_is_refused(at: Matched) -> None:
    assert yes(at, Side.PROVIDER, 41) == TooManyHeads(40)


def test_a_stranger_to_the_match_cannot_answer_it(at: Matched) -> None:
    other = a_party(at.app, "Other Staffing", supplies=True)
    assert at.do(say_yes, other.organisation_id, at.match_id, 1, by=other) == NotYours()
    assert at.do(undo_answer, other.organisation_id, at.match_id, by=other) == NotYours()
    no = at.do(say_no, other.organisation_id, at.match_id, NoReason.PAY, by=other)
    assert no == NotYours()


def test_nobody_says_yes_before_both_organisations_are_approved(
    app: Flask, clock: time_machine.Traveller
) -> None:
    at = a_match(app, approved=False)
    assert yes(at, Side.PROVIDER, 3) == WaitsForApproval((Side.PROVIDER, Side.EMPLOYER))
    approve(app, at.provider)
    assert yes(at, Side.PROVIDER, 3) == WaitsForApproval((Side.EMPLOYER,))
    approve(app, at.employer)
    assert isinstance(yes(at, Side.PROVIDER, 3), YesWaits)


def test_a_yes_is_undone_and_heads_stay_free(at: Matched) -> None:
    yes(at, Side.PROVIDER, 10)
    at.do(undo_answer, at.provider.organisation_id, at.match_id, by=at.provider)
    assert state(at) is AnswersState.OPEN


def test_a_no_with_its_reason_is_kept_for_the_other_side(at: Matched) -> None:
    yes(at, Side.PROVIDER, 10)
    at.do(say_no, at.employer.organisation_id, at.match_id, NoReason.DATES, "From April only", by=at.employer)
    with at.reading() as session:
        row = queries.answers(session, at.match_id)
    assert row
    assert (row.answers.state, row.reason, row.note) == (
        AnswersState.DECLINED,
        NoReason.DATES,
        "From April only",
    )


def test_silence_ends_the_yes_at_its_time(at: Matched, clock: time_machine.Traveller) -> None:
    first = yes(at, Side.PROVIDER, 10)
    assert isinstance(first, YesWaits)
    assert first.answers.due_at
    clock.move_to(first.answers.due_at - timedelta(seconds=1))
    assert job(at, lapse_silent) == 0
    clock.move_to(first.answers.due_at)
    assert job(at, lapse_silent) == 1
    assert state(at) is AnswersState.LAPSED
    assert job(at, lapse_silent) == 0


def test_a_standing_yes_answers_at_once(at: Matched) -> None:
    at.do(set_standing_yes, at.employer.organisation_id, at.vacancy, 15, by=at.employer)
    made = yes(at, Side.PROVIDER, 40)
    assert isinstance(made, IntroductionMade)
    assert made.heads == 15


def test_the_trail_names_nobody_for_a_standing_yes(at: Matched) -> None:
    at.do(set_standing_yes, at.employer.organisation_id, at.vacancy, 10, by=at.employer)
    at.do(say_yes, at.provider.organisation_id, at.match_id, 3, by=at.provider)
    with at.reading() as session:
        said = [one for one in trail(session, [Ref("match", at.match_id)]) if one.action.endswith("say-yes")]
    assert [(one.facts["standing"], one.actor) for one in said] == [
        (False, at.provider.person_id),
        (True, SYSTEM),
    ]


def test_a_standing_yes_answers_a_yes_that_waits_already(at: Matched) -> None:
    yes(at, Side.PROVIDER, 10)
    at.do(set_standing_yes, at.employer.organisation_id, at.vacancy, 15, by=at.employer)
    assert state(at) is AnswersState.INTRODUCED


def test_two_standing_yeses_introduce_each_other_when_the_match_appears(
    app: Flask, clock: time_machine.Traveller
) -> None:
    at = a_match(app)
    at.do(set_standing_yes, at.provider.organisation_id, at.lot, 30, by=at.provider)
    at.do(set_standing_yes, at.employer.organisation_id, at.vacancy, 12, by=at.employer)
    assert state(at) is AnswersState.INTRODUCED
    with at.reading() as session:
        [made] = queries.introductions_of_post(session, at.vacancy)
        standing = queries.standing_yes(session, at.lot)
    assert (made.heads, made.provider_standing, made.employer_standing) == (12, True, True)
    assert standing
    assert standing.left == 18


def test_a_standing_yes_is_used_up(at: Matched) -> None:
    at.do(set_standing_yes, at.provider.organisation_id, at.lot, 12, by=at.provider)
    yes(at, Side.EMPLOYER, 12)
    other = a_party(at.app, "Second Foods", supplies=False)
    vacancy = a_vacancy(at.app, other)
    match_id = the_match(at.app, at.availability_id, vacancy)
    outcome = at.do(say_yes, other.organisation_id, match_id, 5, by=other)
    assert isinstance(outcome, YesWaits)


def test_a_standing_yes_that_was_withdrawn_answers_nothing(at: Matched) -> None:
    at.do(set_standing_yes, at.employer.organisation_id, at.vacancy, 15, by=at.employer)
    at.do(withdraw_standing_yes, at.employer.organisation_id, at.vacancy, by=at.employer)
    assert isinstance(yes(at, Side.PROVIDER, 10), YesWaits)


def test_a_standing_yes_waits_for_approval(app: Flask, clock: time_machine.Traveller) -> None:
    at = a_match(app, approved=False)
    at.do(set_standing_yes, at.provider.organisation_id, at.lot, 30, by=at.provider)
    at.do(set_standing_yes, at.employer.organisation_id, at.vacancy, 12, by=at.employer)
    assert state(at) is AnswersState.OPEN
    approve(app, at.provider)
    assert state(at) is AnswersState.OPEN
    approve(app, at.employer)
    assert state(at) is AnswersState.INTRODUCED


def test_nobody_sets_a_standing_yes_on_anothers_post(at: Matched) -> None:
    outcome = at.do(set_standing_yes, at.employer.organisation_id, at.lot, 3, by=at.employer)
    assert outcome == NotYours()


def test_a_hold_stops_a_yes(at: Matched) -> None:
    for ref in (Ref("match", at.match_id), at.vacancy, Ref("organisation", at.provider.organisation_id)):
        at.do(compliance.hold, ref, "looked at", by=at.provider)
        assert yes(at, Side.PROVIDER, 3) == OnHold(ref.kind)
        at.do(compliance.release, ref, "all well", by=at.provider)
    assert isinstance(yes(at, Side.PROVIDER, 3), YesWaits)


def test_a_yes_ends_when_the_match_does(at: Matched) -> None:
    yes(at, Side.EMPLOYER, 10)
    at.do(close_availability, at.provider.organisation_id, at.availability_id, "all placed", by=at.provider)
    job(at, rematch_marked)
    assert state(at) is AnswersState.LAPSED
    assert isinstance(yes(at, Side.PROVIDER, 3), MatchGone)


def test_heads_that_others_took_are_not_introduced_twice(app: Flask, clock: time_machine.Traveller) -> None:
    at = a_match(app, workers=10)
    other = a_party(app, "Second Foods", supplies=False)
    vacancy = a_vacancy(app, other, headcount=10)
    second = the_match(app, at.availability_id, vacancy)
    at.do(say_yes, other.organisation_id, second, 10, by=other)
    introduced(at, 7)
    outcome = at.do(say_yes, at.provider.organisation_id, second, 10, by=at.provider)
    assert outcome == TooManyHeads(3)
    made = at.do(say_yes, at.provider.organisation_id, second, 3, by=at.provider)
    assert isinstance(made, IntroductionMade)
    assert made.heads == 3


def test_a_withdrawn_introduction_frees_both_posts_and_no_standing_yes_brings_it_back(at: Matched) -> None:
    at.do(set_standing_yes, at.provider.organisation_id, at.lot, 30, by=at.provider)
    at.do(set_standing_yes, at.employer.organisation_id, at.vacancy, 12, by=at.employer)
    with at.reading() as session:
        [made] = queries.introductions_of_post(session, at.vacancy)
    at.do(withdraw_introduction, at.employer.organisation_id, made.id, by=at.employer)
    job(at, rematch_marked)
    assert state(at) is AnswersState.DECLINED
    with at.reading() as session:
        lot = availability.availability(session, at.availability_id)
        vacancy = vacancies.vacancy(session, at.vacancy_id)
    assert lot
    assert vacancy
    assert (lot.free_heads(DAYS), vacancy.free_heads(DAYS)) == (40, 20)


def test_heads_that_come_free_pass_on_to_whoever_said_yes_beforehand(at: Matched) -> None:
    at.do(set_standing_yes, at.employer.organisation_id, at.vacancy, 20, by=at.employer)
    second = a_party(at.app, "Second Labour", supplies=True)
    second_lot = a_lot(at.app, second, headcount=20)
    made = yes(at, Side.PROVIDER, 20)
    assert isinstance(made, IntroductionMade)
    job(at, rematch_marked)
    at.do(set_standing_yes, second.organisation_id, Ref("availability", second_lot), 20, by=second)
    at.do(withdraw_introduction, at.provider.organisation_id, made.introduction_id, by=at.provider)
    job(at, rematch_marked)
    with at.reading() as session:
        [passed_on] = queries.introductions_of_post(session, Ref("availability", second_lot))
    assert passed_on.heads == 20


def test_both_sides_may_say_yes_at_the_same_moment(app: Flask, at: Matched) -> None:
    def attempt(side: Side) -> object:
        with app.app_context():
            return yes(at, side, 5)

    with ThreadPoolExecutor(max_workers=2) as both:
        outcomes = list(both.map(attempt, Side))
    assert {type(one) for one in outcomes} == {YesWaits, IntroductionMade}
    assert state(at) is AnswersState.INTRODUCED


def test_the_same_heads_are_not_introduced_twice_at_the_same_moment(
    app: Flask, clock: time_machine.Traveller
) -> None:
    at = a_match(app, workers=10, places=10)
    matches = [at.match_id]
    for name in ("Second Foods", "Third Foods", "Fourth Foods"):
        employer = a_party(app, name, supplies=False)
        vacancy = a_vacancy(app, employer, headcount=10)
        matches.append(the_match(app, at.availability_id, vacancy))
        at.do(say_yes, employer.organisation_id, matches[-1], 10, by=employer)
    yes(at, Side.EMPLOYER, 10)

    def attempt(match_id: UUID) -> object:
        with app.app_context():
            return at.do(say_yes, at.provider.organisation_id, match_id, 10, by=at.provider)

    with ThreadPoolExecutor(max_workers=4) as crowd:
        outcomes = list(crowd.map(attempt, matches))
    assert sum(isinstance(one, IntroductionMade) for one in outcomes) == 1
    with at.reading() as session:
        lot = availability.availability(session, at.availability_id)
    assert lot
    assert lot.free_heads(DAYS) == 0
