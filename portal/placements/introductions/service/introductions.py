"""How an introduction goes on: withdrawn, places given back, extended, ended."""

from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from portal.availability import service as availability
from portal.compliance.findings import service as findings
from portal.infra.unit_of_work import Work
from portal.kernel.events import Ref
from portal.kernel.outcomes import Refusal
from portal.matching import service as matching
from portal.placements import queries
from portal.placements.fairness import judge_starts_again
from portal.placements.introductions.domain import answers as answering
from portal.placements.introductions.domain import introductions as domain
from portal.placements.introductions.domain.answers import Answers, NoHeadsLeft, NotYours, OnHold, Side
from portal.placements.introductions.domain.engagement import EngagementFlaw, EngagementIncomplete
from portal.placements.introductions.domain.introductions import (
    IntroductionOver,
    IntroductionState,
    NotEnoughPlaces,
    NothingProposed,
    NotLonger,
    SomebodyAccepted,
)
from portal.placements.introductions.events import (
    ExtensionProposed,
    IntroductionEnded,
    IntroductionExtended,
    IntroductionWithdrawn,
    PlacesGivenBack,
)
from portal.placements.introductions.service.pairs import hold_among, refs_of
from portal.placements.models import Introduction, MatchAnswers, Offer, Placement
from portal.placements.offers.domain.offers import OFFER, OfferAct, OfferState
from portal.placements.offers.events import OfferExpired, OfferWithdrawn
from portal.placements.rows import side_of
from portal.placements.telling import of_introduction, of_offer, of_placement
from portal.placements.work.domain.placements import PLACEMENT, PlacementAct, PlacementState
from portal.placements.work.events import PlacementCompleted, PlacementExtended
from portal.posts.domain import Reserved
from portal.vacancies import service as vacancies


def own_introduction(
    work: Work, organisation_id: UUID, introduction_id: UUID
) -> tuple[Introduction, Side] | NotYours:
    """The introduction, locked, and the side on which the organisation stands."""
    row = work.session.get(Introduction, introduction_id, with_for_update=True)
    side = side_of(organisation_id, row.provider_id, row.employer_id) if row else None
    return (row, side) if row and side else NotYours()


def open_introduction(
    work: Work, organisation_id: UUID, introduction_id: UUID
) -> tuple[Introduction, Side] | NotYours | IntroductionOver:
    """The same, as long as the introduction is open."""
    own = own_introduction(work, organisation_id, introduction_id)
    if not isinstance(own, NotYours) and own[0].state is not IntroductionState.OPEN:
        return IntroductionOver(own[0].state)
    return own


def hold_of(work: Work, row: Introduction) -> OnHold | None:
    """What staff or rules have stopped of the introduction: itself, its match, a post or an organisation."""
    refs = refs_of(
        match_id=row.match_id,
        availability_id=row.availability_id,
        vacancy_id=row.vacancy_id,
        provider_id=row.provider_id,
        employer_id=row.employer_id,
    )
    return hold_among(work.session, (*refs, Ref("introduction", row.id)))


def withdraw_introduction(
    work: Work, organisation_id: UUID, introduction_id: UUID
) -> IntroductionState | NotYours | IntroductionOver | SomebodyAccepted:
    """Take an introduction back while nobody has accepted; all heads are free again."""
    own = own_introduction(work, organisation_id, introduction_id)
    if isinstance(own, NotYours):
        return own
    row, side = own
    after = domain.withdraw(row.state, _ever_accepted(work, row))
    if isinstance(after, Refusal):
        return after
    heads = row.places
    _withdraw_offers(work, row)
    free_places(work, row, heads, min(row.first, work.now.date()))
    row.state, row.ended_at, row.ended_by = after, work.now, side
    _decline(work, row, side)
    _end_match(work, row)
    work.emit(IntroductionWithdrawn(**of_introduction(work, row), side=side, heads=heads))
    return after


