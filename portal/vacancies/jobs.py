"""What happens to a vacancy by itself in time."""

from datetime import timedelta

from portal.infra.schedule import Job
from portal.vacancies.service import ask_still_open, expire_vacancies

JOBS = (
    Job("vacancies.ask_still_open", timedelta(minutes=10), ask_still_open),
    Job("vacancies.expire", timedelta(minutes=1), expire_vacancies),
)
