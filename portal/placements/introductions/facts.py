"""The facts of a post and of an engagement, as lines of label and words."""

from decimal import Decimal
from typing import TypeAlias

from flask_babel import gettext, ngettext

from portal.availability.domain import AvailabilityRow, MaskedAvailability, PaidByWorkers
from portal.infra.web.pages import day, money
from portal.placements.introductions.domain.answers import Side
from portal.placements.introductions.domain.engagement import EngagementTerms, Transfer
from portal.placements.words import side_words
from portal.posts.words import (
    form_words,
    languages_words,
    place_words,
    plain_amount,
    shift_words,
    skills_words,
)
from portal.taxonomy.tickets import ticket_label
from portal.vacancies.condition_words import condition_words
from portal.vacancies.domain import MaskedVacancy, VacancyRow

Facts: TypeAlias = tuple[tuple[str, str], ...]


def facts_of_lot(lot: AvailabilityRow | MaskedAvailability) -> Facts:
    """What an employer may read of a lot before an introduction."""
    paid = {
        PaidByWorkers.NO: gettext("No, the labour provider says"),
        PaidByWorkers.YES: gettext("Yes, the labour provider says"),
        PaidByWorkers.UNKNOWN: gettext("Not known"),
    }
    return _kept(
        (gettext("Reference"), lot.number),
        (gettext("Workers"), str(lot.headcount)),
        (gettext("Occupation"), lot.occupation),
        (gettext("Skills"), skills_words(lot.skills)),
        (gettext("Licences and certificates"), ", ".join(ticket_label(one) for one in lot.tickets)),
        (gettext("Languages"), languages_words(lot.languages.items())),
        (gettext("From"), place_words(lot.town, lot.region, lot.country)),
        (gettext("Would move if housed"), gettext("Yes") if lot.relocates else gettext("No")),
        (gettext("Free"), _free(lot)),
        (gettext("Shifts"), shift_words(lot.shifts)),
        (gettext("Form of engagement"), form_words(lot.engagement)),
        (gettext("Has any of them paid for work?"), paid[lot.paid_by_workers]),
        (gettext("Sub-agents"), _sub_agents(lot.sub_agents)),
    )


def facts_of_vacancy(vacancy: VacancyRow | MaskedVacancy) -> Facts:
    """What a labour provider may read of a vacancy before an introduction."""
    return _kept(
        (gettext("Reference"), vacancy.number),
        (gettext("Places"), str(vacancy.headcount)),
        (gettext("Work"), vacancy.title),
        (gettext("The job as it really is"), vacancy.description),
        (gettext("Must have"), skills_words(vacancy.required_skills)),
        (gettext("Good to have"), skills_words(vacancy.desired_skills)),
        (gettext("Licences and certificates"), ", ".join(ticket_label(one) for one in vacancy.tickets)),
        (gettext("Languages"), languages_words(vacancy.languages.items())),
        (gettext("Where"), place_words(vacancy.town, vacancy.region, vacancy.country)),
        (gettext("When"), _when(vacancy)),
        *facts_of_pay(vacancy),
        (gettext("Form of engagement"), form_words(vacancy.engagement)),
        *((one.label, one.text) for one in condition_words(vacancy.conditions)),
    )


def facts_of_pay(vacancy: VacancyRow | MaskedVacancy) -> Facts:
    """Pay, hours, shifts, bed and bus, each with its price."""
    hours = vacancy.hours_per_week
    return _kept(
        (gettext("Pay per hour"), _money(vacancy.pay, vacancy.currency)),
        (gettext("Hours a week"), plain_amount(hours) if hours else gettext("not named")),
        (gettext("Shifts"), shift_words(vacancy.shifts)),
        (gettext("First shift begins"), vacancy.start_time or ""),
        (gettext("Housing"), housing_words(vacancy)),
        (gettext("The way to work"), transport_words(vacancy)),
    )


