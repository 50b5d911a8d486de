"""Workers who were asked twice how the job is and say nothing: a person of staff calls them."""

from datetime import timedelta

from sqlalchemy import or_, select

from portal.compliance.errands.domain import SILENCES, ErrandKind
from portal.compliance.errands.queries import raised_among
from portal.compliance.errands.service import raise_errand, settle_errands
from portal.infra.unit_of_work import Work
from portal.kernel.events import Ref
from portal.placements.models import Placement
from portal.placements.work.check_ins import answered_days
from portal.placements.work.domain.check_ins import ASKED_FOR, FIRST, SECOND, needs_a_call

KINDS = ((FIRST, ErrandKind.SILENT_FIRST), (SECOND, ErrandKind.SILENT_SECOND))


def notice_silence(work: Work) -> int:
    """Ask staff to call each worker who does not answer, once a question; how many calls there are."""
    today = work.now.date()
    wanted = select(Placement).where(
        Placement.started_on.is_not(None),
        Placement.started_on > today - timedelta(days=SECOND + 2 * ASKED_FOR),
        Placement.started_on <= today - timedelta(days=FIRST),
        or_(Placement.ended_at.is_(None), Placement.ended_at > work.now - timedelta(days=2 * ASKED_FOR)),
    )
    began = list(work.session.scalars(wanted))
    ids = [one.id for one in began]
    answered = answered_days(work.session, ids)
    calls = 0
    for day, kind in KINDS:
        raised = raised_among(work.session, kind, ids)
        for placed in began:
            if (
                placed.started_on is None
                or placed.id in raised
                or (placed.id, day) in answered
                or not needs_a_call(day, placed.started_on, today)
            ):
                continue
            about = Ref("placement", placed.id)
            settle_errands(work, about, SILENCES)  # one call asks about both days
            raise_errand(work, about, kind, worker_id=placed.worker_id)
            calls += 1
    return calls
