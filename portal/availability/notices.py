"""The mail about a lot of spare workers: is it still open?"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from portal.availability.events import AvailabilityNearsExpiry
from portal.availability.queries import availability
from portal.infra.unit_of_work import Work
from portal.infra.web import public_url
from portal.kernel.events import Event
from portal.notifications.domain import Category, Message, ToPerson
from portal.organisations.posts import who_answers


def still_open(work: Work, happened: AvailabilityNearsExpiry) -> Iterable[Message]:
    """Five days before it expires, whoever answers for it is asked whether it is still open."""
    row = availability(work.session, happened.post_id)
    if row is None:
        return
    for person_id in who_answers(work.session, row.organisation_id, happened.posted_by):
        yield Message(
            template="availability/still_open",
            to=ToPerson(person_id),
            facts={
                "url": public_url("availability_member.prolong", id=row.id),
                "number": row.number,
                "name": row.occupation,
                "town": row.town,
                "heads": row.headcount,
                "expires_on": row.expires_at.date().isoformat(),
            },
            key=f"availability/still_open:{row.id}:{row.expires_at.isoformat()}",
            category=Category.PROGRESS,
            organisation_id=row.organisation_id,
            expires_at=row.expires_at,
            about=(happened.about,),
        )


NOTICES: Mapping[type[Event], Callable[[Work, Any], Iterable[Message]]] = {
    AvailabilityNearsExpiry: still_open
}
