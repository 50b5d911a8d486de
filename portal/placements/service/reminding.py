"""Who is asked again: workers who have not confirmed their safety on the day before the start."""

from datetime import timedelta

from sqlalchemy import select

from portal.infra.unit_of_work import Work
from portal.notifications.service import queue
from portal.placements import queries
from portal.placements.domain.placements import PlacementState
from portal.placements.models import Placement
from portal.placements.safety import safety_of
from portal.placements.work_notices import worker_mail

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
