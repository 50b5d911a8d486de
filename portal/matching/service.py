"""What happens to matches: found, judged again, introduced, lapsed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic
from uuid import UUID

from sqlalchemy import and_, case, func, select, update

from portal.availability import queries as availability
from portal.availability.fairness import judge_lots
from portal.compliance.domain import Stage
from portal.compliance.findings import service as findings
from portal.compliance.findings.domain import Decision
from portal.compliance.findings.queries import blocked
from portal.compliance.holds import queries as holds
from portal.compliance.holds.domain import HoldCause
from portal.infra.database import insert_or
from portal.infra.unit_of_work import Work
from portal.kernel.events import Ref
from portal.kernel.outcomes import Refusal
from portal.matching import runs
from portal.matching.choosing import Chooser, rows_of
from portal.matching.domain import DEFAULT_TOP, PairJudgement
from portal.matching.events import MatchesAnnounced, MatchFound, MatchLapsed
from portal.matching.fairness import PairToJudge
from portal.matching.live import live_market, market_of_today
from portal.matching.market import Market, Pair, Side
from portal.matching.models import Dirty, Match
from portal.matching.snapshots import settle_marks
from portal.matching.states import MatchState
from portal.matching.stored import to_json
from portal.organisations import queries as organisations
from portal.posts.keeping import ALIVE
from portal.vacancies import queries as vacancies
from portal.vacancies.fairness import judge_vacancies

COMPLIANCE = "compliance"
"""Why a match lapses that rules do not allow."""
HEADS = "heads"
"""Why a chosen pair is turned away that has fewer heads free than it was chosen for."""
NO_MARK_BEFORE = datetime(2026, 1, 1, tzinfo=UTC)
"""Generations begin with the milliseconds since: never twice the same, and the sum of all stays a number."""
AT_A_TIME = 50
"""Posts that one run of the job matches again at most; the rest wait for the next run."""
TOGETHER = 10
"""So many of them are read at once, where that is quick; else all, so that the market is read once."""
SECONDS_AT_A_TIME = 0.3
"""After which no more posts are taken into a portion, whose mails take as long again: others write too."""


@dataclass(frozen=True)
class NoSuchMatch(Refusal):
    """There is no such match."""


def mark(work: Work, post: Ref) -> None:
    """Have a post matched again soon; a mark that is already there moves on to a new generation.

    In one statement, so that of two who mark at once neither is lost.
    """
    fresh = insert_or(work.session, Dirty).values(
        kind=post.kind,
        id=post.id,
        generation=max(1, round((work.now - NO_MARK_BEFORE).total_seconds() * 1_000)),
        matched=0,
        packed=0,
        in_bulk=work.in_bulk,
        marked_at=work.now,
    )
    waits = Dirty.matched < Dirty.generation
    goes_before = Dirty.in_bulk & ~fresh.excluded.in_bulk  # it waits anew, among those that come alone
    again = {
        "generation": Dirty.generation + 1,
        "marked_at": case((waits & ~goes_before, Dirty.marked_at), else_=fresh.excluded.marked_at),
        "in_bulk": case((waits, and_(Dirty.in_bulk, fresh.excluded.in_bulk)), else_=fresh.excluded.in_bulk),
    }
    work.session.execute(
        fresh.on_conflict_do_update(index_elements=[Dirty.kind, Dirty.id], set_=again),
        execution_options={"synchronize_session": False},
    )


def rematch_marked(work: Work) -> int:
    """Match a portion of the marked posts again, the longest waiting first; returns how many.

    Those of a bulk come last, and not at all while staff have stopped it. A portion is short: on SQLite
    nobody else writes meanwhile.
    """
    waits = select(Dirty.kind, Dirty.id, Dirty.generation).where(Dirty.matched < Dirty.generation)
    if runs.is_stopped(work.session):
        waits = waits.where(Dirty.in_bulk.is_(False))
    found = work.session.execute(waits.order_by(Dirty.in_bulk, Dirty.marked_at, Dirty.id).limit(AT_A_TIME))
    marks = [(kind, post, generation) for kind, post, generation in found]
    if not marks:
        return 0
    live, until = market_of_today(work.session, work.now), monotonic() + SECONDS_AT_A_TIME
    together = TOGETHER if live else AT_A_TIME
    opened: list[Match] = []
    done = 0
    while done < len(marks) and (not done or monotonic() < until):
        posts = [Ref(kind, post_id) for kind, post_id, _generation in marks[done : done + together]]
        _judge_posts(work, posts)
        chooser = Chooser.of(work.session, work.now, posts, live)
        opened += (row for post in posts for row in _rematch(work, post, chooser))
        done += len(posts)
    _announce(work, opened)
    settled = settle_marks(work, marks[:done])
    runs.note(work, matched=settled, portion=AT_A_TIME)
    return settled


def _judge_posts(work: Work, posts: Sequence[Ref]) -> None:
    """What a mark is for may touch the posts themselves: rules are asked again about those that live."""
    ids = {side: [post.id for post in posts if post.kind == side] for side in Side}
    lots = availability.availabilities(work.session, ids[Side.AVAILABILITY]).values()
    judge_lots(work, [one for one in lots if one.state in ALIVE])
    jobs = vacancies.vacancies(work.session, ids[Side.VACANCY]).values()
    judge_vacancies(work, [one for one in jobs if one.state in ALIVE])


def rematch(work: Work, post: Ref) -> None:
    """Work out the matches of one post anew, among all open counterparts; its mark has it done again."""
    live = live_market(work.session, work.now)
    _announce(work, _rematch(work, post, Chooser.of(work.session, work.now, [post], live)))


def _rematch(work: Work, post: Ref, chooser: Chooser) -> list[Match]:
    """Store a post's matches as they are now; returns those that rules let be open."""
    side = Side(post.kind)
    stored = rows_of(work.session, side, [post.id])[post.id]
    choice = chooser.choose(post, stored)
    market, kept = choice.market, {pair.counterpart(side): pair for pair in choice.pairs}
    judged = _judge_fairness(work, market, [(stored.get(key), pair) for key, pair in kept.items()])
    open_rows = [
        _store(work, one, stored.get(key), decision)
        for key, (one, decision) in zip(kept, judged, strict=True)
    ]
    chooser.floors.tell(row for row in open_rows if row and row.id not in {one.id for one in stored.values()})
    dropped = [
        row
        for key, row in stored.items()
        if key not in kept
        and row.state is not MatchState.INTRODUCED
        and not market.missed(row.availability_id, row.vacancy_id)
    ]
    frozen = holds.held(work.session, "match", HoldCause.LICENCE) if dropped else set()
    for row in dropped:
        waiting = row.id in frozen and market.stopped_by_compliance(row.availability_id, row.vacancy_id)
        if row.state is MatchState.LAPSED:
            _forget_compliance(work, row, market)
        elif waiting:  # it goes on when the licence is good again
            _write_judgement(work, row, *waiting)
            _judge_fairness(work, market, [(row, waiting[0])])
        else:
            _lapse(work, row, market.why_not(row.availability_id, row.vacancy_id))
            findings.rest(work, Ref("match", row.id))
    work.session.flush()
    return [one for one in open_rows if one is not None]


