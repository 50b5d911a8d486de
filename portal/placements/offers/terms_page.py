"""The terms of an offer as its page shows them: ten lines first, then the rest, then what nobody has said."""

from dataclasses import dataclass

from flask_babel import gettext
from markupsafe import Markup, escape
from sqlalchemy.orm import Session

from portal.compliance.domain import Payslip
from portal.infra.web.mixed import listed
from portal.infra.web.pages import day
from portal.placements.introductions.facts import Facts, housing_words, transport_words
from portal.placements.offers.domain.terms import awaits_answer, changes, standing
from portal.placements.offers.key_term_words import LABELS, ChangeInWords, changes_words, paid_words
from portal.placements.offers.offered_terms import DAYS_BETWEEN_PAY, kept_terms
from portal.placements.rows import IntroductionRow, OfferRow
from portal.posts.words import place_words, plain_amount, plain_money, shift_words
from portal.vacancies.condition_words import condition_words
from portal.vacancies.conditions import Conditions
from portal.vacancies.domain import VacancyRow

_FIRST = frozenset({"guaranteed_hours", "payday", "contact"})
"""Facts that stand among the first ten lines."""
_OF_CONTRACT = frozenset(
    {"holiday_pay", "sick_pay", "if_work_stops", "notice_days", "union", "may_refuse_hours"}
)
_OF_CHOICE = frozenset({"people_per_room", "housing_minutes", "transport_minutes"})


@dataclass(frozen=True)
class TermsInWords:
    """What a worker reads of the terms."""

    version: int
    first: Facts
    choices: Facts
    work: Facts
    contract: Facts
    not_said: tuple[str, ...]
    """The labels of the facts that nobody has said."""
    changed: tuple[ChangeInWords, ...]
    """How the newest terms differ from those that count, worse for the worker first."""
    awaits_answer: bool
    """The worker has accepted other terms than the newest."""


def terms_in_words(
    session: Session, offer: OfferRow, row: IntroductionRow, vacancy: VacancyRow, slip: Payslip | None
) -> TermsInWords:
    """The terms of one offer; `vacancy` as it was offered, `slip` the example week."""
    kept = kept_terms(session, offer.id)
    found = changes(kept)
    said = {one.name: one for one in condition_words(vacancy.conditions)}
    rest = [one for one in said.values() if one.name not in _FIRST]

    def those(names: frozenset[str]) -> Facts:
        return tuple((one.label, one.text) for one in rest if one.text and one.name in names)

    work = frozenset(said) - _FIRST - _OF_CONTRACT - _OF_CHOICE
    return TermsInWords(
        version=kept[-1].version if kept else 1,
        first=_first(row, vacancy, slip),
        choices=(*_choices(vacancy), *those(_OF_CHOICE)),
        work=(*_work(vacancy), *those(work)),
        contract=those(_OF_CONTRACT),
        not_said=tuple(one.label for one in said.values() if not one.text),
        changed=changes_words(found, standing(kept).terms.currency, kept[-1].terms.currency) if found else (),
        awaits_answer=awaits_answer(kept),
    )


def _first(row: IntroductionRow, vacancy: VacancyRow, slip: Payslip | None) -> Facts:
    c = vacancy.conditions
    interval = paid_words(DAYS_BETWEEN_PAY[vacancy.pay_interval]) if vacancy.pay_interval else ""
    return _said(
        ("title", vacancy.title),
        ("place", place_words(vacancy.town, None, vacancy.country)),
        ("when", gettext("%(first)s to %(last)s", first=day(row.first), last=day(row.last))),
        ("pay", plain_money(vacancy.pay, vacancy.currency)),
        ("hours", _hours(vacancy)),
        ("payday", listed((interval, c.payday))),
        ("net", plain_money(slip.net, slip.currency) if slip else ""),
        ("housing", housing_words(vacancy)),
        ("transport", transport_words(vacancy)),
        ("contact", _contact(c)),
    )


def _contact(c: Conditions) -> str:
    """With the number to call."""
    if not c.contact_phone:
        return escape(c.contact_name)
    phone = Markup('<a class="govuk-link nowrap" href="tel:{}"><bdi>{}</bdi></a>').format(
        c.contact_phone.replace(" ", ""), c.contact_phone
    )
    return listed((c.contact_name, phone))


def _said(*facts: tuple[str, str]) -> Facts:
    own = {"when": gettext("When"), "net": gettext("You keep about, a week"), "housing": gettext("A bed")}
    return tuple((own.get(name) or str(LABELS[name]), text) for name, text in facts if text)


def _hours(vacancy: VacancyRow) -> str:
    usual = plain_amount(vacancy.hours_per_week) if vacancy.hours_per_week else gettext("not named")
    sure = vacancy.conditions.guaranteed_hours
    if sure is None:
        return gettext("%(usual)s; nobody has said how many are guaranteed", usual=usual)
    return gettext("%(usual)s, of these %(sure)s guaranteed", usual=usual, sure=plain_amount(sure))


def _choices(vacancy: VacancyRow) -> Facts:
    lines = (
        ("housing_price", vacancy.housing_cost_week),
        ("transport_price", vacancy.transport_cost_week),
    )
    own = {"housing_price": gettext("A bed"), "transport_price": gettext("The way to work")}
    return tuple(
        (
            own[name],
            gettext("%(price)s a week. You may say no to it.", price=plain_money(amount, vacancy.currency)),
        )
        for name, amount in lines
        if amount
    )


def _work(vacancy: VacancyRow) -> Facts:
    facts = (
        (gettext("The job as it really is"), vacancy.description),
        (gettext("Shifts"), shift_words(vacancy.shifts)),
        (gettext("First shift begins"), vacancy.start_time or ""),
    )
    return tuple(one for one in facts if one[1])
