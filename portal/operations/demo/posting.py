"""How the posts of the demo were written, published, paused, closed; and how some were stopped."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from portal.availability.forms import answers_of as answers_of_lot
from portal.availability.service import (
    close_availability,
    draft_availability,
    expire_availabilities,
    pause_availability,
    publish_availability,
)
from portal.compliance.holds.service import hold, release
from portal.infra.unit_of_work import Work
from portal.kernel.events import SYSTEM, Ref
from portal.matching.service import rematch_marked
from portal.operations.demo.cast import Cast
from portal.operations.demo.costs import cost_schedule
from portal.operations.demo.terms import Atlas, Wording
from portal.operations.demo.timeline import Moment, Timeline, use
from portal.operations.demo.world import DemoHold, DemoLot, DemoPost, DemoVacancy, Life, World
from portal.vacancies.forms import answers_of as answers_of_vacancy
from portal.vacancies.service import (
    close_vacancy,
    draft_vacancy,
    expire_vacancies,
    pause_vacancy,
    publish_vacancy,
)

_PUBLISHED, _SETTLED, _MATCHED, _STOPPED = 18, 17, 15, 12
"""Minutes before the time of day: posts come first, then what became of them, then their matches."""


@dataclass
class Board:
    """Which post is which: by its place in the files, and by the story that it plays a part in."""

    posts: dict[DemoPost, Ref] = field(default_factory=dict)
    lots: dict[str, UUID] = field(default_factory=dict)
    vacancies: dict[str, UUID] = field(default_factory=dict)


@dataclass(frozen=True)
class Posting:
    """Puts the life of every post on the timeline."""

    world: World
    timeline: Timeline
    atlas: Atlas
    cast: Cast
    board: Board

    def plan(self) -> None:
        days: dict[int, list[DemoPost]] = defaultdict(list)
        posts: tuple[DemoPost, ...] = (*self.world.lots, *self.world.vacancies)
        for post in posts:
            days[post.posted].append(post)
        for day, fresh in days.items():
            self._plan_day(day, fresh)
        for day in range(max(days) - 1, -1, -1):
            self.timeline.add(day, _MATCHED, match_all)
        self.timeline.add(0, _SETTLED, _expire)
        for one in self.world.holds:
            self._plan_hold(one)

    def _plan_day(self, day: int, posts: list[DemoPost]) -> None:
        """Everything of one organisation on one day is posted in one go."""
        by_poster: dict[str, list[DemoPost]] = defaultdict(list)
        for post in posts:
            by_poster[post.organisation].append(post)
        for key, own in by_poster.items():
            self._plan_batch(day, key, own)

    def _plan_batch(self, day: int, key: str, own: Iterable[DemoPost]) -> None:
        def post_all(work: Work) -> None:
            for one in own:
                self._post(work, one)

        def settle_all(work: Work) -> None:
            for one in own:
                self._settle(work, one)

        def post(moment: Moment) -> None:
            moment.perform(post_all, self.cast.speakers[key])

        def settle(moment: Moment) -> None:
            moment.perform(settle_all, self.cast.speakers[key])

        self.timeline.add(day, _PUBLISHED, post)
        if any(one.life in {Life.PAUSED, Life.CLOSED} for one in own):
            self.timeline.add(max(0, day // 2), _SETTLED, settle)

    @cached_property
    def wording(self) -> Wording:
        return Wording(self.timeline.today, self.atlas, self.cast.branches)

    def _post(self, work: Work, post: DemoPost) -> None:
        if post.life is Life.DRAFT:
            self._draft(work, post)
            return
        organisation_id = self.cast.organisations[post.organisation]
        match post:
            case DemoLot():
                lot_id = use(publish_availability(work, organisation_id, self.wording.lot(post)), UUID)
                self.board.posts[post] = Ref("availability", lot_id)
                self.board.lots[post.story] = lot_id
            case DemoVacancy():
                costs = cost_schedule(post.costs, post.currency, post.housing_cost_week)
                terms = self.wording.vacancy(post)
                vacancy_id = use(publish_vacancy(work, organisation_id, terms, costs), UUID)
                self.board.posts[post] = Ref("vacancy", vacancy_id)
                self.board.vacancies[post.story] = vacancy_id

    def _draft(self, work: Work, post: DemoPost) -> None:
        organisation_id = self.cast.organisations[post.organisation]
        match post:
            case DemoLot():
                draft_availability(work, organisation_id, answers_of_lot(self.wording.lot(post)))
            case DemoVacancy():
                costs = cost_schedule(post.costs, post.currency, post.housing_cost_week)
                answers = answers_of_vacancy(self.wording.vacancy(post), costs)
                draft_vacancy(work, organisation_id, answers)

    def _settle(self, work: Work, post: DemoPost) -> None:
        organisation_id, ref = self.cast.organisations[post.organisation], self.board.posts.get(post)
        if ref is None:
            return
        is_lot = ref.kind == "availability"
        if post.life is Life.PAUSED:
            (pause_availability if is_lot else pause_vacancy)(work, organisation_id, ref.id)
        elif post.life is Life.CLOSED:
            reason = "They found work near home" if is_lot else "Filled from our own list"
            (close_availability if is_lot else close_vacancy)(work, organisation_id, ref.id, reason)

    def _plan_hold(self, one: DemoHold) -> None:
        def stop(moment: Moment) -> None:
            moment.perform(hold, self.cast.inspector, self._held(one), one.reason)

        def let_go(moment: Moment) -> None:
            moment.perform(release, self.cast.inspector, self._held(one), one.released)

        self.timeline.add(one.days, _STOPPED, stop)
        if one.released:
            self.timeline.add(one.days - 2, _STOPPED, let_go)

    def _held(self, one: DemoHold) -> Ref:
        """The first post that the line means."""
        meant = (one.kind, one.organisation, one.town, one.occupation)
        for post, ref in self.board.posts.items():
            if (ref.kind, post.organisation, post.town, post.occupation) == meant:
                return ref
        raise LookupError(f"no post for the hold {meant}")


def match_all(moment: Moment) -> None:
    """Match every post that waits for it."""
    while moment.perform(rematch_marked, SYSTEM):
        pass


def _expire(moment: Moment) -> None:
    moment.perform(expire_availabilities, SYSTEM)
    moment.perform(expire_vacancies, SYSTEM)
