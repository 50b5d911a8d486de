"""The side that employs gives each worker's contract; both sides read what was given."""
# ruff: noqa: A002 - addresses call what they are about `id`

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import Response, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from portal.compliance.costs.words import BED, BUS
from portal.infra.web import Audience, acting_for, allow, ask, perform, reading, say
from portal.infra.web.mixed import listed
from portal.infra.web.pages import not_found
from portal.kernel.outcomes import Refusal
from portal.placements import queries
from portal.placements.introductions.domain.answers import NotYours
from portal.placements.offers.offered_terms import kept_terms, terms_as_agreed
from portal.placements.rows import IntroductionRow
from portal.placements.views.contract_copies import copy_of
from portal.placements.views.member import member_pages
from portal.placements.views.member.introductions import PersonLine, own, people_of
from portal.placements.words import refusal_words
from portal.placements.work.contract_forms import ContractForm
from portal.placements.work.contracts import contract as a_contract
from portal.placements.work.contracts import contracts_of
from portal.placements.work.domain.contracts import ContractRow, NothingStated
from portal.placements.work.service.contracts import give_contract
from portal.placements.work.statements import offered_terms
from portal.posts.words import plain_money
from portal.vacancies import queries as vacancies


@dataclass(frozen=True)
class ContractsPage:
    """Whose contract was given, and whose is missing."""

    row: IntroductionRow
    title: str
    people: tuple[PersonLine, ...]
    contracts: Mapping[UUID, ContractRow]
    employs: bool
    currency: str
    offered: str
    """What the offer takes off the pay a week, in words; empty where it takes nothing off."""


@member_pages.route("/introductions/<uuid:id>/contracts", methods=["GET", "POST"])
@allow(Audience.MEMBER)
def contracts(id: UUID) -> ResponseReturnValue:
    """Give a contract; the list shows which there are."""
    shown = _page(id)
    form = ContractForm()
    form.who.choices = [
        ("", gettext("Choose a worker")),
        *(
            (str(one.number), gettext("%(n)s. %(name)s", n=one.number, name=one.called))
            for one in shown.people
        ),
    ]
    if not shown.employs or not form.validate_on_submit():
        return ask("placements/member/contracts.html", form, shown)
    number = int(form.who.data or 0)
    stated, paper = form.stated(shown.currency), form.copy()
    match perform(give_contract, acting_for(), id, number, stated=stated, paper=paper):
        case int() as worse:
            say(_given_words(worse))
            return redirect(url_for(".contracts", id=id), 303)
        case NotYours():
            return not_found()
        case NothingStated():
            form.fail("pay", gettext("Enter what the contract states, or choose a copy of it below"))
        case Refusal() as refusal:
            form.fail("who", refusal_words(refusal))
    return ask("placements/member/contracts.html", form, shown)


@member_pages.get("/contracts/<uuid:id>")
@allow(Audience.MEMBER)
def contract_paper(id: UUID) -> Response:
    """The copy of a contract, for either side."""
    found = a_contract(reading(), id)
    offer = queries.offer(reading(), found.offer_id) if found else None
    if offer is None:
        not_found()
    own(offer.introduction_id)
    return copy_of(found)


def _page(id: UUID) -> ContractsPage:
    row, side = own(id)
    placed = tuple(one for one in people_of(row, side) if one.placement and one.placement.state.takes_place)
    agreed = queries.agreed_engagement(reading(), row.id)
    job = vacancies.vacancy(reading(), row.vacancy_id)
    return ContractsPage(
        row=row,
        title=gettext("%(title)s, %(town)s", title=job.title, town=job.town) if job else "",
        people=placed,
        contracts=contracts_of(reading(), [one.offer.id for one in placed]),
        employs=bool(placed and agreed and agreed.terms.employer_of_record is side),
        currency=job.currency if job else "",
        offered=_offered(row, placed, agreed.version) if agreed else "",
    )


def _offered(row: IntroductionRow, placed: Sequence[PersonLine], version: int) -> str:
    """As the first of these workers was offered; they were offered the same work."""
    kept = offered_terms(kept_terms(reading(), placed[0].offer.id)) if placed else None
    terms = kept or terms_as_agreed(
        reading(), row, vacancy_version=row.vacancy_version, engagement_version=version
    )
    parts = (
        gettext("“%(what)s”, %(amount)s a week", what=label, amount=plain_money(amount, terms.currency))
        for label, amount in terms.deductions
        if label not in (BED, BUS)
    )
    return listed(parts, apart=True)


def _given_words(worse: int) -> str:
    if not worse:
        return gettext("The contract is given. The worker sees it on the page of the offer.")
    return ngettext(
        "The contract is given. %(num)s term is worse than what was accepted: the worker is asked again.",
        "The contract is given. %(num)s terms are worse than what was accepted: the worker is asked again.",
        worse,
    )
