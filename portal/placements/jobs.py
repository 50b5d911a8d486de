"""What time does to answers, offers and introductions."""

from datetime import timedelta

from portal.infra.schedule import Job
from portal.placements.holds.exclusions import withhold_where_licences_ended
from portal.placements.introductions.service.answers import lapse_silent
from portal.placements.introductions.service.introductions import finish_introductions, finish_placements
from portal.placements.offers.service import expire_offers
from portal.placements.offers.service.forgetting import forget_workers
from portal.placements.offers.service.watching import forget_acts
from portal.placements.work.service.reminding import ask_how_it_is, remind_of_safety
from portal.placements.work.service.silence import notice_silence
from portal.placements.work.service.transfers import lapse_transfers

JOBS: tuple[Job, ...] = (
    Job("let unanswered yeses lapse", timedelta(seconds=30), lapse_silent),
    Job("let unanswered offers lapse", timedelta(seconds=30), expire_offers),
    Job("let unanswered proposals to take workers over lapse", timedelta(minutes=15), lapse_transfers),
    Job("end introductions whose last day is over", timedelta(minutes=15), finish_introductions),
    Job("end placements whose own last day is over", timedelta(minutes=15), finish_placements),
    Job("withhold contacts where a licence has ended", timedelta(hours=1), withhold_where_licences_ended),
    Job("delete from where workers acted", timedelta(hours=1), forget_acts),
    Job("ask workers who begin tomorrow about their safety", timedelta(hours=1), remind_of_safety),
    Job("ask workers on day 7 and day 30 how the job is", timedelta(hours=1), ask_how_it_is),
    Job("ask staff to call workers who do not answer", timedelta(hours=1), notice_silence),
    Job("delete names of workers whose time is over", timedelta(days=1), forget_workers),
)