@dataclass(frozen=True)
class TurnedAway:
    """Why two posts that people chose do not become a match: a post that is not open, or a gate's code."""

    reason: str


def propose(work: Work, pairs: Sequence[tuple[UUID, UUID, int]]) -> list[UUID | TurnedAway]:
    """Make pairs that people chose matches, each for so many heads; the match of each, or why there is none.

    Every pair is judged on the rows as they are now, and by the rules of compliance. A match of which
    its two sides were not told yet is announced.
    """
    lots, jobs = {lot for lot, _job, _heads in pairs}, {job for _lot, job, _heads in pairs}
    market = Market.among(work.session, work.now, lots, jobs)
    outcomes = [_proposed(work, market, *pair) for pair in pairs]
    work.session.flush()
    made = [one for one in outcomes if isinstance(one, Match)]
    _announce(work, [one for one in made if one.state is MatchState.OPEN])
    return [one.id if isinstance(one, Match) else one for one in outcomes]


def _proposed(work: Work, market: Market, lot_id: UUID, vacancy_id: UUID, heads: int) -> Match | TurnedAway:
    lot, vacancy = market.lots.get(lot_id), market.vacancies.get(vacancy_id)
    if lot is None or vacancy is None:
        return TurnedAway(market.why_not(lot_id, vacancy_id))
    judged = market.judge(lot_id, vacancy_id)
    if not judged.passed:
        return TurnedAway(judged.failed[0].value)
    if min(judged.free_availability, judged.free_vacancy) < heads:
        return TurnedAway(HEADS)
    row = rows_of(work.session, Side.VACANCY, [vacancy_id])[vacancy_id].get(lot_id)
    [(one, decision)] = _judge_fairness(work, market, [(row, Pair(lot, vacancy, judged.score))])
    return _store(work, one, row, decision) or TurnedAway(COMPLIANCE)


