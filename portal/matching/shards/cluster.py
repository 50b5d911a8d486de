"""Shards matched by the processes of Dask: on this machine, or on all that a scheduler knows."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from distributed import Client, Future, LocalCluster

from portal.matching.domain import DEFAULT_TOP
from portal.matching.shards.layout import Layout
from portal.matching.shards.share import NOTHING, Answer, Cost, Found, Source, answer, merged


@dataclass(frozen=True)
class Matched:
    """What is being found; it stays with the workers until it is asked for."""

    found: Sequence[Future]
    """Of each stripe a `Found`: the best of the posts at home there, merged over all shards."""
    costs: Sequence[Future]
    """Of each shard its `Cost`."""


@contextmanager
def workers(address: str | None = None, processes: int = 2) -> Iterator[Client]:
    """A client of the scheduler at an address, or of so many processes of this machine, one thread each."""
    if address:
        with Client(address, set_as_default=False) as client:
            yield client
        return
    with (
        LocalCluster(
            n_workers=processes,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",  # any free port: several may run side by side
        ) as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        yield client


def match(
    client: Client,
    source: Source,
    layout: Layout,
    *,
    lots_answer: bool = True,
    top: int | None = DEFAULT_TOP,
) -> Matched:
    """Have each shard answer, and merge what the posts of each stripe found.

    The lots answer the vacancies, or else the vacancies the lots. What is lost with a worker is read and
    done again by another.
    """
    knowledge = client.submit(source.knowledge, pure=False)
    answers = [
        client.submit(answer, source, shard, layout, knowledge, lots_answer=lots_answer, top=top, pure=False)
        for shard in range(len(layout))
    ]
    found = []
    for home in range(layout.stripes):
        parts = [client.submit(_part, answered, home, pure=False) for answered in answers]
        found.append(client.submit(merged, parts, top, pure=False))
    return Matched(found, [client.submit(_cost, answered, pure=False) for answered in answers])


def _part(answered: Answer, home: int) -> Found:
    return answered.by_home.get(home, NOTHING)


def _cost(answered: Answer) -> Cost:
    return answered.cost
