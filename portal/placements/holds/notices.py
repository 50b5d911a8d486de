"""Who is told when staff hold or release something."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from portal.compliance.holds.domain import HoldCause
from portal.compliance.holds.events import Held, Released
from portal.compliance.holds.queries import open_hold
from portal.infra.unit_of_work import Work
from portal.infra.web.pages import public_url
from portal.kernel.events import Event
from portal.notifications.domain import Category, Message, ToPerson, ToWorker
from portal.organisations import queries as organisations
from portal.placements.holds.reach import scope_of_hold


def tell_of_hold(work: Work, happened: Held | Released) -> Iterator[Message]:
    """The owner and the other side of every introduction; workers whose open offer waits meanwhile.

    Whoever is frozen by a licence hears of it once for all matches, elsewhere.
    """
    if happened.cause is HoldCause.LICENCE:
        return
    scope = scope_of_hold(work.session, happened.ref)
    if scope is None:
        return
    event = "held" if isinstance(happened, Held) else "released"
    key = f"{event}:{happened.ref}:{work.now.isoformat()}"
    for organisation_id in sorted(scope.organisations):
        for member in organisations.members_of(work.session, organisation_id):
            yield Message(
                template=f"placements/{event}",
                to=ToPerson(member.person_id),
                facts={
                    "what": scope.what,
                    "why": happened.reason,
                    "url": public_url("insights_account.home"),
                },
                key=key,
                category=Category.PROGRESS,
                organisation_id=organisation_id,
                about=(happened.ref,),
            )
    if isinstance(happened, Released) and open_hold(work.session, happened.ref):
        return  # another cause still holds it
    for worker_id in sorted(scope.workers):
        yield Message(
            template=f"placements/offer_{event}",
            to=ToWorker(worker_id),
            facts={},
            key=key,
            category=Category.WORKER,
            about=(happened.ref,),
        )


NOTICES: Mapping[type[Event], Callable[..., Iterable[Message]]] = {
    Held: tell_of_hold,
    Released: tell_of_hold,
}
