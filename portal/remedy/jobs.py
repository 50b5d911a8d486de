"""What time does to cases."""

from datetime import timedelta

from portal.infra.schedule import Job
from portal.remedy.service.reminding import remind

JOBS: tuple[Job, ...] = (Job("remind of what cases are waiting for", timedelta(minutes=5), remind),)
