"""What the life of a match does when matches, posts, or organisations change."""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from portal.availability.events import AvailabilityChanged, AvailabilityHeadsChanged
from portal.compliance.errands.domain import SILENCES, ErrandKind
from portal.compliance.errands.service import settle_errands
from portal.infra.unit_of_work import Work
from portal.kernel.events import Event, Ref
from portal.matching.events import MatchFound, MatchLapsed
from portal.notifications.service import queue
from portal.organisations.domain.licences import LicenceStatus
from portal.organisations.events import (
    LicenceChanged,
    LicenceDeclared,
    LicenceEvent,
    OrganisationApproved,
    RegisterImported,
)
from portal.placements import queries
from portal.placements.holds.exclusions import judge_exclusions_of
from portal.placements.holds.freezing import end_freeze, judge_chained_freezes, judge_freezes_of
from portal.placements.holds.licence_notices import nothing_waits
from portal.placements.introductions.service import standing
from portal.placements.introductions.service.answers import lapse_yes
from portal.placements.introductions.service.judging import judge_introductions_of, judge_introductions_with
from portal.placements.offers.service import withdraw_offers_of
from portal.placements.offers.service.terms import renew_terms_with
from portal.placements.offers.service.watching import watch_contact
from portal.placements.work.events import CheckedIn
from portal.vacancies.events import VacancyChanged, VacancyHeadsChanged
from portal.workers.events import (
    ListingContested,
    ListingObjected,
    OwnContactChanged,
    WordRenewed,
    WordSet,
)


def answer_new_match(work: Work, happened: MatchFound) -> None:
    """A match appeared: where both sides said yes beforehand, they are introduced at once."""
    posts = {happened.availability_id, happened.vacancy_id}
    if queries.posts_with_standing_yes(work.session, posts) == posts:
        standing.apply_to_match(work, happened.match_id)


def end_waiting_yes(work: Work, happened: Event) -> None:
    """A match ceased before a yes was answered."""
    lapse_yes(work, happened.about.id, by_silence=False)


def answer_with_free_heads(work: Work, happened: Event) -> None:
    """Heads were taken or are free again: a standing yes may reach further."""
    standing.apply_to_post(work, happened.about)


def answer_after_approval(work: Work, happened: Event) -> None:
    """What waited for an approval is answered."""
    standing.apply_to_organisation(work, happened.about.id)


def look_at_licence(work: Work, happened: LicenceEvent) -> None:
    """A licence was declared, changed or has ended: what needs it waits or goes on, with the contacts.

    The provider has one mail of an end: of what waits from now on, or else that nothing does.
    """
    work.session.flush()
    ended = _ended(happened)
    waiting = judge_freezes_of(work, happened.organisation_id, licence_id=ended)
    if ended is not None and not waiting:
        for message in nothing_waits(work, happened, ended):
            queue(work, message)
    judge_chained_freezes(work)
    judge_exclusions_of(work, happened.organisation_id)
    judge_introductions_of(work, happened.organisation_id)


def judge_with_changed_post(work: Work, happened: Event) -> None:
    """A post was changed: rules are asked again of the introductions that it is part of."""
    work.session.flush()
    judge_introductions_with(work, happened.about.id)


def renew_offers(work: Work, happened: VacancyChanged) -> None:
    """The work was changed: offers of it say so, and who has accepted is asked again."""
    renew_terms_with(work, happened.about.id)


def look_at_chains(work: Work, _happened: RegisterImported) -> None:
    """A list of an authority was taken over: it may name sub-agents."""
    judge_chained_freezes(work)


def withdraw_from_whom_objects(work: Work, happened: ListingObjected | ListingContested) -> None:
    """A worker does not want to be on a provider's list: nothing stays on offer."""
    withdraw_offers_of(work, happened.worker_id)


def look_at_contact(work: Work, happened: WordSet | OwnContactChanged) -> None:
    """A worker gave an own contact, on whichever page: others may have given the same."""
    watch_contact(work, happened.worker_id, happened.organisation_id)


def end_silence(work: Work, happened: CheckedIn) -> None:
    """A worker answered how the job is: nobody has to call."""
    settle_errands(work, happened.about, SILENCES)


def end_forgetting(work: Work, happened: WordRenewed) -> None:
    """A worker chose another secret word: staff need not help any more."""
    of_list = Ref("organisation", happened.organisation_id)
    settle_errands(work, of_list, {ErrandKind.FORGOTTEN_WORD}, happened.worker_id)


def let_go(work: Work, happened: MatchLapsed) -> None:
    """A match ceased while it waited for a licence."""
    end_freeze(work, happened.match_id)


def _ended(happened: LicenceEvent) -> UUID | None:
    """The licence, if it was good until now."""
    if not isinstance(happened, LicenceChanged) or happened.was is None:
        return None
    was, now = LicenceStatus(happened.was), LicenceStatus(happened.status)
    return happened.licence_id if was.is_good and not now.is_good else None


Reaction = Callable[..., None]

REACTIONS: Mapping[type[Event], Sequence[Reaction]] = {
    MatchFound: (answer_new_match,),
    MatchLapsed: (end_waiting_yes, let_go),
    AvailabilityChanged: (judge_with_changed_post,),
    VacancyChanged: (judge_with_changed_post, renew_offers),
    AvailabilityHeadsChanged: (answer_with_free_heads,),
    VacancyHeadsChanged: (answer_with_free_heads,),
    OrganisationApproved: (answer_after_approval,),
    LicenceDeclared: (look_at_licence,),
    LicenceChanged: (look_at_licence,),
    RegisterImported: (look_at_chains,),
    ListingObjected: (withdraw_from_whom_objects,),
    ListingContested: (withdraw_from_whom_objects,),
    WordSet: (look_at_contact,),
    OwnContactChanged: (look_at_contact,),
    WordRenewed: (end_forgetting,),
    CheckedIn: (end_silence,),
}
