"""A vacancy in words: its title, what it says section by section, the payslip and who bears which cost."""

from decimal import Decimal

from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session

from portal.compliance.costs.categories import cost_categories
from portal.compliance.costs.domain import CostBasis, CostLine, Payer
from portal.compliance.costs.schedule import CostSchedule
from portal.compliance.costs.words import basis_words, payer_words
from portal.compliance.pay.payslip import example_payslip
from portal.compliance.pay.words import payslip_words
from portal.infra.web.pages import day
from portal.organisations.files import sector_words
from portal.organisations.posts import branch_words
from portal.posts.desk import typed
from portal.posts.drafts import Draft
from portal.posts.pages import Fact, PostLine, Section, workers
from portal.posts.words import (
    SHIFT_RULES,
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
from portal.vacancies.condition_words import condition_words
from portal.vacancies.conditions import ASKED
from portal.vacancies.domain import VacancyRow, VacancyTerms
from portal.vacancies.forms import PAY_INTERVALS, PRIORITIES


def title(terms: VacancyTerms) -> str:
    """The job, for how many, and where."""
    return gettext(
        "%(title)s: %(workers)s, %(town)s",
        title=terms.title,
        workers=workers(terms.headcount),
        town=terms.town,
    )


def sections(session: Session, terms: VacancyTerms, costs: CostSchedule) -> tuple[Section, ...]:
    """What the vacancy says, to its own organisation."""
    return (
        Section("about-work", gettext("The job as it really is"), _work(terms)),
        Section("about-workers", gettext("How many, and what they need"), _workers(terms)),
        Section("about-place", gettext("Where"), _place(terms)),
        Section("about-dates", gettext("When"), _dates(terms)),
        Section("about-terms", gettext("Pay and terms"), _terms(session, terms)),
        Section("about-conditions", gettext("The work as it really is"), _conditions(terms)),
        Section("about-costs", gettext("Who pays for what"), _costs(costs, terms.currency)),
    )


def _work(terms: VacancyTerms) -> tuple[Fact, ...]:
    return (
        Fact(gettext("Title"), terms.title),
        Fact(gettext("Occupation"), f"{terms.occupation} (ISCO {terms.isco})"),
        Fact(gettext("Sector"), sector_words(terms.sector) if terms.sector else gettext("Not named")),
        Fact(gettext("The job"), terms.description or gettext("Not described")),
        Fact(gettext("Without experience?"), yes_no(terms.entry_level)),
        Fact(gettext("How urgent"), str(dict(PRIORITIES)[str(terms.priority)])),
    )


def _workers(terms: VacancyTerms) -> tuple[Fact, ...]:
    nothing = gettext("Nothing named")
    return (
        Fact(gettext("Workers"), str(terms.headcount)),
        Fact(gettext("Smallest group"), str(terms.min_group)),
        Fact(gettext("Must be able to"), skills_words(terms.required_skills) or nothing),
        Fact(gettext("Good to have"), skills_words(terms.desired_skills) or nothing),
        Fact(gettext("Licences and certificates"), ", ".join(map(ticket_label, terms.tickets)) or nothing),
        Fact(gettext("Languages"), languages_words(terms.languages.items()) or nothing),
    )


def _place(terms: VacancyTerms) -> tuple[Fact, ...]:
    return (
        Fact(gettext("Place of work"), place_words(terms.town, terms.region, terms.country)),
        Fact(gettext("Housing"), yes_no(terms.accommodation)),
        Fact(gettext("A bed, a week"), week_price(terms.housing_cost_week, terms.currency)),
        Fact(gettext("The way to work"), terms.transport or gettext("Not named")),
        Fact(gettext("The way to work, a week"), week_price(terms.transport_cost_week, terms.currency)),
    )


def _dates(terms: VacancyTerms) -> tuple[Fact, ...]:
    return (
        Fact(gettext("First day"), day(terms.starts)),
        Fact(gettext("Latest first day"), day(terms.latest_start)),
        Fact(gettext("Last day"), day(terms.ends) or gettext("No end named")),
        Fact(gettext("Fewest days"), str(terms.min_days)),
        Fact(gettext("Shifts"), shift_words(terms.shifts)),
        *(
            [Fact(gettext("Of these shifts"), str(dict(SHIFT_RULES)[terms.shift_rule.value]))]
            if len(terms.shifts) > 1
            else []
        ),
        Fact(gettext("First shift begins"), terms.start_time or gettext("Not named")),
    )


def _terms(session: Session, terms: VacancyTerms) -> tuple[Fact, ...]:
    paid = dict(PAY_INTERVALS)[terms.pay_interval.value] if terms.pay_interval else gettext("Not named")
    hours = plain_amount(terms.hours_per_week) if terms.hours_per_week else gettext("Not named")
    return (
        Fact(gettext("Pay per hour"), plain_money(terms.pay, terms.currency)),
        Fact(gettext("Hours a week"), hours),
        Fact(gettext("Wages are paid"), str(paid)),
        Fact(gettext("Form of engagement"), form_words(terms.engagement)),
        Fact(gettext("Branch"), branch_words(session, terms.branch_id)),
        Fact(gettext("On behalf of"), terms.on_behalf_of or gettext("Nobody else: your own work")),
    )


def _conditions(terms: VacancyTerms) -> tuple[Fact, ...]:
    said = condition_words(terms.conditions)
    answered = ngettext(
        "%(num)s of %(of)s answered",
        "%(num)s of %(of)s answered",
        len(terms.conditions.answered),
        of=len(ASKED),
    )
    return (
        Fact(gettext("Facts that workers ask for"), answered),
        *(Fact(one.label, one.text) for one in said if one.text),
    )


def _costs(costs: CostSchedule, currency: str) -> tuple[Fact, ...]:
    said = [Fact(_cost_name(line), _cost_words(line, currency)) for line in costs.lines]
    absent = [cost_categories()[code].covers for code in cost_categories() if code in costs.absent]
    if absent:
        said.append(Fact(gettext("Does not arise"), "\n".join(absent)))
    return tuple(said)


def _cost_name(line: CostLine) -> str:
    covers = cost_categories()[line.category].covers
    return f"{line.label} ({covers})" if line.label else covers


def _cost_words(line: CostLine, currency: str) -> str:
    amount = plain_money(line.amount, line.currency or currency) if line.amount is not None else ""
    price = f"{amount} {basis_words(line.basis)}" if amount else gettext("no amount named")
    return ", ".join(filter(None, (payer_words(line.payer), price, line.why)))


def payslip(terms: VacancyTerms, costs: CostSchedule) -> Section | None:
    """What a usual week brings, what goes off, and what is left."""
    slip = example_payslip(terms.pay, terms.hours_per_week, terms.currency, costs.lines)
    if slip is None:
        return None
    lines = tuple(Fact(label, amount) for label, amount in payslip_words(slip, costs.lines))
    return Section("payslip", gettext("A usual week for a worker"), lines)


def borne_by_employer(costs: CostSchedule, terms: VacancyTerms) -> Section:
    """The sums that the employer bears, by what they are counted by."""
    lines = [one for one in costs.lines if one.payer is Payer.EMPLOYER and one.amount is not None]
    sums = {
        basis: sum((one.amount for one in lines if one.basis is basis and one.amount), Decimal(0))
        for basis in CostBasis
    }
    facts = [
        Fact(basis_words(basis).capitalize(), plain_money(total, terms.currency))
        for basis, total in sums.items()
        if total
    ]
    at_start = sums[CostBasis.PER_WORKER] * terms.headcount + sums[CostBasis.ONCE]
    facts.append(
        Fact(
            gettext("In all for %(workers)s, without what is weekly", workers=workers(terms.headcount)),
            plain_money(at_start, terms.currency),
        )
    )
    return Section("employer-bears", gettext("What the employer bears"), tuple(facts))


def line(row: VacancyRow) -> PostLine:
    """The vacancy in its organisation's list."""
    until = gettext("to %(day)s", day=day(row.ends)) if row.ends else gettext("without end")
    dates = gettext("from %(day)s %(until)s", day=day(row.starts), until=until)
    pay = gettext("%(pay)s an hour", pay=plain_money(row.pay, row.currency))
    return PostLine(
        row.id,
        row.number,
        row.state.value,
        title(row),
        (place_words(row.town, row.region, row.country), dates, pay),
        row.published_at,
    )


def draft_line(draft: Draft) -> PostLine:
    """A vacancy that is being written, in its organisation's list."""
    said = ", ".join(filter(None, (typed(draft, "title"), typed(draft, "headcount"), typed(draft, "place"))))
    named = said or gettext("Nothing entered yet")
    return PostLine(draft.id, "", "draft", named, (gettext("Not published yet"),), draft.saved_at)


def week_price(amount: Decimal | None, currency: str) -> str:
    """A weekly price in words."""
    if amount is None:
        return gettext("Not named")
    return plain_money(amount, currency) if amount else gettext("Free")
