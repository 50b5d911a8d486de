"""What a labour provider does with its lots of spare workers, and what happens to them in time."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeVar
from uuid import UUID

from portal.availability.domain import KIND, AvailabilityTerms, LotSplit, SplitNotPossible, split
from portal.availability.fairness import judge_lots
from portal.availability.shelf import SHELF
from portal.compliance.costs.domain import CostLine
from portal.compliance.costs.queries import costs_of
from portal.compliance.costs.service import NoSuchLine, attach_evidence, carry_costs, save_costs
from portal.infra.unit_of_work import Work
from portal.kernel.events import Ref
from portal.kernel.periods import Period
from portal.posts.domain import (
    ActNotPossible,
    HeadsTaken,
    NoSuchPost,
    PostAct,
    PostChangedMeanwhile,
    PostState,
    Reserved,
)
from portal.posts.drafts import Draft

Lot = TypeVar("Lot")


def draft_availability(
    work: Work, organisation_id: UUID, answers: Mapping[str, list[str]], availability_id: UUID | None = None
) -> Draft | NoSuchPost:
    """Keep a lot that is being written, whatever was typed so far."""
    return SHELF.keep_draft(work, organisation_id, availability_id, answers)


def discard_draft(work: Work, organisation_id: UUID, availability_id: UUID) -> NoSuchPost | None:
    """Throw a draft away."""
    return SHELF.drop_draft(work, organisation_id, availability_id)


def publish_availability(
    work: Work,
    organisation_id: UUID,
    terms: AvailabilityTerms,
    draft_id: UUID | None = None,
    paid: Sequence[CostLine] = (),
) -> UUID | NoSuchPost:
    """Offer a lot to employers. A draft that it was written in is used up and gives it its id.

    `paid` is what its workers have paid already. What rules find of it does not refuse the lot: they
    are the ones who were wronged.
    """
    published = SHELF.publish(work, organisation_id, terms, draft_id)
    if isinstance(published, UUID):
        save_costs(work, Ref(KIND, published), paid)
    return _judged(work, published)


def edit_availability(
    work: Work,
    organisation_id: UUID,
    availability_id: UUID,
    seen_version: int,
    terms: AvailabilityTerms,
    *,
    paid: Sequence[CostLine] | None = None,
) -> UUID | NoSuchPost | ActNotPossible | PostChangedMeanwhile | HeadsTaken:
    """Change what a lot offers; `seen_version` is the one that the form showed.

    Where nothing is said of what its workers have paid, what was said before stands.
    """
    edited = SHELF.edit(work, organisation_id, availability_id, seen_version, terms)
    if isinstance(edited, UUID):
        ref, version = Ref(KIND, edited), seen_version + 1
        if paid is None:
            carry_costs(work, ref, since=seen_version, version=version)
        else:
            save_costs(work, ref, paid, version=version)
    return _judged(work, edited)


def publish_in_two_lots(
    work: Work,
    organisation_id: UUID,
    terms: AvailabilityTerms,
    into: LotSplit,
    draft_id: UUID | None = None,
    *,
    paid: Sequence[CostLine] = (),
) -> tuple[UUID, UUID] | NoSuchPost | SplitNotPossible:
    """Offer as two lots what was written as one: those who hold everything, and the rest."""
    parts = split(terms, into)
    if isinstance(parts, SplitNotPossible):
        return parts
    first = publish_availability(work, organisation_id, parts[0], draft_id, paid)
    if isinstance(first, NoSuchPost):
        return first
    second = publish_availability(work, organisation_id, parts[1], paid=paid)
    return second if isinstance(second, NoSuchPost) else (first, second)


def split_availability(
    work: Work, organisation_id: UUID, availability_id: UUID, seen_version: int, into: LotSplit
) -> tuple[UUID, UUID] | NoSuchPost | ActNotPossible | PostChangedMeanwhile | HeadsTaken | SplitNotPossible:
    """Make two lots of a published one: it keeps those who hold everything, a new one gets the rest.

    Heads that are committed stay with the first. What workers have paid stands on both.
    """
    lot = SHELF.find(work.session, availability_id)
    if lot is None or lot.organisation_id != organisation_id:
        return NoSuchPost()
    parts = split(lot, into)
    if isinstance(parts, SplitNotPossible):
        return parts
    paid = costs_of(work.session, Ref(KIND, availability_id), seen_version)
    first = edit_availability(work, organisation_id, availability_id, seen_version, parts[0])
    if not isinstance(first, UUID):
        return first
    second = publish_availability(work, organisation_id, parts[1], paid=paid)
    return second if isinstance(second, NoSuchPost) else (first, second)


def prove_paid(
    work: Work, organisation_id: UUID, availability_id: UUID, position: int, *, proof: str, on: date
) -> bool | NoSuchPost | NoSuchLine:
    """Name what shows that workers paid this, or got it back."""
    lot = SHELF.own(work, organisation_id, availability_id)
    if lot is None:
        return NoSuchPost()
    return attach_evidence(work, Ref(KIND, availability_id), position, proof, on)


def pause_availability(
    work: Work, organisation_id: UUID, availability_id: UUID
) -> PostState | NoSuchPost | ActNotPossible:
    """Take a lot out of matching for a while."""
    return SHELF.act(work, organisation_id, availability_id, PostAct.PAUSE)


def resume_availability(
    work: Work, organisation_id: UUID, availability_id: UUID
) -> PostState | NoSuchPost | ActNotPossible:
    """Bring a lot that was paused back into matching."""
    return SHELF.act(work, organisation_id, availability_id, PostAct.RESUME)


def prolong_availability(
    work: Work, organisation_id: UUID, availability_id: UUID
) -> PostState | NoSuchPost | ActNotPossible:
    """Say that a lot is still free: it stays open for another 28 days, or is open again."""
    return SHELF.prolong(work, organisation_id, availability_id)


def close_availability(
    work: Work, organisation_id: UUID, availability_id: UUID, reason: str
) -> PostState | NoSuchPost | ActNotPossible:
    """Withdraw a lot for good, with the reason why."""
    return SHELF.close(work, organisation_id, availability_id, reason)


def reserve(
    work: Work, availability_id: UUID, holder: UUID, heads: int, period: Period
) -> Reserved | HeadsTaken | NoSuchPost:
    """Commit heads of a lot to a holder (an introduction) on every day of a period.

    Locks the row. Whether it is open is not asked here: a replacement may be needed on a lot
    that has expired meanwhile.
    """
    return SHELF.reserve(work, availability_id, holder, heads, period)


take_again = reserve
"""Heads that were released are taken once more, if nobody else took them meanwhile."""


def extend(
    work: Work, availability_id: UUID, holder: UUID, heads: int, until: date
) -> Reserved | HeadsTaken | NoSuchPost:
    """Keep a holder's heads until a later day, if they are free on the days between."""
    return SHELF.extend(work, availability_id, holder, heads, until)


def release(work: Work, availability_id: UUID, holder: UUID, heads: int, from_day: date) -> bool | NoSuchPost:
    """Free so many of a holder's heads from a day on; whether that changed anything."""
    return SHELF.release(work, availability_id, holder, heads, from_day)


def ask_still_open(work: Work) -> int:
    """Ask, five days before a lot expires, whether it is still open; how many were asked about."""
    return SHELF.ask_still_open(work)


def expire_availabilities(work: Work) -> int:
    """Let lots of spare workers expire whose time is over; how many did."""
    return SHELF.expire(work)


def _judged(work: Work, outcome: Lot) -> Lot:
    """The same outcome, when what rules say of the lot that was published or changed is kept."""
    if isinstance(outcome, UUID):
        judge_lots(work, list(SHELF.find_all(work.session, [outcome]).values()))
    return outcome