def _judge_fairness(
    work: Work, market: Market, pairs: Sequence[tuple[Match | None, Pair]]
) -> list[tuple[PairToJudge, Decision]]:
    """What rules say of pairs that are, or are to be, stored as matches; in their order."""
    to_judge = [
        PairToJudge(
            row.id if row else work.new_id(),
            pair.availability,
            pair.vacancy,
            market.judge(pair.availability.id, pair.vacancy.id),
        )
        for row, pair in pairs
    ]
    decisions = market.pair_facts.judge(work, Stage.MATCH, to_judge)
    return [(one, decisions[one.ref]) for one in to_judge]


def _forget_compliance(work: Work, row: Match, market: Market) -> None:
    """What rules had against a lapsed match counts no more once the posts do not fit anyway."""
    if row.lapse_reason == COMPLIANCE:
        row.lapse_reason = market.why_not(row.availability_id, row.vacancy_id)
        findings.rest(work, Ref("match", row.id))


def _store(work: Work, pair: PairToJudge, row: Match | None, decision: Decision) -> Match | None:
    """Keep the pair's judgement; returns the row, unless rules keep it from being open."""
    appeared = row is None or row.state is MatchState.LAPSED
    if row is None:
        row = _new_row(work, pair)
        work.session.add(row)
    _write_judgement(work, row, pair, pair.judgement)
    if decision.blocking and row.state is not MatchState.INTRODUCED:
        if appeared:
            row.state, row.lapse_reason, row.lapsed_at = MatchState.LAPSED, COMPLIANCE, work.now
        else:
            _lapse(work, row, COMPLIANCE)
        return None
    if not appeared:
        return row
    row.state, row.lapse_reason, row.lapsed_at = MatchState.OPEN, None, None
    work.emit(
        MatchFound(
            at=work.now,
            by=work.actor,
            match_id=row.id,
            availability_id=row.availability_id,
            vacancy_id=row.vacancy_id,
            provider_id=row.provider_id,
            employer_id=row.employer_id,
            score=row.score,
            rules_version=row.rules_version,
        )
    )
    return row


def _new_row(work: Work, pair: PairToJudge) -> Match:
    return Match(
        id=pair.match_id,
        availability_id=pair.lot.id,
        vacancy_id=pair.vacancy.id,
        provider_id=pair.lot.organisation_id,
        employer_id=pair.vacancy.organisation_id,
        state=MatchState.OPEN,
        found_at=work.now,
        lapse_reason=None,
        lapsed_at=None,
        provider_told_at=None,
        employer_told_at=None,
    )


def _write_judgement(work: Work, row: Match, pair: Pair | PairToJudge, judgement: PairJudgement) -> None:
    lot = pair.availability if isinstance(pair, Pair) else pair.lot
    fresh = {
        "availability_version": lot.version,
        "vacancy_version": pair.vacancy.version,
        "rules_version": judgement.rules_version,
        "score": judgement.score,
        "judgement": to_json(judgement),
    }
    if any(getattr(row, name) != value for name, value in fresh.items()):
        for name, value in fresh.items():
            setattr(row, name, value)
        row.judged_at = work.now


