"""What happens to a lot of spare workers by itself in time."""

from datetime import timedelta

from portal.availability.service import ask_still_open, expire_availabilities
from portal.infra.schedule import Job

JOBS = (
    Job("availability.ask_still_open", timedelta(minutes=10), ask_still_open),
    Job("availability.expire", timedelta(minutes=1), expire_availabilities),
)
