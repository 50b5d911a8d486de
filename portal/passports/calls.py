"""A worker calls, and somebody with an account writes down what they say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from portal.infra.unit_of_work import Work
from portal.infra.web.languages import speaking
from portal.kernel.outcomes import Refusal
from portal.placements.introductions.domain.answers import NotYours
from portal.placements.offers.domain.slip_codes import WrongSlipCode
from portal.placements.offers.service import record_call
from portal.placements.offers.service.recording import by_slip
from portal.placements.work.service.safety import answer_safety_by_call
from portal.workers.listings import object_to_listing


@dataclass(frozen=True)
class Said:
    """What the worker says; nothing of it has to be said."""

    accepts: bool | None = None
    got: Mapping[UUID, bool] = field(default_factory=dict)
    """By record of safety."""
    refuses_list: bool = False
    """The worker does not want to be on this provider's list."""
    language: str = "en"
    """In which it was said, and the terms were read out."""


def take_call(
    work: Work, offer_id: UUID, slip_code: str, said: Said, organisation_id: UUID | None = None
) -> UUID | NotYours | WrongSlipCode | Refusal:
    """Write down everything, or nothing where one thing is refused; the worker of the call.

    A provider takes calls about its own offers only; `organisation_id` is none where the portal's staff do.
    """
    found = by_slip(work, offer_id, slip_code, organisation_id)
    if isinstance(found, Refusal):
        return found
    worker_id = found[0].worker_id
    done: object = None
    with speaking(said.language):
        if said.accepts is not None:
            done = record_call(
                work, offer_id, slip_code, accepts=said.accepts, organisation_id=organisation_id
            )
        if said.got and not isinstance(done, Refusal):
            done = answer_safety_by_call(
                work,
                offer_id,
                slip_code,
                said.got,
                language=said.language,
                organisation_id=organisation_id,
            )
        if said.refuses_list and not isinstance(done, Refusal):
            done = object_to_listing(work, worker_id)
    return done if isinstance(done, Refusal) else worker_id
