"""A lot of spare workers in words: its title, what it says, section by section as the form asks it."""

from collections.abc import Iterable

from flask_babel import gettext
from sqlalchemy.orm import Session

from portal.availability.chain_forms import chain_words
from portal.availability.domain import AvailabilityRow, AvailabilityTerms
from portal.availability.forms import PAID
from portal.compliance.costs.domain import CostLine
from portal.compliance.costs.words import line_in_words
from portal.infra.web.pages import country_name, day
from portal.organisations.files import sector_words
from portal.organisations.posts import branch_words
from portal.posts.desk import typed
from portal.posts.drafts import Draft
from portal.posts.pages import Fact, PostLine, Section, workers
from portal.posts.words import (
    form_words,
    languages_words,
    place_words,
    plain_amount,
    plain_money,
    shift_words,
    skills_words,
    yes_no,
)
from portal.taxonomy.tickets import ticket_label


def title(terms: AvailabilityTerms) -> str:
    """ "40 forklift operators from Spalding", as a heading."""
    return gettext(
        "%(workers)s: %(occupation)s, %(town)s",
        workers=workers(terms.headcount),
        occupation=terms.occupation,
        town=terms.town,
    )


def sections(
    session: Session, terms: AvailabilityTerms, paid: Iterable[CostLine] = ()
) -> tuple[Section, ...]:
    """What the lot says, to its own organisation."""
    return (
        Section("about-work", gettext("What they can do"), _work(terms)),
        Section("about-workers", gettext("How many, which licences, which languages"), _workers(terms)),
        Section("about-place", gettext("Where they are and would go"), _place(terms)),
        Section("about-dates", gettext("When"), _dates(terms)),
        Section("about-terms", gettext("On which terms"), _terms(session, terms, paid)),
    )


def _work(terms: AvailabilityTerms) -> tuple[Fact, ...]:
    skills = skills_words(terms.skills)
    if terms.skills_assumed and skills:
        skills = gettext("%(skills)s (assumed: the usual ones, since none were ticked)", skills=skills)
    return (
        Fact(gettext("Occupation"), f"{terms.occupation} (ISCO {terms.isco})"),
        Fact(gettext("Skills"), skills or gettext("None named")),
    )


def _workers(terms: AvailabilityTerms) -> tuple[Fact, ...]:
    return (
        Fact(gettext("Workers"), str(terms.headcount)),
        Fact(gettext("Smallest group"), str(terms.min_group)),
        Fact(
            gettext("Licences and certificates"),
            ", ".join(map(ticket_label, terms.tickets)) or gettext("None named"),
        ),
        Fact(gettext("Languages"), languages_words(terms.languages.items()) or gettext("None named")),
    )


def _place(terms: AvailabilityTerms) -> tuple[Fact, ...]:
    return (
        Fact(gettext("Where they are"), place_words(terms.town, terms.region, terms.country)),
        Fact(gettext("Travel each day"), gettext("up to %(km)s km", km=plain_amount(terms.travel_km))),
        Fact(gettext("Would move if housed"), yes_no(terms.relocates)),
        Fact(gettext("Countries"), ", ".join(map(country_name, terms.work_countries))),
        Fact(gettext("Sectors"), ", ".join(map(sector_words, terms.work_sectors)) or gettext("Any sector")),
    )


def _dates(terms: AvailabilityTerms) -> tuple[Fact, ...]:
    return (
        Fact(gettext("Free from"), day(terms.available_from)),
        Fact(gettext("Free until"), day(terms.available_to) or gettext("No end")),
        Fact(gettext("Shifts"), shift_words(terms.shifts)),
    )


def _terms(session: Session, terms: AvailabilityTerms, paid: Iterable[CostLine]) -> tuple[Fact, ...]:
    return (
        Fact(
            gettext("Lowest pay per hour"),
            ", ".join(plain_money(least, currency) for currency, least in terms.min_pay.items())
            or gettext("Any"),
        ),
        Fact(gettext("Form of engagement"), form_words(terms.engagement)),
        Fact(gettext("Have any paid for work?"), str(dict(PAID)[terms.paid_by_workers.value])),
        *(Fact(gettext("They paid for"), line_in_words(line)) for line in paid),
        Fact(gettext("Sub-agents"), chain_words(terms.chain)),
        Fact(gettext("Branch"), branch_words(session, terms.branch_id)),
        Fact(gettext("On behalf of"), terms.on_behalf_of or gettext("Nobody else: your own workers")),
        Fact(gettext("Notes"), terms.notes or gettext("None")),
    )


def line(row: AvailabilityRow) -> PostLine:
    """The lot in its organisation's list."""
    until = gettext("to %(day)s", day=day(row.available_to)) if row.available_to else gettext("without end")
    dates = gettext("free from %(day)s %(until)s", day=day(row.available_from), until=until)
    where = place_words(row.town, row.region, row.country)
    return PostLine(row.id, row.number, row.state.value, title(row), (where, dates), row.published_at)


def draft_line(draft: Draft) -> PostLine:
    """A lot that is being written, in its organisation's list."""
    said = ", ".join(
        filter(None, (typed(draft, "headcount"), typed(draft, "occupation"), typed(draft, "place")))
    )
    named = said or gettext("Nothing entered yet")
    return PostLine(draft.id, "", "draft", named, (gettext("Not published yet"),), draft.saved_at)
