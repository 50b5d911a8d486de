"""The mail about a vacancy: is it still open?"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from portal.infra.unit_of_work import Work
from portal.infra.web import public_url
from portal.kernel.events import Event
from portal.notifications.domain import Category, Message, ToPerson
from portal.organisations.posts import who_answers
from portal.vacancies.events import VacancyNearsExpiry
from portal.vacancies.queries import vacancy


def still_open(work: Work, happened: VacancyNearsExpiry) -> Iterable[Message]:
    """Five days before it expires, whoever answers for it is asked whether it is still open."""
    row = vacancy(work.session, happened.post_id)
    if row is None:
        return
    for person_id in who_answers(work.session, row.organisation_id, happened.posted_by):
        yield Message(
            template="vacancies/still_open",
            to=ToPerson(person_id),
            facts={
                "url": public_url("vacancies_member.prolong", id=row.id),
                "number": row.number,
                "name": row.title,
                "town": row.town,
                "heads": row.headcount,
                "expires_on": row.expires_at.date().isoformat(),
            },
            key=f"vacancies/still_open:{row.id}:{row.expires_at.isoformat()}",
            category=Category.PROGRESS,
            organisation_id=row.organisation_id,
            expires_at=row.expires_at,
            about=(happened.about,),
        )


NOTICES: Mapping[type[Event], Callable[[Work, Any], Iterable[Message]]] = {VacancyNearsExpiry: still_open}
