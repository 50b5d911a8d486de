"""The standing yes: up to so many heads on these terms, whoever fits."""

from datetime import date
from uuid import UUID

from portal.availability import queries as availability
from portal.availability.domain import AvailabilityRow
from portal.infra.unit_of_work import Work
from portal.kernel.events import Ref
from portal.kernel.periods import Period
from portal.matching import queries as matching
from portal.matching.domain import end_of
from portal.matching.states import MatchState
from portal.placements import queries
from portal.placements.introductions.domain.answers import AnswersState, NotYours, Side, TooManyHeads
from portal.placements.introductions.events import StandingYesSet, StandingYesWithdrawn
from portal.placements.introductions.service.answers import YesWaits, answer_beforehand, attempt
from portal.placements.introductions.service.pairs import PostPair, pair_of
from portal.placements.models import StandingYes
from portal.placements.rows import StandingYesRow
from portal.vacancies import queries as vacancies
from portal.vacancies.domain import VacancyRow


def set_standing_yes(
    work: Work, organisation_id: UUID, post: Ref, heads: int
) -> StandingYesRow | NotYours | TooManyHeads:
    """Say yes beforehand, for up to so many heads; what waits for this side is answered at once."""
    owned = own_post(work, organisation_id, post)
    if owned is None:
        return NotYours()
    free = free_heads_of(owned, work.now.date())
    if not 1 <= heads <= free:
        return TooManyHeads(free)
    row = work.session.get(StandingYes, (post.kind, post.id), with_for_update=True)
    if row is None:
        row = StandingYes(post_kind=post.kind, post_id=post.id)
        work.session.add(row)
    row.organisation_id, row.heads = organisation_id, heads
    row.set_at, row.set_by = work.now, work.actor
    work.session.flush()
    work.emit(StandingYesSet(at=work.now, by=work.actor, post=post, heads=heads))
    apply_to_post(work, post)
    return queries.standing_yes(work.session, post) or NotYours()


def withdraw_standing_yes(work: Work, organisation_id: UUID, post: Ref) -> bool | NotYours:
    """Say yes by hand again; what was introduced stays."""
    row = work.session.get(StandingYes, (post.kind, post.id), with_for_update=True)
    if row is None or row.organisation_id != organisation_id:
        return NotYours()
    work.session.delete(row)
    work.emit(StandingYesWithdrawn(at=work.now, by=work.actor, post=post))
    return True


def apply_to_match(work: Work, match_id: UUID) -> None:
    """A match appeared, or heads are free again: answer it where standing yeses say so."""
    pair = pair_of(work.session, match_id)
    if pair is not None:
        _apply(work, pair)


def apply_to_post(work: Work, post: Ref) -> None:
    """Go through a post's open matches, best first, and answer what standing yeses answer."""
    rows = matching.matches_of_post(work.session, post, states=(MatchState.OPEN,))
    posts = {row.id: {row.availability_id, row.vacancy_id} for row in rows}
    standing = queries.posts_with_standing_yes(work.session, {one for both in posts.values() for one in both})
    for row in rows:
        if posts[row.id] & standing:
            apply_to_match(work, row.id)


def apply_to_organisation(work: Work, organisation_id: UUID) -> None:
    """An organisation was approved: what waited for that is answered."""
    posts = [
        Ref("availability", one.id) for one in availability.own_availabilities(work.session, organisation_id)
    ]
    posts += [Ref("vacancy", one.id) for one in vacancies.own_vacancies(work.session, organisation_id)]
    for post in posts:
        apply_to_post(work, post)


def _apply(work: Work, pair: PostPair) -> None:
    """Nothing is begun against a no, and a lapsed yes is not repeated by itself."""
    row = queries.answers(work.session, pair.match.id)
    state = row.answers.state if row else AnswersState.OPEN
    if state.yes_of is not None:
        answer_beforehand(work, pair, state.yes_of.other)
    elif state is AnswersState.OPEN:
        _both_beforehand(work, pair)


def _both_beforehand(work: Work, pair: PostPair) -> None:
    provider = queries.standing_yes(work.session, pair.post(Side.PROVIDER))
    employer = queries.standing_yes(work.session, pair.post(Side.EMPLOYER))
    if provider is None or employer is None or not provider.left or not employer.left:
        return
    today = work.now.date()
    told, savepoint = len(work.pending), work.session.begin_nested()
    first = attempt(work, pair, Side.PROVIDER, min(provider.left, pair.free(Side.PROVIDER, today)))
    if isinstance(first, YesWaits) and answer_beforehand(work, pair, Side.EMPLOYER):
        savepoint.commit()
        return
    savepoint.rollback()
    del work.pending[told:]


def own_post(work: Work, organisation_id: UUID, post: Ref) -> AvailabilityRow | VacancyRow | None:
    """The organisation's own post; another's is none."""
    if post.kind == "availability":
        return availability.own_availability(work.session, organisation_id, post.id)
    if post.kind == "vacancy":
        return vacancies.own_vacancy(work.session, organisation_id, post.id)
    return None


def free_heads_of(post: AvailabilityRow | VacancyRow, today: date) -> int:
    """Heads free on a post on every day from now to its end."""
    if isinstance(post, AvailabilityRow):
        first = max(post.available_from, today)
        last = post.available_to or max((c.period.last for c in post.commitments), default=first)
    else:
        first, last = max(post.starts, today), end_of(post.starts, post.ends)
    return post.free_heads(Period(first, max(first, last)))
