"""What workers are asked by mail: their safety before the start, how the job is on day 7 and 30."""

from datetime import timedelta

from sqlalchemy import or_, select

from portal.infra.unit_of_work import Work
from portal.notifications.service import queue
from portal.placements import queries
from portal.placements.models import Placement
from portal.placements.work.check_ins import answered_days
from portal.placements.work.domain.check_ins import ASKED_FOR, FIRST, SECOND, to_ask
from portal.placements.work.domain.placements import PlacementState
from portal.placements.work.notices import worker_mail
from portal.placements.work.safety import safety_of

ONE_DAY_AHEAD = timedelta(days=1)


def remind_of_safety(work: Work) -> int:
    """Mail whoever begins tomorrow and has something to confirm; how many they are."""
    tomorrow = work.now.date() + ONE_DAY_AHEAD
    wanted = select(Placement.id).where(
        Placement.state == PlacementState.EXPECTED, Placement.first == tomorrow
    )
    found = safety_of(work.session, work.session.scalars(wanted).all())
    due = [key for key, rows in found.items() if any(one.standing.waits_for_worker for one in rows)]
    for key in due:
        if placed := queries.placement(work.session, key):
            for message in worker_mail(work, placed, "worker_safety_reminder", tomorrow.isoformat()):
                queue(work, message)
    return len(due)


def ask_how_it_is(work: Work) -> int:
    """Mail whoever began 7 or 30 days ago and has not answered, and once again after silence."""
    today = work.now.date()
    wanted = select(Placement).where(
        Placement.started_on.is_not(None),
        Placement.started_on > today - timedelta(days=SECOND + ASKED_FOR),
        Placement.started_on <= today - timedelta(days=FIRST),
        or_(Placement.ended_at.is_(None), Placement.ended_at > work.now - timedelta(days=ASKED_FOR)),
    )
    began = {one.id: one.started_on for one in work.session.scalars(wanted)}
    answered = answered_days(work.session, began)
    asked = 0
    for placement_id, started_on in began.items():
        question = to_ask(started_on, today) if started_on else None
        placed = queries.placement(work.session, placement_id)
        if question is None or placed is None or (placement_id, question.day) in answered:
            continue
        key = f"{question.day}:{question.again}"
        for message in worker_mail(work, placed, "worker_check_in", key, {"day": question.day}):
            queue(work, message)
            asked += 1
    return asked