def _lapse(work: Work, row: Match, reason: str) -> None:
    row.state, row.lapse_reason, row.lapsed_at = MatchState.LAPSED, reason, work.now
    work.emit(
        MatchLapsed(
            at=work.now,
            by=work.actor,
            match_id=row.id,
            availability_id=row.availability_id,
            vacancy_id=row.vacancy_id,
            provider_id=row.provider_id,
            employer_id=row.employer_id,
            reason=reason,
        )
    )
    for post in (Ref("availability", row.availability_id), Ref("vacancy", row.vacancy_id)):
        if _has_full_list(work, post):
            mark(work, post)  # its twenty-first may move up


def _has_full_list(work: Work, post: Ref) -> bool:
    column = Match.availability_id if post.kind == "availability" else Match.vacancy_id
    counted = select(func.count()).select_from(Match).where(column == post.id, Match.state == MatchState.OPEN)
    return (work.session.scalar(counted) or 0) >= DEFAULT_TOP - 1


def announce_waiting(work: Work, organisation_id: UUID) -> None:
    """Tell both sides of the open matches that waited for this organisation's approval."""
    ours = (Match.provider_id == organisation_id) | (Match.employer_id == organisation_id)
    untold = (Match.provider_told_at.is_(None)) | (Match.employer_told_at.is_(None))
    _announce(
        work, work.session.scalars(select(Match).where(ours, untold, Match.state == MatchState.OPEN)).all()
    )


def _announce(work: Work, rows: Sequence[Match]) -> None:
    """One event for each side's post, for matches whose two organisations are approved.

    A match that waits for staff is not told of before they decide.
    """
    untold = {
        row.id: row
        for row in rows
        if row.state is MatchState.OPEN and (row.provider_told_at is None or row.employer_told_at is None)
    }.values()
    waiting = blocked(work.session, "match", [row.id for row in untold]) if untold else set()
    rows = [row for row in untold if row.id not in waiting]
    ids = {one for row in rows for one in (row.provider_id, row.employer_id)}
    approved = organisations.approved(work.session, ids) if ids else set()
    told: dict[tuple[Ref, UUID], list[Match]] = {}
    for row in sorted(rows, key=lambda r: -r.score):
        if not {row.provider_id, row.employer_id} <= approved:
            continue
        if row.provider_told_at is None:
            row.provider_told_at = work.now
            told.setdefault((Ref("availability", row.availability_id), row.provider_id), []).append(row)
        if row.employer_told_at is None:
            row.employer_told_at = work.now
            told.setdefault((Ref("vacancy", row.vacancy_id), row.employer_id), []).append(row)
    for (post, organisation_id), matches in told.items():
        work.emit(
            MatchesAnnounced(
                at=work.now,
                by=work.actor,
                post=post,
                organisation_id=organisation_id,
                match_ids=tuple(one.id for one in matches),
            )
        )


def check_again(work: Work, match_id: UUID) -> PairJudgement | NoSuchMatch:
    """Judge a match on the rows as they are now, before anything is acted on."""
    row = work.session.get(Match, match_id)
    if row is None:
        return NoSuchMatch()
    posts = (row.availability_id, row.vacancy_id)
    return Market.of_pair(work.session, work.now, *posts).judge(*posts)


def introduce(work: Work, match_id: UUID) -> None:
    """Both sides said yes: from now on the match does not lapse by itself."""
    work.session.execute(update(Match).where(Match.id == match_id).values(state=MatchState.INTRODUCED))


def end_introduction(work: Work, match_id: UUID) -> None:
    """The introduction ended; the pair is judged again as an open match."""
    row = work.session.get_one(Match, match_id, with_for_update=True)
    row.state = MatchState.OPEN
    work.session.flush()
    mark(work, Ref("availability", row.availability_id))
    mark(work, Ref("vacancy", row.vacancy_id))
