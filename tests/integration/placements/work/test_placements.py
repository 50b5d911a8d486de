from datetime import date, timedelta
from uuid import UUID

import time_machine

from portal.availability import queries as availability
from portal.kernel.periods import Period
from portal.placements import queries
from portal.placements.introductions.domain.answers import NotYours
from portal.placements.introductions.domain.engagement import EngagementFlaw, EngagementIncomplete
from portal.placements.introductions.domain.introductions import (
    IntroductionOver,
    IntroductionState,
    NotEnoughPlaces,
    NothingProposed,
    SomebodyAccepted,
)
from portal.placements.introductions.service import introductions as service
from portal.placements.offers.domain.offers import OfferState
from portal.placements.rows import PlacementRow
from portal.placements.work.domain.placements import (
    NobodyChosen,
    NoticeTooShort,
    NotStarted,
    NotYetDayOne,
    PlacementState,
)
from portal.placements.work.service import placements
from portal.vacancies import queries as vacancies
from tests.builders.placements import FIRST, LAST, Matched, accepted, accepts, agreed, job, offered
from tests.builders.safety import made_safe

THREE = ("Ana Petrova", "Ben Okoro", "Cleo Marsh")


def placed(at: Matched, introduction_id: UUID) -> list[PlacementRow]:
    with at.reading() as session:
        return queries.placements_of(session, introduction_id)


def states(at: Matched, introduction_id: UUID) -> list[PlacementState]:
    return [one.state for one in placed(at, introduction_id)]


def free(at: Matched, day: date) -> tuple[int, int]:
    """Heads free on one day on both posts."""
    with at.reading() as session:
        lot = availability.availability(session, at.availability_id)
        vacancy = vacancies.vacancy(session, at.vacancy_id)
    assert lot
    assert vacancy
    return lot.free_heads(Period(day, day)), vacancy.free_heads(Period(day, day))


def on_day_one(at: Matched, clock: time_machine.Traveller, heads: int = 3) -> UUID:
    made = agreed(at, heads=heads)
    accepted(at, made, *THREE)
    clock.shift(timedelta(days=7))
    made_safe(at, made)
    return made


def call_roll(at: Matched, made: UUID, *came: bool) -> object:
    answers = {one.id: tick for one, tick in zip(placed(at, made), came, strict=False)}
    return at.do(placements.call_roll, at.employer.organisation_id, made, answers, by=at.employer)


def test_on_day_one_the_employer_ticks_who_came(at: Matched, clock: time_machine.Traveller) -> None:
    made = on_day_one(at, clock)
    assert call_roll(at, made, True, True, False) == 3
    assert states(at, made) == [PlacementState.STARTED, PlacementState.STARTED, PlacementState.NO_SHOW]
    assert placed(at, made)[0].started_on == FIRST


def test_there_is_no_roll_call_before_day_one(at: Matched) -> None:
    made = agreed(at, heads=3)
    accepted(at, made, *THREE)
    assert call_roll(at, made, True) == NotYetDayOne(FIRST)


def test_only_the_employer_calls_the_roll(at: Matched, clock: time_machine.Traveller) -> None:
    made = on_day_one(at, clock)
    ids = {one.id: True for one in placed(at, made)}
    outcome = at.do(placements.call_roll, at.provider.organisation_id, made, ids, by=at.provider)
    assert outcome == NotYours()


def test_a_no_show_is_replaced_by_the_next_acceptance(at: Matched, clock: time_machine.Traveller) -> None:
    made = agreed(at, heads=2)
    accepted(at, made, "Ana Petrova", "Ben Okoro")
    clock.shift(timedelta(days=7))
    made_safe(at, made)
    call_roll(at, made, True, False)
    [*_, spare] = offered(at, made, "Cleo Marsh")
    assert accepts(at, spare) is OfferState.ACCEPTED
    assert states(at, made) == [PlacementState.STARTED, PlacementState.NO_SHOW, PlacementState.EXPECTED]


def test_a_worker_of_another_introduction_is_not_on_the_roll(
    at: Matched, clock: time_machine.Traveller
) -> None:
    made = on_day_one(at, clock)
    outcome = at.do(
        placements.call_roll, at.employer.organisation_id, made, {UUID(int=9): True}, by=at.employer
    )
    assert outcome == NobodyChosen()


def test_recalled_heads_are_free_on_both_posts_from_that_day(
    at: Matched, clock: time_machine.Traveller
) -> None:
    made = on_day_one(at, clock)
    call_roll(at, made, True, True, True)
    back = FIRST + timedelta(days=10)
    two = [one.id for one in placed(at, made)[:2]]
    assert at.do(placements.recall_workers, at.provider.organisation_id, made, two, back, by=at.provider) == 2
    assert states(at, made)[:2] == [PlacementState.RECALLED] * 2
    assert placed(at, made)[0].last == back - timedelta(days=1)
    assert free(at, back - timedelta(days=1)) == (37, 17)
    assert free(at, back) == (39, 19)


def test_a_recall_keeps_the_agreed_notice(at: Matched, clock: time_machine.Traveller) -> None:
    made = on_day_one(at, clock)
    one = [placed(at, made)[0].id]
    outcome = at.do(
        placements.recall_workers,
        at.provider.organisation_id,
        made,
        one,
        FIRST + timedelta(days=6),
        by=at.provider,
    )
    assert outcome == NoticeTooShort(FIRST + timedelta(days=7), 7)