def give_back_places(
    work: Work, organisation_id: UUID, introduction_id: UUID, places: int
) -> int | NotYours | IntroductionOver | NotEnoughPlaces:
    """Let others have places that nobody fills; returns how many remain."""
    own = own_introduction(work, organisation_id, introduction_id)
    if isinstance(own, NotYours):
        return own
    row, side = own
    unfilled = row.places - queries.filled_places(work.session, row.id)
    after = domain.give_back(row.state, places, unfilled)
    if isinstance(after, Refusal):
        return after
    free_places(work, row, places, work.now.date())
    work.emit(PlacesGivenBack(**of_introduction(work, row), side=side, places=places))
    end_when_empty(work, row)
    return row.places


def propose_extension(
    work: Work, organisation_id: UUID, introduction_id: UUID, until: date
) -> date | NotYours | IntroductionOver | OnHold | NotLonger | EngagementIncomplete:
    """A side proposes that the work goes on until a later day."""
    own = own_introduction(work, organisation_id, introduction_id)
    if isinstance(own, NotYours):
        return own
    row, side = own
    decided = domain.extension(row.state, row.last, until)
    if isinstance(decided, Refusal):
        return decided
    if held := hold_of(work, row):
        return held
    if flaws := _flaws_until(work, row, until):
        return EngagementIncomplete(flaws)
    row.extension_until, row.extension_by = until, side
    work.emit(ExtensionProposed(**of_introduction(work, row), side=side, until=until))
    return until


def agree_extension(
    work: Work, organisation_id: UUID, introduction_id: UUID
) -> (
    date
    | NotYours
    | IntroductionOver
    | OnHold
    | NotLonger
    | NothingProposed
    | NoHeadsLeft
    | EngagementIncomplete
):
    """The other side agrees: heads are kept on both posts for the further days."""
    own = own_introduction(work, organisation_id, introduction_id)
    if isinstance(own, NotYours):
        return own
    row, side = own
    until = row.extension_until
    if until is None or row.extension_by is side:
        return NothingProposed()
    decided = domain.extension(row.state, row.last, until)
    if isinstance(decided, Refusal):
        return decided
    if held := hold_of(work, row):
        return held
    if flaws := _flaws_until(work, row, until):
        return EngagementIncomplete(flaws)
    if not isinstance(availability.extend(work, row.availability_id, row.id, row.places, until), Reserved):
        return NoHeadsLeft(Side.PROVIDER)
    if not isinstance(vacancies.extend(work, row.vacancy_id, row.id, row.places, until), Reserved):
        return NoHeadsLeft(Side.EMPLOYER)
    before, row.last, row.extension_until, row.extension_by = row.last, until, None, None
    work.emit(IntroductionExtended(**of_introduction(work, row), side=side, until=until))
    # whose right to work ends earlier was shortened, and is not extended by this
    longer = [
        one
        for one in _placements(work, row)
        if (one.state, PlacementAct.EXTEND) in PLACEMENT and one.last == before
    ]
    for placed in longer:
        placed.last = until
        work.emit(PlacementExtended(**of_placement(work, row, placed), until=until))
    work.session.flush()
    judge_starts_again(work, longer, row)
    return until


def finish_introductions(work: Work) -> int:
    """End every introduction whose last day is over; how many there were."""
    over = select(Introduction).where(
        Introduction.state == IntroductionState.OPEN, Introduction.last < work.now.date()
    )
    rows = work.session.scalars(over.with_for_update(skip_locked=True)).all()
    for row in rows:
        _finish(work, row)
    return len(rows)


def finish_placements(work: Work) -> int:
    """End the work of those whose own last day is over while others go on; how many there were."""
    over = (
        select(Placement)
        .join(Introduction, Introduction.id == Placement.introduction_id)
        .where(
            Introduction.state == IntroductionState.OPEN,
            Placement.state.in_(queries.TAKING),
            Placement.last < work.now.date(),
            Introduction.last >= work.now.date(),
        )
    )
    rows = work.session.scalars(over.with_for_update(skip_locked=True, of=Placement)).all()
    for placed in rows:
        _finish_placement(work, work.session.get_one(Introduction, placed.introduction_id), placed)
    return len(rows)


def end_when_empty(work: Work, row: Introduction) -> None:
    """An introduction without any place left has ended."""
    if row.places == 0 and row.state is IntroductionState.OPEN:
        _end(work, row, completed=0)


