"""Every offer gets its passport in the transaction that makes it."""

from collections.abc import Callable, Mapping, Sequence

from portal.infra.unit_of_work import Work
from portal.kernel.events import Event
from portal.passports.service import issue, replace_earlier
from portal.placements import queries as placements
from portal.placements.introductions.events import IntroductionExtended
from portal.placements.offers.domain.offers import OfferState
from portal.placements.offers.events import OfferMade, OfferTermsAnswered, OfferTermsChanged


def issue_with_offer(work: Work, happened: OfferMade) -> None:
    """An offer was made; where it follows one that was taken back, that one's passport says so."""
    number = issue(work, happened.offer_id)
    earlier = [
        one.id
        for one in placements.offers_of(work.session, happened.introduction_id)
        if one.worker_id == happened.worker_id
        and one.id != happened.offer_id
        and one.state is OfferState.WITHDRAWN
    ]
    replace_earlier(work, earlier, number)


def issue_with_new_days(work: Work, happened: IntroductionExtended) -> None:
    """The last day changed: offers that wait for an answer get a passport that says so."""
    work.session.flush()
    for one in placements.offers_of(work.session, happened.introduction_id):
        if one.state is OfferState.OPEN:
            issue(work, one.id)


def issue_with_changed_terms(work: Work, happened: OfferTermsChanged) -> None:
    """An offer that waits for an answer says what is agreed now; an acceptance stands for the old terms."""
    if not happened.was_accepted:
        work.session.flush()
        issue(work, happened.offer_id)


def issue_with_agreed_terms(work: Work, happened: OfferTermsAnswered) -> None:
    """A worker who had accepted agreed to the new terms."""
    if happened.agrees:
        work.session.flush()
        issue(work, happened.offer_id)


REACTIONS: Mapping[type[Event], Sequence[Callable[..., None]]] = {
    OfferMade: (issue_with_offer,),
    IntroductionExtended: (issue_with_new_days,),
    OfferTermsChanged: (issue_with_changed_terms,),
    OfferTermsAnswered: (issue_with_agreed_terms,),
}
