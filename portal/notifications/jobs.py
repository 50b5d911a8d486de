"""What notifications do by themselves, beside sending."""

from datetime import timedelta

from portal.infra.schedule import Job
from portal.notifications.digest import send_digests
from portal.notifications.keeping import empty_old_mails

JOBS: tuple[Job, ...] = (
    Job("send digests", timedelta(minutes=1), send_digests),
    Job("empty old mails", timedelta(days=1), empty_old_mails),
)