def facts_of_engagement(terms: EngagementTerms) -> Facts:
    """Every agreed term in words."""
    comparator = ""
    if terms.comparator_pay is not None and terms.comparator_currency:
        comparator = _money(terms.comparator_pay, terms.comparator_currency)
    transfer = {
        Transfer.NO: gettext("No"),
        Transfer.POSSIBLY: gettext("Possibly"),
        Transfer.YES: gettext("Yes"),
    }
    return _kept(
        (gettext("Legal form"), form_words((terms.form.value,))),
        (gettext("Employer"), _side(terms.employer_of_record)),
        (
            gettext("Wages"),
            gettext("%(who)s pays: %(when)s", who=_side(terms.wages_paid_by), when=terms.wages_paid_when),
        ),
        (gettext("Directs the work"), _side(terms.directed_by)),
        (gettext("Answers for health and safety"), _side(terms.safety_by)),
        (
            gettext("Liability insurance"),
            gettext("%(insurer)s, until %(day)s", insurer=terms.insurer, day=day(terms.insured_until)),
        ),
        (gettext("What the provider charges"), terms.charge_basis),
        (
            gettext("Notice before a recall"),
            ngettext("%(num)s day", "%(num)s days", terms.recall_notice_days),
        ),
        (gettext("Return to the home employer"), day(terms.return_date)),
        (gettext("Pay of somebody employed directly"), comparator),
        (gettext("Equal treatment from"), day(terms.equal_treatment_from)),
        (gettext("Could the law on transfers (TUPE) apply?"), transfer[terms.transfer_applies]),
    )


def facts_for_worker(terms: EngagementTerms, provider: str, employer: str) -> Facts:
    """The same as a worker needs it: who employs, pays, directs and answers, by name."""
    names = {Side.PROVIDER: provider, Side.EMPLOYER: employer}
    wages = gettext("%(who)s pays you: %(when)s", who=names[terms.wages_paid_by], when=terms.wages_paid_when)
    covered = gettext("%(insurer)s, until %(day)s", insurer=terms.insurer, day=day(terms.insured_until))
    back = gettext("You return to %(name)s on %(day)s", name=provider, day=day(terms.return_date))
    notice = ngettext(
        "%(name)s can call you back with %(num)s day's notice",
        "%(name)s can call you back with %(num)s days' notice",
        terms.recall_notice_days,
        name=provider,
    )
    equal = day(terms.equal_treatment_from)
    return _kept(
        (gettext("Your employer"), names[terms.employer_of_record]),
        (gettext("The form"), form_words((terms.form.value,))),
        (gettext("Wages"), wages),
        (gettext("Who tells you what to do"), names[terms.directed_by]),
        (gettext("Who answers for your safety"), names[terms.safety_by]),
        (gettext("Insured against accidents at work by"), covered),
        (gettext("Afterwards"), back if terms.return_date else ""),
        (gettext("If you are needed at home"), notice),
        (gettext("Paid like the employer's own people from"), equal),
    )


def _sub_agents(length: int | None) -> str:
    if length is None:
        return gettext("Nobody has said whether there are any: unproven")
    if not length:
        return gettext("None, the labour provider says")
    return gettext("%(n)s, named by the labour provider with their licences", n=length)


def _free(lot: AvailabilityRow | MaskedAvailability) -> str:
    if lot.available_to is None:
        return gettext("from %(first)s, no end named", first=day(lot.available_from))
    return gettext("%(first)s to %(last)s", first=day(lot.available_from), last=day(lot.available_to))


def _side(side: Side) -> str:
    return gettext("The %(side)s", side=side_words(side))


def _when(vacancy: VacancyRow | MaskedVacancy) -> str:
    if vacancy.ends:
        return gettext("%(first)s to %(last)s", first=day(vacancy.starts), last=day(vacancy.ends))
    return gettext("from %(first)s, no end named", first=day(vacancy.starts))


def housing_words(vacancy: VacancyRow | MaskedVacancy) -> str:
    """Whether there is a bed, and its price."""
    if not vacancy.accommodation and vacancy.housing_cost_week is None:
        return gettext("None")
    return _week(vacancy.housing_cost_week, vacancy.currency) or gettext("Offered; ask for the price")


def transport_words(vacancy: VacancyRow | MaskedVacancy) -> str:
    """How workers get to work, and what it costs."""
    price = _week(vacancy.transport_cost_week, vacancy.currency)
    return ": ".join(filter(None, (vacancy.transport, price))) or gettext("No bus or lift")


def _week(price: Decimal | None, currency: str) -> str:
    if price is None:
        return ""
    return gettext("%(price)s a week", price=_money(price, currency)) if price else gettext("free")


def _money(amount: Decimal, currency: str) -> str:
    return str(money(amount, currency).striptags())


def _kept(*facts: tuple[str, str]) -> Facts:
    return tuple(one for one in facts if one[1])
