"""What compliance does by itself: judge again whatever was decided under other rules or switches."""

from datetime import timedelta

from portal.compliance.findings import service
from portal.infra.schedule import Job

JOBS = (Job("compliance: judge again", timedelta(seconds=1), service.judge_again),)
