"""What plans do by themselves: those asked for are worked out, those published become matches."""

from datetime import timedelta

from portal.infra.schedule import LongJob
from portal.plans.computing import compute_next
from portal.plans.publishing import publish_all

JOBS = (
    LongJob("plans: asked for", timedelta(seconds=2), compute_next),
    LongJob("plans: published", timedelta(seconds=2), publish_all),
)
