"""What parts two posts, for whoever offers the work, and what the vacancy could change."""

from flask_babel import gettext

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
from portal.posts.words import form_words, shift_words


def _may_not_work(p: Parted) -> Said:
    if p.vacancy.country not in p.gate.found:
        where = country_name(p.vacancy.country)
        return gettext("These workers may not work in %(country)s", country=where), "", ""
    return gettext("These workers do not work in your sector"), "", ""


def _no_common_form(p: Parted) -> Said:
    return (
        gettext(
            "No form of engagement that both accept; theirs: %(forms)s", forms=form_words(p.lot.engagement)
        ),
        gettext("Accept one of these forms too, if it suits you."),
        "about-terms",
    )


def _dates(p: Parted) -> Said:
    lot, vacancy = p.lot, p.vacancy
    if lot.available_from > vacancy.latest_start:
        return (
            gettext(
                "They are free from %(free)s; your work starts on %(latest)s at the latest",
                free=day(lot.available_from),
                latest=day(vacancy.latest_start),
            ),
            gettext("A later latest start would let them begin."),
            "about-dates",
        )
    return (
        too_few_days(p, gettext("They and your work have no day in common")),
        gettext("A smaller least number of days, or other dates, would let them in."),
        "about-dates",
    )


def _tickets(p: Parted) -> Said:
    return (
        gettext(
            "They do not hold licences or certificates that you ask for: %(things)s",
            things=tickets_missing(p),
        ),
        gettext("If the work can be done without, or you see to it, ask for less."),
        "about-workers",
    )


def _languages(p: Parted) -> Said:
    return (
        gettext("They do not speak %(things)s, which you ask for", things=languages_missing(p)),
        gettext("If less is enough for the work and for safety, ask for a lower level."),
        "about-workers",
    )


def _shifts(p: Parted) -> Said:
    return (
        gettext(
            "They work: %(theirs)s; your work is in these shifts: %(ours)s",
            theirs=shift_words(p.lot.shifts),
            ours=shift_words(p.vacancy.shifts),
        ),
        gettext("If one of these shifts is enough, say that any one is, or name fewer."),
        "about-dates",
    )


def _pay(p: Parted) -> Said:
    return (
        gettext("Your pay is below what these workers accept"),
        gettext("A higher rate may open it. What they accept is not told."),
        "about-terms",
    )


def _skills(p: Parted) -> Said:
    return (
        gettext("They do not name skills that you must have: %(things)s", things=skills_missing(p)),
        gettext("If it can be learnt at work, make it good to have instead."),
        "about-work",
    )


def _place(p: Parted) -> Said:
    away = gettext(
        "They are %(away)s away in a straight line, farther than they travel each day",
        away=kilometres(p.judgement.distance_km),
    )
    if not p.lot.relocates:
        return away, "", ""
    if not p.vacancy.accommodation:
        return away, gettext("They would move if they were housed: offer housing."), "about-place"
    mend = gettext(
        "They would move, but from so far only for work that is near to theirs, asks for a skill or trains "
        "them: say so if it does."
    )
    return away, mend, "about-work"


def _group(p: Parted) -> Said:
    return too_few(p, p.judgement.free_vacancy, p.vacancy.min_group)


def _unlike(p: Parted) -> Said:
    return (
        gettext("What they do is too different from your work"),
        gettext("If you train whoever comes, say so."),
        "about-work",
    )


_SAYINGS: Sayings = {
    Gate.COMPLIANCE: own_hold,
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


def for_employer(parted: Parted) -> GateLine:
    """The gate in words for whoever offers the work."""
    return line_of(parted, _SAYINGS)
