"""What matching does when posts, holds or organisations change."""

from collections.abc import Callable, Mapping, Sequence

from portal.availability import events as lots
from portal.availability import queries as availability
from portal.compliance.holds.events import Held, Released
from portal.infra.unit_of_work import Work
from portal.kernel.events import Event, Ref
from portal.matching import service
from portal.organisations.events import LicenceChanged, LicenceDeclared, OrganisationApproved
from portal.vacancies import events as jobs
from portal.vacancies import queries as vacancies


def match_now(work: Work, happened: Event) -> None:
    """Match the post in the same transaction, so that its owner sees matches at once.

    A post that another transaction publishes at the same moment is not visible yet: the mark has
    the pair looked for again a second later.
    """
    work.session.flush()
    service.mark(work, happened.about)
    service.rematch(work, happened.about)


def match_soon(work: Work, happened: Event) -> None:
    """Have the post matched again within a second."""
    service.mark(work, happened.about)


def match_what_is_held(work: Work, happened: Event) -> None:
    """A hold was placed or released: on a post, on an organisation's posts, or on a match."""
    held = happened.about
    match held.kind:
        case "availability" | "vacancy":
            service.mark(work, held)
        case "organisation":
            _mark_posts_of(work, held)
        case _:
            return


def match_posts_of(work: Work, happened: Event) -> None:
    """A licence changed: the provider's posts are matched again."""
    _mark_posts_of(work, Ref("organisation", getattr(happened, "organisation_id", happened.about.id)))


def announce(work: Work, happened: Event) -> None:
    """An organisation was approved: tell of the matches that waited for it."""
    service.announce_waiting(work, happened.about.id)


def _mark_posts_of(work: Work, organisation: Ref) -> None:
    for lot in availability.own_availabilities(work.session, organisation.id):
        service.mark(work, Ref("availability", lot.id))
    for vacancy in vacancies.own_vacancies(work.session, organisation.id):
        service.mark(work, Ref("vacancy", vacancy.id))


Reaction = Callable[[Work, Event], None]

REACTIONS: Mapping[type[Event], Sequence[Reaction]] = {
    lots.AvailabilityPublished: (match_now,),
    lots.AvailabilityChanged: (match_now,),
    lots.AvailabilityResumed: (match_now,),
    lots.AvailabilityProlonged: (match_now,),
    lots.AvailabilityHeadsChanged: (match_soon,),
    lots.AvailabilityPaused: (match_now,),
    lots.AvailabilityClosed: (match_now,),
    lots.AvailabilityExpired: (match_soon,),
    jobs.VacancyPublished: (match_now,),
    jobs.VacancyChanged: (match_now,),
    jobs.VacancyResumed: (match_now,),
    jobs.VacancyProlonged: (match_now,),
    jobs.VacancyHeadsChanged: (match_soon,),
    jobs.VacancyPaused: (match_now,),
    jobs.VacancyClosed: (match_now,),
    jobs.VacancyExpired: (match_soon,),
    Held: (match_what_is_held,),
    Released: (match_what_is_held,),
    OrganisationApproved: (announce,),
    LicenceDeclared: (match_posts_of,),
    LicenceChanged: (match_posts_of,),
}
