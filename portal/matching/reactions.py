"""What matching does when posts, holds or organisations change."""

from collections.abc import Callable, Mapping, Sequence

from portal.availability import events as lots
from portal.availability import queries as availability
from portal.availability.chains import chained_lots
from portal.compliance.costs.events import (
    CostEvidenced,
    ExceptionAttached,
    ExceptionDisabled,
    ExceptionEnabled,
    ExceptionTakenOff,
    RefundConfirmed,
    RefundNoted,
)
from portal.compliance.findings import service as findings
from portal.compliance.findings.events import LetGo, OfFindings, Stopped
from portal.compliance.holds.events import Held, Released
from portal.compliance.pay.events import MinimumPayEntered, MinimumPayWithdrawn, OfMinimumPay
from portal.infra.unit_of_work import Work
from portal.kernel.events import Event, Ref
from portal.matching import queries, service
from portal.organisations.events import (
    LicenceChanged,
    LicenceDeclared,
    OrganisationApproved,
    OrganisationChanged,
    RegisterImported,
)
from portal.vacancies import events as jobs
from portal.vacancies import queries as vacancies


def match_now(work: Work, happened: Event) -> None:
    """Match the post in the same transaction, so that its owner sees matches at once.

    A post that another transaction publishes at the same moment is not visible yet: the mark has
    the pair looked for again a second later. A bulk of posts is left to the worker as a whole.
    """
    work.session.flush()
    service.mark(work, happened.about)
    if not work.in_bulk:
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
    """A licence changed: the provider's posts are matched again, and lots that come through sub-agents."""
    _mark_posts_of(work, Ref("organisation", getattr(happened, "organisation_id", happened.about.id)))
    match_chained_lots(work, happened)


def match_chained_lots(work: Work, _happened: Event) -> None:
    """Registers say something new: a sub-agent may be concerned."""
    for lot in chained_lots(work.session):
        service.mark(work, Ref("availability", lot.id))


def match_what_rules_stop(work: Work, happened: OfFindings) -> None:
    """Rules, or staff who decided about a finding, stopped a post or a match, or let it go on."""
    ref = happened.ref
    if ref.kind == "match" and (found := queries.match(work.session, ref.id)):
        service.mark(work, Ref("availability", found.availability_id))
        service.mark(work, Ref("vacancy", found.vacancy_id))
    elif ref.kind in ("availability", "vacancy"):
        service.mark(work, ref)


def judge_where_pay_changed(work: Work, happened: OfMinimumPay) -> None:
    """The minimum pay of a country changed: its open vacancies are judged again."""
    for vacancy in vacancies.open_vacancies(work.session, countries=[happened.country], now=work.now):
        service.mark(work, Ref("vacancy", vacancy.id))


def judge_with_costs(work: Work, happened: Event) -> None:
    """Something new is known of a post's costs, or an exception was attached to them."""
    if happened.about.kind in ("availability", "vacancy"):
        service.mark(work, happened.about)


def judge_every_vacancy(work: Work, _happened: Event) -> None:
    """An exception was enabled or disabled: whoever rests on it is judged again."""
    for vacancy in vacancies.open_vacancies(work.session, now=work.now):
        service.mark(work, Ref("vacancy", vacancy.id))


def let_rest(work: Work, happened: Event) -> None:
    """A post was closed for good: nothing is asked about it any more."""
    findings.rest(work, happened.about)


def announce(work: Work, happened: Event) -> None:
    """An organisation was approved: tell of the matches that waited for it."""
    service.announce_waiting(work, happened.about.id)


def _mark_posts_of(work: Work, organisation: Ref) -> None:
    for lot in availability.own_availabilities(work.session, organisation.id):
        service.mark(work, Ref("availability", lot.id))
    for vacancy in vacancies.own_vacancies(work.session, organisation.id):
        service.mark(work, Ref("vacancy", vacancy.id))


Reaction = Callable[..., None]

REACTIONS: Mapping[type[Event], Sequence[Reaction]] = {
    lots.AvailabilityPublished: (match_now,),
    lots.AvailabilityChanged: (match_now,),
    lots.AvailabilityResumed: (match_now,),
    lots.AvailabilityProlonged: (match_now,),
    lots.AvailabilityHeadsChanged: (match_soon,),
    lots.AvailabilityPaused: (match_now,),
    lots.AvailabilityClosed: (match_now, let_rest),
    lots.AvailabilityExpired: (match_soon,),
    jobs.VacancyPublished: (match_now,),
    jobs.VacancyChanged: (match_now,),
    jobs.VacancyResumed: (match_now,),
    jobs.VacancyProlonged: (match_now,),
    jobs.VacancyHeadsChanged: (match_soon,),
    jobs.VacancyPaused: (match_now,),
    jobs.VacancyClosed: (match_now, let_rest),
    jobs.VacancyExpired: (match_soon,),
    Held: (match_what_is_held,),
    Released: (match_what_is_held,),
    OrganisationApproved: (announce, match_posts_of),
    OrganisationChanged: (match_posts_of,),
    Stopped: (match_what_rules_stop,),
    LetGo: (match_what_rules_stop,),
    MinimumPayEntered: (judge_where_pay_changed,),
    MinimumPayWithdrawn: (judge_where_pay_changed,),
    CostEvidenced: (judge_with_costs,),
    RefundNoted: (judge_with_costs,),
    RefundConfirmed: (judge_with_costs,),
    ExceptionAttached: (judge_with_costs,),
    ExceptionTakenOff: (judge_with_costs,),
    ExceptionEnabled: (judge_every_vacancy,),
    ExceptionDisabled: (judge_every_vacancy,),
    LicenceDeclared: (match_posts_of,),
    LicenceChanged: (match_posts_of,),
    RegisterImported: (match_chained_lots,),
}
