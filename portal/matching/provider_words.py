"""What parts two posts, for whoever offers the workers, and what the lot could change."""

from flask_babel import gettext

from portal.infra.web.mixed import listed
from portal.infra.web.pages import country_name, day
from portal.matching.domain import Gate
from portal.matching.explanation import GateLine, kilometres
from portal.matching.parting import (
    Parted,
    Said,
    Sayings,
    languages_missing,
    line_of,
    own_hold,
    skills_missing,
    tickets_missing,
    too_few,
    too_few_days,
)
from portal.posts.words import form_words, plain_money, shift_words


def _own_hold_or_licence(p: Parted) -> Said:
    if not p.stops.unlicensed:
        return own_hold(p)
    return (
        gettext(
            "The law asks for a supply licence for this work, and yours or a sub-agent’s is not good now"
        ),
        gettext("See to the licence under “Your organisation”, or name the one that you hold."),
        "",
    )


def _may_not_work(p: Parted) -> Said:
    country = p.vacancy.country
    if country not in p.gate.found:
        named = listed(country_name(one) for one in p.lot.work_countries or (p.lot.country,))
        return (
            gettext(
                "The work is in %(country)s; your workers may work in %(named)s, you said",
                country=country_name(country),
                named=named,
            ),
            gettext("If they may work there too, add the country."),
            "about-place",
        )
    return (
        gettext("The work is in another sector than those that you named"),
        gettext("If they would work there too, add the sector, or name none for any."),
        "about-place",
    )


def _no_common_form(p: Parted) -> Said:
    return (
        gettext(
            "No form of engagement that both accept; they offer: %(forms)s",
            forms=form_words(p.vacancy.engagement),
        ),
        gettext("Accept one of these forms too, if it suits your workers."),
        "about-terms",
    )


def _dates(p: Parted) -> Said:
    lot, starts = p.lot, day(p.vacancy.starts)
    if lot.available_from > p.vacancy.latest_start:
        return (
            gettext(
                "Your lot is free from %(free)s; the work starts on %(starts)s",
                free=day(lot.available_from),
                starts=starts,
            ),
            gettext("If they are free earlier, change the day."),
            "about-dates",
        )
    return (
        too_few_days(p, gettext("Your lot and the work have no day in common")),
        gettext("If they are free longer, change the days."),
        "about-dates",
    )


def _tickets(p: Parted) -> Said:
    return (
        gettext(
            "The work asks for licences or certificates that your lot does not name: %(things)s",
            things=tickets_missing(p),
        ),
        gettext("If all of them hold it, add it; if some do, split the lot."),
        "about-workers",
    )


def _languages(p: Parted) -> Said:
    return (
        gettext("The work asks for %(things)s, and your lot does not say so", things=languages_missing(p)),
        gettext("If all of them speak it so well, change it; if some do, split the lot."),
        "about-workers",
    )


def _shifts(p: Parted) -> Said:
    return (
        gettext(
            "The work is in these shifts: %(theirs)s; your workers work: %(ours)s",
            theirs=shift_words(p.vacancy.shifts),
            ours=shift_words(p.lot.shifts),
        ),
        gettext("If they would work other shifts too, change it."),
        "about-dates",
    )


def _pay(p: Parted) -> Said:
    currency = p.vacancy.currency
    return (
        gettext(
            "The work pays %(pay)s an hour; you named %(least)s as the least",
            pay=plain_money(p.vacancy.pay, currency),
            least=plain_money(p.lot.min_pay.get(currency), currency),
        ),
        gettext("Only you and your workers decide whether less would do."),
        "about-terms",
    )


def _skills(p: Parted) -> Said:
    return (
        gettext("The work asks for skills that your lot does not name: %(things)s", things=skills_missing(p)),
        gettext("If all of them can do it, add it; if some can, split the lot."),
        "about-work",
    )


def _place(p: Parted) -> Said:
    away = gettext(
        "The work is %(away)s away in a straight line; your workers travel %(travel)s",
        away=kilometres(p.judgement.distance_km),
        travel=kilometres(p.lot.travel_km),
    )
    if not p.vacancy.accommodation:
        return away, gettext("No housing is offered. If they would travel farther, change it."), "about-place"
    if not p.lot.relocates:
        mend = gettext("Housing is offered: if they would move, say so; or let them travel farther.")
        return away, mend, "about-place"
    mend = gettext(
        "They would move, and housing is offered; but from so far only for work that is near to theirs, "
        "asks for a skill or trains them."
    )
    return away, mend, "about-place"


def _group(p: Parted) -> Said:
    return too_few(p, p.judgement.free_availability, p.lot.min_group)


def _unlike(p: Parted) -> Said:
    return (
        gettext("The work is too different from what your workers do"),
        gettext("Name further skills, if they have them."),
        "about-work",
    )


_SAYINGS: Sayings = {
    Gate.COMPLIANCE: _own_hold_or_licence,
    Gate.PERMISSION: _may_not_work,
    Gate.ENGAGEMENT: _no_common_form,
    Gate.DATES: _dates,
    Gate.TICKETS: _tickets,
    Gate.LANGUAGES: _languages,
    Gate.SHIFTS: _shifts,
    Gate.PAY: _pay,
    Gate.SKILLS: _skills,
    Gate.PLACE: _place,
    Gate.GROUP: _group,
    Gate.RELEVANCE: _unlike,
}


def for_provider(parted: Parted) -> GateLine:
    """The gate in words for whoever offers the workers."""
    return line_of(parted, _SAYINGS)
