"""What time does to supply licences."""

from datetime import timedelta

from portal.infra.schedule import Job
from portal.organisations.service.checks import watch_licences

JOBS: tuple[Job, ...] = (
    # nothing is kept twice, so that looking often costs little and a lapse at midnight counts at once
    Job("watch supply licences", timedelta(minutes=15), watch_licences),
)
