"""The fields that events about one introduction, offer or placement share."""

from typing import Any

from portal.infra.unit_of_work import Work
from portal.placements.models import Introduction, Offer, Placement


def of_introduction(work: Work, row: Introduction) -> dict[str, Any]:
    return {
        "at": work.now,
        "by": work.actor,
        "introduction_id": row.id,
        "provider_id": row.provider_id,
        "employer_id": row.employer_id,
    }


def of_offer(work: Work, row: Introduction, offer: Offer) -> dict[str, Any]:
    return {**of_introduction(work, row), "offer_id": offer.id, "worker_id": offer.worker_id}


def of_placement(work: Work, row: Introduction, placed: Placement) -> dict[str, Any]:
    return {**of_introduction(work, row), "placement_id": placed.id, "worker_id": placed.worker_id}
