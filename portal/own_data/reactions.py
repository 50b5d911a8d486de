"""Whoever is put on a list hears of it in the same act."""

from collections.abc import Callable, Mapping, Sequence

from portal.infra.unit_of_work import Work
from portal.kernel.events import Event
from portal.workers.domain import Road
from portal.workers.events import WorkerNamed
from portal.workers.listings import keep_notice, listing, untold
from portal.workers.queries import address_of

AT_ONCE = 200
"""Workers told in one run; the rest waits for the next."""


def tell(work: Work, happened: WorkerNamed) -> None:
    """By a mail of its own, where no offer in the same act tells it."""
    if (
        listing(work.session, happened.worker_id).told_at is None
        and address_of(work.session, happened.worker_id) is not None
    ):
        keep_notice(work, happened.worker_id, Road.MAIL)


def tell_untold(work: Work) -> int:
    """Tell whoever was listed before this was told, or has an address only now; how many there were."""
    found = untold(work.session, AT_ONCE)
    for worker_id in found:
        keep_notice(work, worker_id, Road.MAIL if address_of(work.session, worker_id) else Road.SLIP)
    return len(found)


REACTIONS: Mapping[type[Event], Sequence[Callable[..., None]]] = {WorkerNamed: (tell,)}
