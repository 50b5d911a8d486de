"""What notifications do by themselves, beside sending."""

from datetime import timedelta

from portal.infra.schedule import Job
from portal.notifications.digest import send_digests

JOBS: tuple[Job, ...] = (Job("send digests", timedelta(minutes=1), send_digests),)