def test_the_employer_cancels_and_the_record_says_whether_notice_was_kept(
    at: Matched, clock: time_machine.Traveller
) -> None:
    made = on_day_one(at, clock)
    first, second, _ = (one.id for one in placed(at, made))
    at.do(placements.cancel_workers, at.employer.organisation_id, made, [first], FIRST, by=at.employer)
    later = FIRST + timedelta(days=7)
    at.do(placements.cancel_workers, at.employer.organisation_id, made, [second], later, by=at.employer)
    rows = placed(at, made)
    assert [one.state for one in rows[:2]] == [PlacementState.CANCELLED] * 2
    assert [one.notice_kept for one in rows[:2]] == [False, True]
    assert free(at, FIRST) == (38, 18)
    assert free(at, later) == (39, 19)


def test_each_side_ends_placements_in_its_own_way_only(at: Matched, clock: time_machine.Traveller) -> None:
    made = on_day_one(at, clock)
    ids = [placed(at, made)[0].id]
    day = FIRST + timedelta(days=20)
    recalled = at.do(placements.recall_workers, at.employer.organisation_id, made, ids, day, by=at.employer)
    cancelled = at.do(placements.cancel_workers, at.provider.organisation_id, made, ids, day, by=at.provider)
    assert (recalled, cancelled) == (NotYours(), NotYours())


def test_when_everybody_is_cancelled_the_introduction_ends(
    at: Matched, clock: time_machine.Traveller
) -> None:
    made = on_day_one(at, clock)
    ids = [one.id for one in placed(at, made)]
    at.do(placements.cancel_workers, at.employer.organisation_id, made, ids, FIRST, by=at.employer)
    with at.reading() as session:
        found = queries.any_introduction(session, made)
    assert found
    assert (found.state, found.places) == (IntroductionState.ENDED, 0)
    assert free(at, FIRST) == (40, 20)


def test_somebody_who_left_can_be_replaced(at: Matched, clock: time_machine.Traveller) -> None:
    made = on_day_one(at, clock)
    call_roll(at, made, True, True, True)
    ids = [placed(at, made)[0].id]
    at.do(
        placements.record_leaving,
        at.provider.organisation_id,
        made,
        ids,
        FIRST + timedelta(days=1),
        by=at.provider,
    )
    assert states(at, made)[0] is PlacementState.LEFT
    [*_, spare] = offered(at, made, "Dan Fox")
    assert accepts(at, spare) is OfferState.ACCEPTED


def test_the_employer_cannot_drop_an_expected_worker_as_gone(at: Matched) -> None:
    made = agreed(at, heads=3)
    accepted(at, made, *THREE)
    ids = [placed(at, made)[0].id]
    drop = placements.record_leaving
    assert at.do(drop, at.employer.organisation_id, made, ids, FIRST, by=at.employer) == NotStarted()
    assert states(at, made)[0] is PlacementState.EXPECTED
    assert at.do(drop, at.provider.organisation_id, made, ids, FIRST, by=at.provider) == 1


def test_unfilled_places_are_given_back(at: Matched) -> None:
    made = agreed(at, heads=5)
    accepted(at, made, *THREE)
    too_many = at.do(service.give_back_places, at.provider.organisation_id, made, 3, by=at.provider)
    assert too_many == NotEnoughPlaces(2)
    assert at.do(service.give_back_places, at.provider.organisation_id, made, 2, by=at.provider) == 3
    assert free(at, FIRST) == (37, 17)


def test_an_introduction_is_withdrawn_while_nobody_accepted(at: Matched) -> None:
    made = agreed(at, heads=5)
    [offer] = offered(at, made, "Ana Petrova")
    done = at.do(service.withdraw_introduction, at.employer.organisation_id, made, by=at.employer)
    assert done is IntroductionState.WITHDRAWN
    with at.reading() as session:
        found = queries.offer(session, offer.id)
    assert found
    assert found.state is OfferState.WITHDRAWN
    again = at.do(service.withdraw_introduction, at.employer.organisation_id, made, by=at.employer)
    assert again == IntroductionOver(IntroductionState.WITHDRAWN)


def test_an_introduction_that_workers_rely_on_is_not_withdrawn(at: Matched) -> None:
    made = agreed(at, heads=5)
    accepted(at, made, "Ana Petrova")
    outcome = at.do(service.withdraw_introduction, at.provider.organisation_id, made, by=at.provider)
    assert outcome == SomebodyAccepted(1)


def test_both_sides_agree_to_an_extension(at: Matched) -> None:
    made = agreed(at, heads=5, return_date=date(2027, 9, 1))
    accepted(at, made, *THREE)
    until = date(2027, 6, 30)
    at.do(service.propose_extension, at.employer.organisation_id, made, until, by=at.employer)
    own = at.do(service.agree_extension, at.employer.organisation_id, made, by=at.employer)
    assert own == NothingProposed()
    done = at.do(service.agree_extension, at.provider.organisation_id, made, by=at.provider)
    assert done == until
    assert {one.last for one in placed(at, made)} == {until}
    assert free(at, until) == (35, 15)


def test_no_extension_beyond_the_agreed_insurance_or_return(at: Matched) -> None:
    made = agreed(at, heads=5)
    until = date(2028, 1, 31)
    outcome = at.do(service.propose_extension, at.employer.organisation_id, made, until, by=at.employer)
    assert outcome == EngagementIncomplete((EngagementFlaw.INSURANCE_ENDS_EARLY, EngagementFlaw.RETURN_EARLY))


def test_after_the_last_day_placements_are_completed(at: Matched, clock: time_machine.Traveller) -> None:
    made = on_day_one(at, clock)
    call_roll(at, made, True, True)
    clock.move_to(LAST + timedelta(days=1))
    assert job(at, service.finish_introductions) == 1
    assert states(at, made) == [
        PlacementState.COMPLETED,
        PlacementState.COMPLETED,
        PlacementState.NOT_RECORDED,
    ]
    with at.reading() as session:
        found = queries.any_introduction(session, made)
    assert found
    assert found.state is IntroductionState.ENDED
    assert job(at, service.finish_introductions) == 0
