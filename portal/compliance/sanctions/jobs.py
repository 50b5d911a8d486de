"""What happens to sanctions in time."""

from datetime import timedelta

from portal.compliance.sanctions.service import remind_of_conditions
from portal.infra.schedule import Job

JOBS = (Job("compliance: conditions due soon", timedelta(hours=1), remind_of_conditions),)
