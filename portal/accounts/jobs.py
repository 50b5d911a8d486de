"""What the portal tidies up by itself: sessions, links and counts whose time is over."""

from datetime import timedelta

from portal.accounts.service import forget_stale
from portal.infra.schedule import Job

JOBS = (Job("accounts.forget_stale", timedelta(hours=1), forget_stale),)
