"""The channel of a case: everybody who came, or was to come, by the same provider to the same vacancy."""

from uuid import UUID

from sqlalchemy.orm import Session

from portal.kernel.events import Ref
from portal.placements import queries as placements
from portal.placements.rows import IntroductionRow, OfferRow


def introductions_of_channel(
    session: Session, provider_id: UUID | None, vacancy_id: UUID | None
) -> list[IntroductionRow]:
    """Every introduction of the channel, the earliest first; of the provider alone where no job is known."""
    if vacancy_id is not None:
        found = placements.introductions_of_post(session, Ref("vacancy", vacancy_id))
    elif provider_id is not None:
        found = placements.introductions_of_organisation(session, provider_id)
    else:
        return []
    own = [one for one in found if provider_id is None or one.provider_id == provider_id]
    return sorted(own, key=lambda one: (one.introduced_at, one.number))


def offers_of_channel(session: Session, provider_id: UUID | None, vacancy_id: UUID | None) -> list[OfferRow]:
    """Every offer that was ever made in the channel, in order."""
    return [
        offer
        for introduction in introductions_of_channel(session, provider_id, vacancy_id)
        for offer in placements.offers_of(session, introduction.id)
    ]


def workers_of_channel(session: Session, provider_id: UUID | None, vacancy_id: UUID | None) -> list[UUID]:
    """Everybody who was offered the work, also those who left or never came; each once, in order."""
    offers = offers_of_channel(session, provider_id, vacancy_id)
    return list(dict.fromkeys(one.worker_id for one in offers))
