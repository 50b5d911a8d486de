"""What a dispatcher is asked about a lot of spare workers."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

import wtforms
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms.validators import ValidationError

from portal.availability.chain_forms import ChainPart, chain_typed
from portal.availability.domain import AvailabilityTerms, LotSplit, PaidByWorkers
from portal.compliance.costs.domain import CostLine
from portal.compliance.costs.forms.paid import PaidPart, paid_answers
from portal.gazetteer.forms import CountryTicks, PlacePart, place_typed
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
    Submit,
    Text,
    WholeNumber,
    YesNo,
)
from portal.organisations.files import sectors
from portal.organisations.queries import branches_of
from portal.posts.domain import CURRENCIES, EngagementForm, Shift, Skill
from portal.posts.pages import answered, day_typed, put_in_order
from portal.posts.words import ENGAGEMENT_FORMS, SHIFTS, plain_amount
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

PAID = (
    (PaidByWorkers.NO.value, _("No, none of them")),
    (PaidByWorkers.YES.value, _("Yes, some have")),
    (PaidByWorkers.UNKNOWN.value, _("We do not know")),
)
PAY_ROWS = (1, 2)
ORDER = (
    *("occupation", "occupation_choice", "skills", "more_skills", "headcount", "min_group"),
    *("tickets", "more_tickets", "language_1", "level_1", "language_2", "level_2"),
    *("language_3", "level_3", "language_4", "level_4", "all_alike", "place", "country", "place_choice"),
)
"""How the page begins; the other fields stand in their own order."""
MOST_HEADS = 100_000
FARTHEST_KM = 3000


class AvailabilityForm(OccupationPart, LanguagesPart, TicketsPart, PlacePart, PaidPart, ChainPart, Form):
    """A lot of spare workers, in the order in which a dispatcher thinks of it."""

    skills_for = wtforms.HiddenField()
    """The occupation whose usual skills were offered: those of another one are ticked afresh."""
    skills = SkillTicks(_("They can do this"), hint=_("Untick what they cannot do."))
    more_skills = MoreSkills(_("What else can they do?"), hint=_("One skill a line."), most=3000)

    headcount = WholeNumber(
        _("How many workers?"), needed=_("Enter how many workers are free, like 40"), least=1, most=MOST_HEADS
    )
    min_group = WholeNumber(
        _("Smallest group you would send"), least=1, most=MOST_HEADS, hint=_("Empty means one is enough.")
    )
    all_alike = YesNo(
        _("Does every one of them have all the skills, licences and languages above?"),
        hint=_("If only some do, we split them into two lots before you publish."),
    )

    travel_km = WholeNumber(
        _("How far would they travel to work each day?"),
        needed=_("Enter a distance in kilometres, like 30; 0 if they stay in the town"),
        most=FARTHEST_KM,
        hint=_("In kilometres, in a straight line."),
    )
    relocates = YesNo(
        _("Would they move for the work, if housing is given?"), needed=_("Choose yes if they would move")
    )
    work_countries = CountryTicks(
        _("Countries where they may work"), hint=_("None ticked means only the country where they are.")
    )
    work_sectors = AnyOf(
        _("Only in these sectors"),
        hint=_("None ticked means any sector."),
        choices=[(one.code, one.words) for one in sectors()],
    )

    available_from = Day(_("Free from"), needed=_("Enter the first day on which they are free"))
    available_to = Day(_("Free until"), hint=_("The last day. Leave it empty if there is no end."))
    shifts = AnyOf(_("Which shifts would they work?"), SHIFTS, hint=_("None ticked means any shift."))

    pay_1 = Amount(_("Lowest pay per hour they accept"), most=Decimal(10000))
    currency_1 = FromList(_("Currency"), [(one, one) for one in CURRENCIES])
    pay_2 = Amount(_("Lowest pay per hour, second currency"), most=Decimal(10000))
    currency_2 = FromList(_("Second currency"), [("", ""), *((one, one) for one in CURRENCIES)])
    engagement = AnyOf(
        _("On which terms may they go?"), ENGAGEMENT_FORMS, hint=_("None ticked means any of these.")
    )
    paid_by_workers = OneOf(
        _("Have any of these workers paid for this work, or to be listed?"),
        PAID,
        needed=_("Say whether any of them has paid anybody to get work"),
        hint=_("A fee, a deposit or a deduction, to anybody. The answer helps us to protect them."),
    )
    branch = FromList(_("Which of your branches answers for them?"))
    on_behalf_of = Text(
        _("On behalf of a client"), hint=_("Name the client if they are not your own workers."), most=200
    )
    notes = LongText(_("Notes for your own organisation"), hint=_("Nobody else sees them."), most=2000)

    save = Submit(_("Save and come back later"))

    def offer(self, organisation_id: UUID) -> None:
        """Fill in what can be chosen, and settle what was typed in words."""
        put_in_order(self, ORDER)
        branches = branches_of(reading(), organisation_id)
        self.branch.choices = [("", gettext("None in particular")), *((str(b.id), b.name) for b in branches)]
        self.offer_languages()
        self.offer_agents()
        self.offer_occupations()
        self.offer_places()
        shown_for = self.skills_for.data
        usual = self.found_occupation.uri if self.found_occupation else ""
        self.skills.settle(self.usual.essential, preset=bool(usual) and shown_for not in (usual, STORED))
        self.more_skills.settle()
        self.skills_for.data = usual

    def validate(self, extra_validators: Any = None) -> bool:
        well = super().validate(extra_validators)
        well = self.judge_languages() and well
        well = self.judge_agents() and well
        well = self.judge_paid(is_paid=self.paid_by_workers.data == PaidByWorkers.YES) and well
        if not self.all_alike.data and not self.all_alike.errors and (self.headcount.data or 0) > 1:
            self.fail(
                "all_alike", gettext("Say whether all of them do; if not, choose No and we ask how many")
            )
        if self.pay_2.data and not self.currency_2.data:
            self.fail("currency_2", gettext("Choose the currency of the second amount"))
        elif self.pay_1.data and self.pay_2.data and self.currency_2.data == self.currency_1.data:
            self.fail("currency_2", gettext("Choose another currency than the first"))
        return well and not self.errors

    def validate_more_skills(self, field: MoreSkills) -> None:
        if field.several:
            raise ValidationError(gettext("One of these means several skills. Write it more exactly"))

    def validate_min_group(self, field: WholeNumber) -> None:
        if field.data and self.headcount.data and field.data > self.headcount.data:
            raise ValidationError(
                gettext("Enter at most %(n)s: there are no more workers", n=self.headcount.data)
            )

    def validate_available_to(self, field: Day) -> None:
        if not field.data:
            return
        if self.available_from.data and field.data < self.available_from.data:
            raise ValidationError(gettext("Enter a day on or after the first day, or leave it empty"))
        if field.data < clock.today():
            raise ValidationError(gettext("Enter a day that is not over yet, or leave it empty"))

    @property
    def are_alike(self) -> bool:
        return self.all_alike.data != "no"

    def terms(self) -> AvailabilityTerms:
        """The lot that a valid form describes."""
        occupation, place = answered(self.found_occupation), answered(self.found_place)
        chosen = tuple(dict.fromkeys([*self.skills.skills(), *self.more_skills.found]))
        assumed = () if chosen else tuple(Skill(one.uri, one.label) for one in self.usual.essential)
        return AvailabilityTerms(
            branch_id=UUID(self.branch.data) if self.branch.data else None,
            on_behalf_of=self.on_behalf_of.data or None,
            occupation_uri=occupation.uri,
            occupation=occupation.label,
            isco=occupation.isco or "",
            skills=chosen or assumed,
            skills_assumed=not chosen,
            languages=self.languages(),
            tickets=self.named_tickets(),
            place_id=place.id,
            town=place.name,
            region=place.region,
            country=place.country,
            latitude=place.latitude,
            longitude=place.longitude,
            travel_km=float(answered(self.travel_km.data)),
            relocates=self.relocates.is_yes,
            work_countries=tuple(self.work_countries.data or ()) or (place.country,),
            work_sectors=tuple(self.work_sectors.data or ()),
            available_from=answered(self.available_from.data),
            available_to=self.available_to.data,
            headcount=answered(self.headcount.data),
            min_group=self.min_group.data or 1,
            min_pay=self._least_pay(),
            shifts=frozenset(map(Shift, self.shifts.data or ())),
            engagement=frozenset(map(EngagementForm, self.engagement.data or ())),
            paid_by_workers=PaidByWorkers(answered(self.paid_by_workers.data)),
            chain=self.chain(),
            notes=self.notes.data or "",
        )

    def paid(self) -> tuple[CostLine, ...]:
        """What the workers have paid already, as the form says."""
        return self.paid_lines(is_paid=self.paid_by_workers.data == PaidByWorkers.YES)

    def _least_pay(self) -> dict[str, Decimal]:
        pairs = ((self[f"currency_{row}"].data, self[f"pay_{row}"].data) for row in PAY_ROWS)
        return {currency: amount for currency, amount in pairs if currency and amount}


def answers_of(terms: AvailabilityTerms, paid: Iterable[CostLine] = ()) -> dict[str, list[str]]:
    """A lot as it would be typed into the form."""
    answers: dict[str, list[str]] = {
        "occupation": [terms.occupation],
        "occupation_uri": [terms.occupation_uri or ""],
        "skills_for": [terms.occupation_uri or STORED],
        "skills": [] if terms.skills_assumed else [one.key for one in terms.skills],
        "headcount": [str(terms.headcount)],
        "min_group": [str(terms.min_group)],
        "all_alike": ["yes"],
        "place": [place_typed(terms.place_id, terms.town, terms.region)],
        "country": [terms.country],
        "place_choice": [terms.place_id or ""],
        "travel_km": [plain_amount(terms.travel_km)],
        "relocates": ["yes" if terms.relocates else "no"],
        "work_countries": list(terms.work_countries),
        "work_sectors": list(terms.work_sectors),
        "available_from": day_typed(terms.available_from),
        "available_to": day_typed(terms.available_to),
        "shifts": sorted(terms.shifts),
        "engagement": sorted(terms.engagement),
        "paid_by_workers": [terms.paid_by_workers],
        "branch": [str(terms.branch_id or "")],
        "on_behalf_of": [terms.on_behalf_of or ""],
        "notes": [terms.notes],
        **chain_typed(terms.chain),
    }
    for row, (currency, amount) in zip(PAY_ROWS, terms.min_pay.items(), strict=False):
        answers |= {f"pay_{row}": [f"{amount:f}"], f"currency_{row}": [currency]}
    return answers | languages_typed(terms.languages) | tickets_typed(terms.tickets) | paid_answers(paid)


class SplitForm(Form):
    """Which skills, licences and languages only some of a lot have, and how many."""

    lacking = AnyOf(
        _("What do only some of them have?"), needed=_("Tick at least one that not all of them have")
    )
    heads = WholeNumber(_("How many of them have all of it?"), needed=_("Enter how many, like 25"), least=1)

    def offer(self, terms: AvailabilityTerms, named: dict[str, str]) -> None:
        """`named` says what can be ticked: the key of a skill, ticket or language to its words."""
        self.lacking.choices = list(named.items())
        self.most = terms.headcount - 1

    def validate_heads(self, field: WholeNumber) -> None:
        if field.data and field.data > self.most:
            raise ValidationError(gettext("Enter a number from 1 to %(most)s", most=self.most))

    def split(self) -> LotSplit:
        return LotSplit(heads=answered(self.heads.data), lacking=frozenset(self.lacking.data or ()))
