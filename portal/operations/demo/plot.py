"""How lots and vacancies of the demo met, and what came of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from uuid import UUID

from sqlalchemy.orm import Session

from portal.kernel.events import ANYBODY, SYSTEM, ActorId, Ref
from portal.matching.queries import matches_of_post
from portal.operations.demo.cast import Cast
from portal.operations.demo.engaging import NOTICE_DAYS, engagement_terms
from portal.operations.demo.people import made_up_workers
from portal.operations.demo.posting import Board
from portal.operations.demo.safety import make_safe
from portal.operations.demo.taking_over import ask_some, some_answer
from portal.operations.demo.timeline import Moment, Timeline, Unexpected, use
from portal.operations.demo.world import DemoVacancy, Stage, Story, World
from portal.placements import queries
from portal.placements.introductions.domain.answers import NoReason, Side
from portal.placements.introductions.service.answers import IntroductionMade, lapse_silent, say_no, say_yes
from portal.placements.introductions.service.engagements import agree_engagement, propose_engagement
from portal.placements.introductions.service.introductions import (
    finish_introductions,
    propose_extension,
    withdraw_introduction,
)
from portal.placements.offers.domain.offers import OfferState
from portal.placements.offers.service import (
    accept_offer,
    decline_offer,
    expire_offers,
    link_code,
    make_offers,
    open_again,
    open_first,
    record_answer,
    take_back,
)
from portal.placements.rows import IntroductionRow, OfferRow
from portal.placements.work.domain.placements import PlacementState
from portal.placements.work.service.placements import (
    call_roll,
    cancel_workers,
    recall_workers,
    record_leaving,
)
from portal.workers.domain import NamedWorker
from portal.workers.own_contact import Contact, has_word, hashed

_ENGAGED = frozenset(Stage) - {
    Stage.LAPSED,
    Stage.DECLINED,
    Stage.WITHDRAWN,
    Stage.PROPOSED_BY_EMPLOYER,
    Stage.PROPOSED_BY_PROVIDER,
}
_OFFERED = _ENGAGED - {Stage.AGREED}
_ANSWERED = _OFFERED - {Stage.OFFERED}
_STARTED = _ANSWERED - {Stage.ANSWERED}
_MORE_NAMED = 2
"""More workers are named than there are places."""
DEMO_WORD = "harbour lights"
"""The secret word of every worker who answered in the demo."""
_TIME_DOES = 5
"""Minutes before the time of day, when everybody has acted."""


@dataclass
class Plot:
    """Puts every story on the timeline; remembers the introductions that came of them.

    A story that the portal refuses to go on with ends there, so that the demo loads all the same.
    """

    world: World
    timeline: Timeline
    cast: Cast
    board: Board
    introductions: dict[str, UUID] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)
    """By the key of a story: what was refused in it."""

    def plan(self) -> None:
        for number, story in enumerate(self.world.stories):
            Telling(self, story, number).plan()
        for day in range(max(story.introduced for story in self.world.stories), -1, -1):
            self.timeline.add(day, _TIME_DOES, _let_time_do)


def _let_time_do(moment: Moment) -> None:
    """What the portal does by itself: unanswered yeses and offers lapse, work that is over ends."""
    for job in (lapse_silent, expire_offers, finish_introductions):
        moment.perform(job, SYSTEM)


@dataclass(frozen=True)
class Telling:
    """One story: who says and does what, and when."""

    plot: Plot
    story: Story
    number: int

    @property
    def vacancy(self) -> DemoVacancy:
        return next(job for job in self.plot.world.vacancies if job.story == self.story.key)

    @property
    def provider(self) -> str:
        return next(lot.organisation for lot in self.plot.world.lots if lot.story == self.story.key)

    def plan(self) -> None:
        met, stage = self.story.introduced, self.story.stage
        self._on(met, 90, self._meet)
        if stage is Stage.DECLINED:
            self._on(met, 80, self._decline)
        if stage is Stage.WITHDRAWN:
            self._on(met - 1, 80, self._withdraw)
        if stage is Stage.PROPOSED_BY_EMPLOYER:
            self._on(met - 1, 60, lambda moment: self._propose(moment, Side.EMPLOYER))
        if stage is Stage.PROPOSED_BY_PROVIDER:
            self._on(met - 1, 60, lambda moment: self._propose(moment, Side.PROVIDER))
        if stage in _ENGAGED:
            self._on(met, 70, lambda moment: self._propose(moment, Side.PROVIDER))
            self._on(met, 60, self._agree)
        self._plan_workers()

    def _plan_workers(self) -> None:
        stage, met = self.story.stage, self.story.introduced
        offered = met - 1 if stage in _ANSWERED else met - 2 if met <= 2 else 1
        if stage in _OFFERED:
            self._on(offered, 50, self._offer)
            self._on(offered, 20, self._some_answer)
        if stage in _ANSWERED:
            self._on(offered, 10, self._all_answer)
        if stage in _STARTED:
            self._plan_work()

    def _plan_work(self) -> None:
        first = -self.vacancy.begins
        self._on(first, 40, self._first_roll)
        if self.story.stage is Stage.STARTED:
            self._on(first, 30, self._replace)
            self._on(first - 1, 40, self._second_roll)
            self._on(2, 15, self._one_leaves)
        if self.story.stage is Stage.TAKEN_OVER:
            self._on(3, 15, self._ask_to_stay)
            self._on(2, 15, self._answer_to_stay)
        if self.story.stage is Stage.EXTENDING:
            self._on(1, 15, self._extend)
        if self.story.stage is Stage.CANCELLED:
            self._on(1, 15, self._cancel)
        if self.story.stage is Stage.RECALLED:
            self._on(1, 15, self._recall)

    def _on(self, days: int, minutes: int, act: Callable[[Moment], object]) -> None:
        def play(moment: Moment) -> None:
            if self.story.key in self.plot.broken:
                return
            try:
                act(moment)
            except Unexpected as refused:
                self.plot.broken[self.story.key] = str(refused)

        self.plot.timeline.add(days, minutes, play)

    # who acts

    def _organisation(self, side: Side) -> UUID:
        key = self.provider if side is Side.PROVIDER else self.vacancy.organisation
        return self.plot.cast.organisations[key]

    def _speaker(self, side: Side) -> ActorId:
        key = self.provider if side is Side.PROVIDER else self.vacancy.organisation
        return self.plot.cast.speakers[key]

    def _match(self, session: Session) -> UUID:
        lot_id = self.plot.board.lots[self.story.key]
        vacancy = Ref("vacancy", self.plot.board.vacancies[self.story.key])
        found = (one.id for one in matches_of_post(session, vacancy) if one.availability_id == lot_id)
        if (match_id := next(found, None)) is None:
            raise Unexpected("the two posts do not match")
        return match_id

    def _introduction(self, session: Session) -> IntroductionRow:
        found = queries.any_introduction(session, self.plot.introductions[self.story.key])
        return use(found, IntroductionRow)

    # answers

    def _meet(self, moment: Moment) -> None:
        with moment.read() as session:
            match_id = self._match(session)
        self._yes(moment, Side.PROVIDER, match_id)
        if self.story.stage in {Stage.LAPSED, Stage.DECLINED}:
            return
        made = use(self._yes(moment, Side.EMPLOYER, match_id), IntroductionMade)
        self.plot.introductions[self.story.key] = made.introduction_id

    def _yes(self, moment: Moment, side: Side, match_id: UUID) -> object:
        return moment.perform(
            say_yes, self._speaker(side), self._organisation(side), match_id, self.story.heads
        )

    def _decline(self, moment: Moment) -> None:
        with moment.read() as session:
            match_id = self._match(session)
        side = Side.EMPLOYER
        moment.perform(say_no, self._speaker(side), self._organisation(side), match_id, NoReason.FILLED)

    def _withdraw(self, moment: Moment) -> None:
        side = Side.PROVIDER
        introduction_id = self.plot.introductions[self.story.key]
        moment.perform(withdraw_introduction, self._speaker(side), self._organisation(side), introduction_id)

    # the engagement

    def _propose(self, moment: Moment, side: Side) -> None:
        with moment.read() as session:
            row = self._introduction(session)
        terms = engagement_terms(self.story.form, self.vacancy, row)
        moment.perform(propose_engagement, self._speaker(side), self._organisation(side), row.id, terms)

    def _agree(self, moment: Moment) -> None:
        side, introduction_id = Side.EMPLOYER, self.plot.introductions[self.story.key]
        moment.perform(agree_engagement, self._speaker(side), self._organisation(side), introduction_id, 1)

    # offers

    def _named(self) -> list[NamedWorker]:
        country = self.plot.world.organisation(self.provider).country
        return made_up_workers(self.number, country, self.story.heads + _MORE_NAMED + 1)

    def _offer(self, moment: Moment) -> None:
        self._offer_to(moment, self._named()[:-1])

    def _offer_to(self, moment: Moment, named: list[NamedWorker]) -> None:
        side, introduction_id = Side.PROVIDER, self.plot.introductions[self.story.key]
        moment.perform(make_offers, self._speaker(side), self._organisation(side), introduction_id, named)

    def _open_offers(self, moment: Moment) -> list[OfferRow]:
        with moment.read() as session:
            offers = queries.offers_of(session, self.plot.introductions[self.story.key])
        return [one for one in offers if one.state is OfferState.OPEN]

    def _some_answer(self, moment: Moment) -> None:
        """Two accept, one declines, one accepts and takes it back; nobody else has answered yet."""
        first, second, third, fourth, *_ = self._open_offers(moment)
        self._accept(moment, first)
        self._accept(moment, second)
        self._open(moment, third)
        moment.perform(decline_offer, ANYBODY, code_of(third))
        self._accept(moment, fourth)
        moment.perform(take_back, ANYBODY, code_of(fourth))

    def _all_answer(self, moment: Moment) -> None:
        """Whoever is needed accepts; every fourth tells the provider instead of answering alone."""
        with moment.read() as session:
            taken = queries.filled_places(session, self.plot.introductions[self.story.key])
        needed = self._open_offers(moment)[: self.story.heads - taken]
        for place, offer in enumerate(needed):
            if place % 4 == 3:
                self._record(moment, offer)
            else:
                self._accept(moment, offer)

    def _accept(self, moment: Moment, offer: OfferRow) -> None:
        self._open(moment, offer)
        moment.perform(accept_offer, ANYBODY, code_of(offer))

    def _open(self, moment: Moment, offer: OfferRow) -> None:
        """With the demo's one secret word, and no contact: mail goes to the made-up address."""
        with moment.read() as session:
            is_known = has_word(session, offer.worker_id)
        if is_known:
            moment.perform(open_again, ANYBODY, code_of(offer))
        else:
            moment.perform(open_first, ANYBODY, code_of(offer), Contact(), _word_hash())

    def _record(self, moment: Moment, offer: OfferRow) -> None:
        side = Side.PROVIDER
        moment.perform(record_answer, self._speaker(side), self._organisation(side), offer.id, accepts=True)

    # work

    def _placed(self, moment: Moment, state: PlacementState) -> list[UUID]:
        with moment.read() as session:
            placed = queries.placements_of(session, self.plot.introductions[self.story.key])
        return [one.id for one in placed if one.state is state]

    def _first_roll(self, moment: Moment) -> None:
        """Everybody comes on the first day; of those who started for good, all but one.

        Of work that is over by now, nobody said of one whether they came.
        """
        expected = self._placed(moment, PlacementState.EXPECTED)
        if self.story.stage is Stage.COMPLETED:
            expected = expected[:-1]
        missing = expected[-1:] if self.story.stage is Stage.STARTED else []
        self._roll(moment, {one: one not in missing for one in expected})

    def _second_roll(self, moment: Moment) -> None:
        self._roll(moment, dict.fromkeys(self._placed(moment, PlacementState.EXPECTED), True))

    def _roll(self, moment: Moment, came: dict[UUID, bool]) -> None:
        side, introduction_id = Side.EMPLOYER, self.plot.introductions[self.story.key]
        with moment.read() as session:
            row = self._introduction(session)
        here = [one for one, is_here in came.items() if is_here]
        make_safe(moment, self._speaker(side), row, here, self._open)
        moment.perform(call_roll, self._speaker(side), self._organisation(side), introduction_id, came)

    def _replace(self, moment: Moment) -> None:
        self._offer_to(moment, self._named()[-1:])
        self._accept(moment, self._open_offers(moment)[-1])

    def _one_leaves(self, moment: Moment) -> None:
        side, introduction_id = Side.PROVIDER, self.plot.introductions[self.story.key]
        leaving = self._placed(moment, PlacementState.STARTED)[:1]
        day = moment.now.date() + timedelta(days=1)
        moment.perform(
            record_leaving, self._speaker(side), self._organisation(side), introduction_id, leaving, day
        )

    def _ask_to_stay(self, moment: Moment) -> None:
        with moment.read() as session:
            row = self._introduction(session)
        pay = f"{self.vacancy.pay} {self.vacancy.currency} an hour"
        ask_some(moment, self._speaker(Side.EMPLOYER), row, pay)

    def _answer_to_stay(self, moment: Moment) -> None:
        with moment.read() as session:
            row = self._introduction(session)
        some_answer(moment, row, self._open)

    def _extend(self, moment: Moment) -> None:
        side = Side.EMPLOYER
        with moment.read() as session:
            row = self._introduction(session)
        until = row.last + timedelta(days=7)
        moment.perform(propose_extension, self._speaker(side), self._organisation(side), row.id, until)

    def _cancel(self, moment: Moment) -> None:
        side, introduction_id = Side.EMPLOYER, self.plot.introductions[self.story.key]
        started = self._placed(moment, PlacementState.STARTED)
        day = moment.now.date() + timedelta(days=NOTICE_DAYS + 1)
        moment.perform(
            cancel_workers,
            self._speaker(side),
            self._organisation(side),
            introduction_id,
            started[: len(started) // 2],
            day,
        )

    def _recall(self, moment: Moment) -> None:
        side, introduction_id = Side.PROVIDER, self.plot.introductions[self.story.key]
        started = self._placed(moment, PlacementState.STARTED)
        day = moment.now.date() + timedelta(days=NOTICE_DAYS)
        moment.perform(
            recall_workers,
            self._speaker(side),
            self._organisation(side),
            introduction_id,
            started[:2],
            day,
        )


@cache
def _word_hash() -> str:
    """Hashed once for all workers of the demo: each takes a tenth of a second."""
    return hashed(DEMO_WORD)


def code_of(offer: OfferRow) -> str:
    """The code in an offer's link; raises Unexpected where the secret has changed."""
    if (code := link_code(offer)) is None:
        raise Unexpected("an offer's code cannot be made again")
    return code
