"""What an employer is asked about a vacancy: the job as it really is, and who pays for what."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import wtforms
from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms.validators import ValidationError

from portal.compliance.costs.charges import with_charges
from portal.compliance.costs.exceptions import exceptions_on
from portal.compliance.costs.forms.charges import ChargesPart, charge_answers
from portal.compliance.costs.forms.schedule import CostsPart, cost_answers
from portal.compliance.costs.schedule import CostSchedule
from portal.compliance.domain import Terms
from portal.compliance.pay.minimum import rate_on
from portal.compliance.pay.queries import pay_rates
from portal.compliance.rules.costs import taken_by_choice
from portal.gazetteer.forms import PlacePart, place_typed
from portal.infra import clock
from portal.infra.web import reading
from portal.infra.web.forms import (
    Amount,
    AnyOf,
    Day,
    Form,
    FromList,
    LongText,
    OneOf,
    Text,
    WholeNumber,
    YesNo,
)
from portal.kernel.events import Ref
from portal.organisations.files import sectors
from portal.organisations.queries import branches_of
from portal.posts.domain import CURRENCIES, EngagementForm, Shift, ShiftRule
from portal.posts.pages import answered, day_typed, put_in_order
from portal.posts.words import ENGAGEMENT_FORMS, SHIFT_RULES, SHIFTS, plain_money
from portal.taxonomy.forms import (
    STORED,
    LanguagesPart,
    MoreSkills,
    OccupationPart,
    SkillTicks,
    TicketsPart,
    languages_typed,
    tickets_typed,
)
from portal.vacancies.condition_forms import CONDITION_FIELDS, ConditionsPart, condition_answers
from portal.vacancies.domain import KIND, PayInterval, VacancyTerms
from portal.vacancies.rule_problems import rule_problems

PAY_INTERVALS = (
    (PayInterval.DAY.value, _("Every day")),
    (PayInterval.WEEK.value, _("Every week")),
    (PayInterval.TWO_WEEKS.value, _("Every two weeks")),
    (PayInterval.MONTH.value, _("Every month")),
)
PRIORITIES = (
    ("1", _("Food, care or supply fails without it")),
    ("2", _("Urgent")),
    ("3", _("Usual")),
)
ORDER = (
    *("title", "occupation", "occupation_choice", "sector", "description", "entry_level"),
    *("required_skills", "more_required", "desired_skills", "more_desired", "headcount", "min_group"),
    *("tickets", "more_tickets", "language_1", "level_1", "language_2", "level_2"),
    *("language_3", "level_3", "language_4", "level_4", "place", "country", "place_choice"),
    *("accommodation", "housing_cost_week", "housing_optional", "housing_itemised", "housing_at_cost"),
    *("housing_proof", "transport", "transport_cost_week", "transport_optional", "transport_itemised"),
    *("transport_at_cost", "transport_proof"),
    *("starts", "latest_start", "ends", "min_days", "shifts", "shift_rule", "start_time"),
    *("pay", "currency", "hours_per_week", "pay_interval", "engagement", "priority", "branch"),
    "on_behalf_of",
    *CONDITION_FIELDS,
    "rest",
)
"""The order of the page; the cost schedule follows in its own."""
MOST_HEADS = 100_000
DEFAULT_MIN_DAYS = 5
DEFAULT_DAYS_TO_LATEST_START = 2
MOST_A_WEEK = Decimal(10_000)


class VacancyForm(
    OccupationPart, LanguagesPart, TicketsPart, PlacePart, ConditionsPart, ChargesPart, CostsPart, Form
):
    """A vacancy, in the order in which a farm manager thinks of it."""

    title = Text(_("What do you call the job?"), needed=_("Enter a title, like Strawberry picker"), most=120)
    sector = FromList(_("Sector"), needed=_("Choose the sector of the work"))
    entry_level = YesNo(
        _("Can somebody without experience do it?"),
        needed=_("Choose yes if training is given and no experience is needed"),
        hint=_("Training is given at the start."),
    )
    skills_for = wtforms.HiddenField()
    """The occupation whose usual skills were offered: those of another one are offered afresh."""
    required_skills = SkillTicks(
        _("They must be able to do this"), hint=_("Tick only what is needed on day one.")
    )
    more_required = MoreSkills(
        _("What else must they be able to do?"), hint=_("One skill a line."), most=3000
    )
    desired_skills = SkillTicks(_("Good to have"), hint=_("These make a match better, and shut nobody out."))
    more_desired = MoreSkills(_("What else is good to have?"), hint=_("One skill a line."), most=3000)
    description = LongText(
        _("The job as it really is"),
        needed=_("Describe the job: tasks, weather, pace, lifting"),
        hint=_("Tasks, weather, pace, lifting, standing, noise. Surprises on day one lose workers."),
        most=4000,
    )

    headcount = WholeNumber(
        _("How many workers?"), needed=_("Enter how many workers you need, like 40"), least=1, most=MOST_HEADS
    )
    min_group = WholeNumber(
        _("Smallest group you would take"), least=1, most=MOST_HEADS, hint=_("Empty means one is enough.")
    )
    accommodation = YesNo(
        _("Is housing given?"), needed=_("Choose yes if workers can live in housing that you offer")
    )

    starts = Day(_("First day"), needed=_("Enter the first day of work"))
    latest_start = Day(_("Latest first day"), hint=_("Leave it empty for two days after the first."))
    ends = Day(_("Last day"), hint=_("Leave it empty if there is no end; 90 days are then counted."))
    min_days = WholeNumber(
        _("Fewest days that help you"), least=1, most=3660, hint=_("Empty means five days.")
    )
    shifts = AnyOf(_("Which shifts?"), SHIFTS, hint=_("None ticked means any shift."))
    shift_rule = OneOf(_("If you ticked more than one"), SHIFT_RULES, default=ShiftRule.ALL.value)
    start_time = Text(_("When does the first shift begin?"), hint=_("Like 06:00."), most=5)
    hours_per_week = Amount(
        _("Hours a week"),
        needed=_("Enter the hours in a usual week, like 39"),
        least=Decimal(1),
        most=Decimal(100),
    )

    pay = Amount(
        _("Guaranteed pay per hour"),
        needed=_("Enter the pay per hour that every worker gets, like 12.60"),
        least=Decimal("0.01"),
        most=Decimal(10_000),
        hint=_("Before tax, without bonuses that somebody may not get."),
    )
    currency = FromList(_("Currency"), [(one, one) for one in CURRENCIES], needed=_("Choose the currency"))
    pay_interval = OneOf(
        _("When are wages paid?"), PAY_INTERVALS, needed=_("Choose how often wages are paid")
    )
    housing_cost_week = Amount(
        _("What does a bed cost the worker a week?"), most=MOST_A_WEEK, hint=_("0 if it is free.")
    )
    transport = Text(
        _("How do they get to work?"), hint=_("For example: our bus from Boston station at 05:15."), most=300
    )
    transport_cost_week = Amount(
        _("What does that cost the worker a week?"), most=MOST_A_WEEK, hint=_("0 if it is free.")
    )
    engagement = AnyOf(
        _("On which terms can they come?"), ENGAGEMENT_FORMS, hint=_("None ticked means any of these.")
    )
    priority = OneOf(_("How urgent is it?"), PRIORITIES, default="3")
    branch = FromList(_("Which of your branches is it for?"))
    on_behalf_of = Text(
        _("On behalf of a client"), hint=_("Name the client if the work is not your own."), most=200
    )

    def offer(self, organisation_id: UUID) -> None:
        """Fill in what can be chosen, and settle what was typed in words."""
        put_in_order(self, ORDER)
        if (post_id := (request.view_args or {}).get("id")) is not None:
            self.granted = exceptions_on(reading(), Ref(KIND, post_id))
        branches = branches_of(reading(), organisation_id)
        self.branch.choices = [("", gettext("None in particular")), *((str(b.id), b.name) for b in branches)]
        known = [(one.code, one.words) for one in sectors()]
        stored = self.sector.data or ""
        if stored not in dict(known) and re.fullmatch(r"[0-9]{2}[0-9.]{0,4}", stored):
            known.append((stored, stored))
        if len(branches) == 1 and self.branch.data is None and not self.is_submitted():
            self.branch.data = str(branches[0].id)
        self.sector.choices = [("", gettext("Choose a sector")), *known]
        self.offer_languages()
        self.offer_conditions()
        self.offer_occupations()
        self.offer_places()
        usual = self.found_occupation.uri if self.found_occupation else ""
        is_new = bool(usual) and self.skills_for.data not in (usual, STORED)
        self.required_skills.settle(self.usual.essential, preset=False)
        self.desired_skills.settle((*self.usual.essential, *self.usual.optional), preset=False)
        if is_new and not self.required_skills.data and not self.desired_skills.data:
            self.desired_skills.data = [one.uri for one in self.usual.essential]
        self.more_required.settle()
        self.more_desired.settle()
        self.skills_for.data = usual

    def validate(self, extra_validators: Any = None) -> bool:
        well = super().validate(extra_validators)
        well = self.judge_languages() and well
        well = self.judge_rows(self.currency.data) and well
        place = self.found_place
        well = self.judge_charges(place.country if place else None, self.currency.data) and well
        well = self._leaves_minimum() and well
        housing = self.housing_cost_week
        if self.accommodation.is_yes and housing.data is None and not housing.errors:
            self.fail(
                "housing_cost_week", gettext("Enter what a bed costs the worker a week; 0 if it is free")
            )
            return False
        for field, said in (
            rule_problems(reading(), self.terms(), self.costs().lines, clock.today()) if well else ()
        ):
            self.fail(field, said)
            well = False
        return well

    def _leaves_minimum(self) -> bool:
        """Whether a worker who chooses bed and bus still keeps the least pay of the place; says it if not."""
        place, pay, hours = self.found_place, self.pay.data, self.hours_per_week.data
        rate = rate_on(pay_rates(reading()), place.country, clock.today()) if place else None
        least = rate.minimum if rate else None
        if not (pay and hours and least and least.currency == self.currency.data):
            return True
        taken = taken_by_choice(Terms(costs=self.costs().lines, currency=least.currency, minimum=least))
        left = pay - taken / hours
        if not taken or pay < least.hourly or left >= least.hourly:  # too low pay: said of it
            return True
        charged = "housing_cost_week" if self.housing_cost_week.data else "transport_cost_week"
        self.fail(
            charged,
            gettext(
                "%(left)s an hour is left of the pay after bed and bus, less than the minimum of %(least)s. "
                "Ask less for them, or pay more",
                left=plain_money(left, least.currency),
                least=plain_money(least.hourly, least.currency),
            ),
        )
        return False

    def validate_more_required(self, field: MoreSkills) -> None:
        _one_meaning(field)

    def validate_more_desired(self, field: MoreSkills) -> None:
        _one_meaning(field)

    def validate_min_group(self, field: WholeNumber) -> None:
        if field.data and self.headcount.data and field.data > self.headcount.data:
            raise ValidationError(gettext("Enter at most %(n)s: you need no more", n=self.headcount.data))

    def validate_latest_start(self, field: Day) -> None:
        if not field.data:
            return
        if self.starts.data and field.data < self.starts.data:
            raise ValidationError(gettext("Enter a day on or after the first day, or leave it empty"))
        if field.data < clock.today():
            raise ValidationError(gettext("Enter a day that is not over yet"))

    def validate_starts(self, field: Day) -> None:
        latest = self.latest_start.data or _default_latest(field.data)
        if field.data and latest < clock.today():
            raise ValidationError(gettext("Enter today or a later day"))

    def validate_ends(self, field: Day) -> None:
        if field.data and self.starts.data and field.data < self.starts.data:
            raise ValidationError(gettext("Enter a day on or after the first day, or leave it empty"))
        if field.data and field.data < clock.today():
            raise ValidationError(gettext("Enter a day that is not over yet, or leave it empty"))

    def validate_start_time(self, field: Text) -> None:
        if field.data and not re.fullmatch(r"([01]?\d|2[0-3])[:.][0-5]\d", field.data, re.ASCII):
            raise ValidationError(gettext("Enter a time of day, like 06:00"))

    def terms(self) -> VacancyTerms:
        """The vacancy that a valid form describes."""
        occupation, place = answered(self.found_occupation), answered(self.found_place)
        required = tuple(dict.fromkeys([*self.required_skills.skills(), *self.more_required.found]))
        desired = tuple(dict.fromkeys([*self.desired_skills.skills(), *self.more_desired.found]))
        starts = answered(self.starts.data)
        return VacancyTerms(
            branch_id=UUID(self.branch.data) if self.branch.data else None,
            on_behalf_of=self.on_behalf_of.data or None,
            title=answered(self.title.data),
            sector=self.sector.data or "",
            occupation_uri=occupation.uri,
            occupation=occupation.label,
            isco=occupation.isco or "",
            entry_level=self.entry_level.is_yes,
            required_skills=required,
            desired_skills=tuple(one for one in desired if one not in required),
            languages=self.languages(),
            tickets=self.named_tickets(),
            place_id=place.id,
            town=place.name,
            region=place.region,
            country=place.country,
            latitude=place.latitude,
            longitude=place.longitude,
            accommodation=self.accommodation.is_yes,
            starts=starts,
            latest_start=self.latest_start.data or _default_latest(starts),
            ends=self.ends.data,
            min_days=self.min_days.data or DEFAULT_MIN_DAYS,
            headcount=answered(self.headcount.data),
            min_group=self.min_group.data or 1,
            pay=answered(self.pay.data),
            currency=answered(self.currency.data),
            shifts=frozenset(map(Shift, self.shifts.data or ())),
            shift_rule=ShiftRule(self.shift_rule.data or ShiftRule.ALL),
            engagement=frozenset(map(EngagementForm, self.engagement.data or ())),
            hours_per_week=self.hours_per_week.data,
            start_time=(self.start_time.data or "").replace(".", ":").zfill(5)
            if self.start_time.data
            else None,
            pay_interval=PayInterval(answered(self.pay_interval.data)),
            housing_cost_week=self.housing_cost_week.data,
            transport=self.transport.data or "",
            transport_cost_week=self.transport_cost_week.data,
            priority=int(self.priority.data or 3),
            description=self.description.data or "",
            conditions=self.conditions(),
        )

    def costs(self) -> CostSchedule:
        """The cost schedule that the form declares; what bed and bus cost stands in it by their prices."""
        return with_charges(
            self.schedule(self.currency.data),
            self.charges(),
            country=answered(self.found_place).country,
            currency=answered(self.currency.data),
            on=clock.today(),
        )


def answers_of(terms: VacancyTerms, costs: CostSchedule) -> dict[str, list[str]]:
    """A vacancy as it would be typed into the form."""
    return {
        "title": [terms.title],
        "sector": [terms.sector],
        "occupation": [terms.occupation],
        "occupation_uri": [terms.occupation_uri or ""],
        "skills_for": [terms.occupation_uri or STORED],
        "entry_level": [_yes(terms.entry_level)],
        "required_skills": [one.key for one in terms.required_skills],
        "desired_skills": [one.key for one in terms.desired_skills],
        "description": [terms.description],
        "headcount": [str(terms.headcount)],
        "min_group": [str(terms.min_group)],
        "place": [place_typed(terms.place_id, terms.town, terms.region)],
        "country": [terms.country],
        "place_choice": [terms.place_id or ""],
        "accommodation": [_yes(terms.accommodation)],
        "starts": day_typed(terms.starts),
        "latest_start": day_typed(terms.latest_start),
        "ends": day_typed(terms.ends),
        "min_days": [str(terms.min_days)],
        "shifts": sorted(terms.shifts),
        "shift_rule": [terms.shift_rule],
        "start_time": [terms.start_time or ""],
        "hours_per_week": [_amount(terms.hours_per_week)],
        "pay": [_amount(terms.pay)],
        "currency": [terms.currency],
        "pay_interval": [terms.pay_interval or ""],
        "housing_cost_week": [_amount(terms.housing_cost_week)],
        "transport": [terms.transport],
        "transport_cost_week": [_amount(terms.transport_cost_week)],
        "engagement": sorted(terms.engagement),
        "priority": [str(terms.priority)],
        "branch": [str(terms.branch_id or "")],
        "on_behalf_of": [terms.on_behalf_of or ""],
        **languages_typed(terms.languages),
        **tickets_typed(terms.tickets),
        **cost_answers(costs),
        **charge_answers(costs),
        **condition_answers(terms.conditions),
    }


def _one_meaning(field: MoreSkills) -> None:
    if field.several:
        raise ValidationError(gettext("One of these means several skills. Write it more exactly"))


def _default_latest(starts: Any) -> Any:
    return starts + timedelta(days=DEFAULT_DAYS_TO_LATEST_START) if starts else clock.today()


def _yes(answer: bool) -> str:
    return "yes" if answer else "no"


def _amount(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:f}"
