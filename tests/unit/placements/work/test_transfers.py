"""When a worker may be asked to work for the workplace itself, and until when the answer waits."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.placements.work.domain.placements import DayOutside, NotStarted, PlacementState
from portal.placements.work.domain.transfers import AlreadyProposed, TransferState, answer_by, may_propose

TODAY, LAST = date(2027, 3, 8), date(2027, 5, 31)
NOW = datetime(2027, 3, 8, 8, tzinfo=UTC)


@pytest.mark.parametrize("before", [None, TransferState.LAPSED])
def test_a_worker_may_be_asked_once_and_again_after_silence(before: TransferState | None) -> None:
    assert may_propose(before, PlacementState.STARTED, LAST, today=TODAY, last=LAST) is None


@pytest.mark.parametrize("before", [TransferState.PROPOSED, TransferState.REFUSED, TransferState.AGREED])
def test_nobody_is_asked_twice(before: TransferState) -> None:
    refused = may_propose(before, PlacementState.STARTED, LAST, today=TODAY, last=LAST)
    assert refused == AlreadyProposed(before)


@pytest.mark.parametrize("state", sorted(set(PlacementState) - {PlacementState.STARTED}))
def test_only_a_worker_at_work_is_asked(state: PlacementState) -> None:
    assert may_propose(None, state, LAST, today=TODAY, last=LAST) == NotStarted()


def test_the_day_is_from_tomorrow_to_the_day_after_the_last_one() -> None:
    tomorrow, after = TODAY + timedelta(days=1), LAST + timedelta(days=1)
    for day in (tomorrow, after):
        assert may_propose(None, PlacementState.STARTED, day, today=TODAY, last=LAST) is None
    for day in (TODAY, after + timedelta(days=1)):
        refused = may_propose(None, PlacementState.STARTED, day, today=TODAY, last=LAST)
        assert refused == DayOutside(tomorrow, after)


def test_an_answer_waits_a_week_but_never_past_the_day_itself() -> None:
    assert answer_by(LAST, NOW) == NOW + timedelta(days=7)
    assert answer_by(date(2027, 3, 10), NOW) == datetime(2027, 3, 10, tzinfo=UTC)
