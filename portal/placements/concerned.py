"""Which organisations a thing of the portal concerns."""

from uuid import UUID

from sqlalchemy.orm import Session

from portal.availability import queries as availability
from portal.kernel.events import Ref
from portal.matching import queries as matching
from portal.placements import queries
from portal.vacancies import queries as vacancies


def organisations_concerned(session: Session, about: Ref) -> tuple[UUID, ...]:
    """The owner of a post; both sides of whatever is between two; none of something that is unknown."""
    match about.kind:
        case "organisation":
            return (about.id,)
        case "availability":
            lot = availability.availability(session, about.id)
            return (lot.organisation_id,) if lot else ()
        case "vacancy":
            vacancy = vacancies.vacancy(session, about.id)
            return (vacancy.organisation_id,) if vacancy else ()
        case "match":
            match_ = matching.match(session, about.id)
            return (match_.provider_id, match_.employer_id) if match_ else ()
        case "introduction":
            made = queries.any_introduction(session, about.id)
            return (made.provider_id, made.employer_id) if made else ()
        case "offer":
            offer = queries.offer(session, about.id)
            made = queries.any_introduction(session, offer.introduction_id) if offer else None
            return (made.provider_id, made.employer_id) if made else ()
        case "placement":
            placed = queries.placement(session, about.id)
            made = queries.any_introduction(session, placed.introduction_id) if placed else None
            return (made.provider_id, made.employer_id) if made else ()
        case _:
            return ()
