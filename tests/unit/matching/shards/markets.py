"""Small markets in shards, matched here and now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.matching.domain import AvailabilityFacts, Knowledge, VacancyFacts
from portal.matching.index.availabilities import AvailabilityIndex
from portal.matching.index.vacancies import VacancyIndex
from portal.matching.shards.layout import Layout
from portal.matching.shards.share import Found, Share, answer, merged, seen_in
from tests.unit.matching.pairs import KNOWLEDGE

Ranked = list[tuple[int, int, float]]
"""The numbers of who asked and who was found with the score; for each asking post best first."""


def ranked(posts: Sequence[AvailabilityFacts] | Sequence[VacancyFacts]) -> list[int]:
    """The number of each post in the whole market: its place by age, then by reference, which decides
    between equal scores."""
    numbers = [0] * len(posts)
    by_age = sorted(range(len(posts)), key=lambda at: (posts[at].order, posts[at].reference))
    for number, at in enumerate(by_age):
        numbers[at] = number
    return numbers


def share_of(
    layout: Layout,
    shard: int,
    lots: Iterable[tuple[int, AvailabilityFacts]],
    vacancies: Iterable[tuple[int, VacancyFacts]],
) -> Share:
    """Those of numbered posts that stand in a shard."""
    return Share(
        [(number, seen_in(layout, shard, a)) for number, a in lots if shard in layout.of_lot(a)],
        [(number, v) for number, v in vacancies if shard in layout.of_vacancy(v)],
    )


@dataclass(frozen=True)
class Market:
    """All posts, and how they are shared out."""

    lots: Sequence[AvailabilityFacts]
    vacancies: Sequence[VacancyFacts]
    layout: Layout

    def knowledge(self) -> Knowledge:
        return KNOWLEDGE

    def share(self, shard: int) -> Share:
        return share_of(
            self.layout,
            shard,
            zip(ranked(self.lots), self.lots, strict=True),
            zip(ranked(self.vacancies), self.vacancies, strict=True),
        )


def listed(found: Found) -> Ranked:
    return list(zip(found.askers.tolist(), found.found.tolist(), found.scores.tolist(), strict=True))


def in_shards(market: Market, *, lots_answer: bool, top: int | None) -> Ranked:
    answers = [
        answer(market, shard, market.layout, KNOWLEDGE, lots_answer=lots_answer, top=top)
        for shard in range(len(market.layout))
    ]
    homes = [
        merged([one.by_home[home] for one in answers if home in one.by_home], top)
        for home in range(market.layout.stripes)
    ]
    return sorted((pair for home in homes for pair in listed(home)), key=lambda pair: pair[0])


def as_a_whole(market: Market, *, lots_answer: bool, top: int | None) -> Ranked:
    lots, vacancies = ranked(market.lots), ranked(market.vacancies)
    if lots_answer:
        asking, found = vacancies, lots
        hits = AvailabilityIndex(market.lots, KNOWLEDGE).best_for_vacancies(market.vacancies, top)
    else:
        asking, found = lots, vacancies
        hits = VacancyIndex(market.vacancies, KNOWLEDGE).best_for_availabilities(market.lots, top)
    pairs = [
        (number, found[at], score)
        for number, one in zip(asking, hits, strict=True)
        for at, score in zip(one.positions.tolist(), one.scores.tolist(), strict=True)
    ]
    return sorted(pairs, key=lambda pair: pair[0])
