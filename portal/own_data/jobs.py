"""What the portal does by itself about workers' own data."""

from datetime import timedelta

from portal.infra.schedule import Job
from portal.own_data.reactions import tell_untold

JOBS: tuple[Job, ...] = (Job("tell workers that they are on a list", timedelta(hours=1), tell_untold),)