def free_places(work: Work, row: Introduction, places: int, from_day: date) -> None:
    """So many heads are open again from a day on, on both posts."""
    row.places -= places
    if places:
        availability.release(work, row.availability_id, row.id, places, from_day)
        vacancies.release(work, row.vacancy_id, row.id, places, from_day)


def _withdraw_offers(work: Work, row: Introduction) -> None:
    """Take back every offer that nobody has answered."""
    for offer in _open_offers(work, row):
        offer.state = OFFER[offer.state, OfferAct.WITHDRAW]
        work.emit(OfferWithdrawn(**of_offer(work, row, offer), terms_changed=False))


def _finish(work: Work, row: Introduction) -> None:
    completed = 0
    for placed in _placements(work, row):
        if (placed.state, PlacementAct.FINISH) in PLACEMENT:
            completed += _finish_placement(work, row, placed)
    _end(work, row, completed=completed)


def _finish_placement(work: Work, row: Introduction, placed: Placement) -> bool:
    """The last day is over; whether anybody had said that the worker came."""
    after = PLACEMENT[placed.state, PlacementAct.FINISH]
    recorded = after is PlacementState.COMPLETED
    placed.state, placed.ended_at = after, work.now
    findings.rest(work, Ref("placement", placed.id))
    work.emit(PlacementCompleted(**of_placement(work, row, placed), recorded=recorded))
    return recorded


def _end(work: Work, row: Introduction, *, completed: int) -> None:
    for offer in _open_offers(work, row):
        offer.state = OFFER[offer.state, OfferAct.EXPIRE]
        work.emit(OfferExpired(**of_offer(work, row, offer)))
    row.state, row.ended_at = domain.INTRODUCTION[row.state, domain.IntroductionAct.END], work.now
    _end_match(work, row)
    work.emit(IntroductionEnded(**of_introduction(work, row), completed=completed))


def _end_match(work: Work, row: Introduction) -> None:
    """The pair is judged again as an open match, unless another introduction of it goes on."""
    work.session.flush()
    others = select(func.count()).where(
        Introduction.match_id == row.match_id,
        Introduction.id != row.id,
        Introduction.state == IntroductionState.OPEN,
    )
    if not work.session.scalar(others):
        matching.end_introduction(work, row.match_id)


def _decline(work: Work, row: Introduction, side: Side) -> None:
    """Whoever withdraws has said no to the match: no standing yes brings it back."""
    answers = work.session.get(MatchAnswers, row.match_id, with_for_update=True)
    if answers is None:
        return
    decided = answering.withdraw(Answers(answers.state), side)
    if not isinstance(decided, Refusal):
        answers.state, answers.declined_by, answers.changed_at = decided.state, side, work.now
        answers.provider_heads = answers.employer_heads = answers.due_at = None


def _ever_accepted(work: Work, row: Introduction) -> int:
    counted = select(func.count()).select_from(Placement).where(Placement.introduction_id == row.id)
    return work.session.scalar(counted) or 0


def _flaws_until(work: Work, row: Introduction, until: date) -> tuple[EngagementFlaw, ...]:
    """What of the agreed engagement would end before the work does."""
    agreed = queries.agreed_engagement(work.session, row.id)
    if agreed is None:
        return ()
    flaws = []
    if agreed.terms.insured_until < until:
        flaws.append(EngagementFlaw.INSURANCE_ENDS_EARLY)
    if agreed.terms.return_date is not None and agreed.terms.return_date <= until:
        flaws.append(EngagementFlaw.RETURN_EARLY)
    return tuple(flaws)


def _placements(work: Work, row: Introduction) -> list[Placement]:
    wanted = select(Placement).where(Placement.introduction_id == row.id).order_by(Placement.number)
    return list(work.session.scalars(wanted))


def _open_offers(work: Work, row: Introduction) -> list[Offer]:
    wanted = select(Offer).where(Offer.introduction_id == row.id, Offer.state == OfferState.OPEN)
    return list(work.session.scalars(wanted.order_by(Offer.number).with_for_update()))
