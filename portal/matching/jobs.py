"""What matching does by itself: marked posts every second, every open post once a day."""

from datetime import timedelta

from portal.availability import queries as availability
from portal.infra.schedule import Job, LongJob
from portal.infra.unit_of_work import Work
from portal.kernel.events import Ref
from portal.matching import service
from portal.matching.snapshots import refresh
from portal.vacancies import queries as vacancies


def mark_every_open_post(work: Work) -> None:
    """A day went by: a start that is past counts as today, a licence may have run out."""
    for lot in availability.open_availabilities(work.session, now=work.now):
        service.mark(work, Ref("availability", lot.id))
    for vacancy in vacancies.open_vacancies(work.session, now=work.now):
        service.mark(work, Ref("vacancy", vacancy.id))


JOBS = (
    LongJob("matching: snapshot", timedelta(seconds=10), refresh),
    Job("matching: marked posts", timedelta(seconds=1), service.rematch_marked),
    Job("matching: a new day", timedelta(hours=24), mark_every_open_post),
)
