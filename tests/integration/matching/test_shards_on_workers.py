"""Shards are matched by processes of their own, and by another where one of these dies."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from distributed import Client

from portal.matching.shards.cluster import match, workers
from portal.matching.shards.layout import Layout
from portal.matching.shards.share import Cost, Share
from tests.unit.matching.shards.markets import Market, Ranked, as_a_whole, listed
from tests.unit.matching.worlds import world

LAYOUT = Layout((-3.1, 0.16, 23.6), {"GB": (5, 6), "DK": (4,)})


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with workers(processes=2) as client:
        yield client


def market() -> Market:
    return Market(*world(20, 250, 60), LAYOUT)


def by_workers(client: Client, source: Market, *, lots_answer: bool) -> tuple[Ranked, list[Cost]]:
    matched = match(client, source, source.layout, lots_answer=lots_answer)
    pairs = [pair for home in client.gather(list(matched.found)) for pair in listed(home)]
    return sorted(pairs, key=lambda pair: pair[0]), client.gather(list(matched.costs))


@pytest.mark.parametrize("lots_answer", [True, False])
def test_workers_find_what_one_index_finds(client: Client, lots_answer: bool) -> None:
    found, costs = by_workers(client, market(), lots_answer=lots_answer)
    assert found == as_a_whole(market(), lots_answer=lots_answer, top=20)
    assert len(found) > 150
    assert [cost.shard for cost in costs] == list(range(7))
    assert sum(cost.lots for cost in costs) > 250
    assert all(cost.index_bytes > 0 and cost.searching > 0 for cost in costs)


def test_a_scheduler_elsewhere_is_asked_by_its_address(client: Client) -> None:
    with workers(client.scheduler.address) as other:
        found, _ = by_workers(other, market(), lots_answer=True)
    assert found == as_a_whole(market(), lots_answer=True, top=20)


@dataclass(frozen=True)
class Deadly(Market):
    """Kills the first worker that reads its third shard."""

    killed: Path

    def share(self, shard: int) -> Share:
        if shard == 2 and not self.killed.exists():
            self.killed.touch()
            os._exit(1)
        return super().share(shard)


def test_what_is_lost_with_a_worker_is_done_again_by_another(client: Client, tmp_path: Path) -> None:
    one = market()
    source = Deadly(one.lots, one.vacancies, one.layout, killed=tmp_path / "killed")
    found, costs = by_workers(client, source, lots_answer=True)
    assert source.killed.exists()
    assert found == as_a_whole(one, lots_answer=True, top=20)
    assert len(costs) == len(LAYOUT)
