"""What plans do by themselves: those that were asked for are worked out."""

from datetime import timedelta

from portal.infra.schedule import LongJob
from portal.plans.computing import compute_next

JOBS = (LongJob("plans: asked for", timedelta(seconds=2), compute_next),)
