"""Signs that somebody else opens or answers offers for workers; staff look, and nothing is stopped."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select

from portal.compliance.errands.domain import ErrandKind
from portal.compliance.errands.service import raise_errand
from portal.infra.unit_of_work import Work
from portal.kernel.events import Ref
from portal.placements import queries
from portal.placements.models import WorkerAct
from portal.workers import queries as workers
from portal.workers.own_contact import ask_help, shared_with_others

MANY = 5
"""So many workers of one provider from one browser, or in three minutes from one network."""
BROWSER_WITHIN, NETWORK_WITHIN = timedelta(hours=12), timedelta(minutes=3)
KEPT = timedelta(days=1)


def watch(work: Work, code: str, browser_key: str, network_key: str) -> None:
    """Note from where a worker acted, as keyed hashes; staff look where many did from one place."""
    offer = queries.offer_by_code(work.session, code)
    if offer is not None:
        _watch(work, offer.worker_id, offer.provider_id, browser_key, network_key)


def watch_opening(work: Work, worker_id: UUID, browser_key: str, network_key: str) -> None:
    """The same of a browser that may act for a worker from now on, by whichever page it came to that."""
    person = workers.worker(work.session, worker_id)
    if person is not None:
        _watch(work, worker_id, person.organisation_id, browser_key, network_key)


def _watch(work: Work, worker_id: UUID, provider_id: UUID, browser_key: str, network_key: str) -> None:
    work.session.add(
        WorkerAct(
            id=work.new_id(),
            provider_id=provider_id,
            worker_id=worker_id,
            browser_key=browser_key,
            network_key=network_key,
            at=work.now,
        )
    )
    work.session.flush()

    def acting(since: timedelta, place: ColumnElement[bool]) -> int:
        wanted = select(func.count(WorkerAct.worker_id.distinct())).where(
            WorkerAct.provider_id == provider_id, WorkerAct.at > work.now - since, place
        )
        return work.session.scalar(wanted) or 0

    if (
        acting(BROWSER_WITHIN, WorkerAct.browser_key == browser_key) >= MANY
        or acting(NETWORK_WITHIN, WorkerAct.network_key == network_key) >= MANY
    ):
        raise_errand(work, Ref("organisation", provider_id), ErrandKind.BURST)


def watch_contact(work: Work, worker_id: UUID, provider_id: UUID) -> None:
    """Put before staff an own contact that workers with other names gave, or were listed with, too."""
    if shared_with_others(work.session, worker_id):
        raise_errand(work, Ref("organisation", provider_id), ErrandKind.SHARED_CONTACT)


def ask_for_word(work: Work, worker_id: UUID, provider_id: UUID) -> None:
    """A worker without an e-mail forgot the word: staff are asked, never the provider."""
    ask_help(work, worker_id)
    raise_errand(work, Ref("organisation", provider_id), ErrandKind.FORGOTTEN_WORD, worker_id=worker_id)


def forget_acts(work: Work) -> None:
    """From where workers acted is kept for a day."""
    work.session.execute(delete(WorkerAct).where(WorkerAct.at < work.now - KEPT))
