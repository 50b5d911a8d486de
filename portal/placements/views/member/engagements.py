"""Agreeing the engagement."""
# ruff: noqa: A002 - addresses call what they are about `id`

from dataclasses import dataclass
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.infra.web import Audience, acting_for, allow, ask, perform, reading, say
from portal.infra.web.pages import not_found
from portal.kernel.outcomes import Refusal
from portal.placements import queries
from portal.placements.introductions.domain.answers import NotYours, Side
from portal.placements.introductions.domain.engagement import (
    EngagementIncomplete,
    EngagementState,
    EngagementTerms,
    equal_treatment_suggested,
)
from portal.placements.introductions.forms import EngagementTermsForm, as_formdata
from portal.placements.introductions.service import engagements as service
from portal.placements.introductions.service.pairs import PostPair, pair_of
from portal.placements.rows import IntroductionRow
from portal.placements.views.member import member_pages
from portal.placements.views.member.introductions import draw_introduction, own
from portal.placements.words import refusal_words
from portal.posts.domain import EngagementForm as LegalForm


@dataclass(frozen=True)
class EngagementPage:
    """The form of the terms, for one introduction."""

    row: IntroductionRow
    title: str
    is_change: bool
    is_remembered: bool
    """Filled in from what the organisation agreed last."""
    offers_open: int
    """Offers that an agreed change will take back."""


@member_pages.route("/introductions/<uuid:id>/engagement", methods=["GET", "POST"])
@allow(Audience.MEMBER)
def engagement(id: UUID) -> ResponseReturnValue:
    """Propose the terms of the move, or change them."""
    row, side = own(id)
    pair = pair_of(reading(), row.match_id)
    if pair is None:
        not_found()
    versions = queries.engagements_of(reading(), id)
    last = None if versions else queries.last_agreed_terms(reading(), acting_for(), side)
    start = as_formdata(versions[0].terms) if versions else _suggested(row, pair, last)
    form = EngagementTermsForm(data=start)
    form.offer_forms(pair.shared_forms)
    if form.validate_on_submit():
        match perform(service.propose_engagement, acting_for(), id, form.terms(pair.vacancy.currency)):
            case int():
                say(gettext("Your terms are on their way to the other side, to be agreed."))
                return redirect(url_for(".introduction", id=id), 303)
            case EngagementIncomplete(flaws):
                for flaw in flaws:
                    form.fail_for(flaw, row.last)
            case NotYours():
                return not_found()
            case Refusal() as refusal:
                return draw_introduction(id, problem=refusal_words(refusal))
    shown = EngagementPage(
        row=row,
        title=gettext("%(title)s, %(town)s", title=pair.vacancy.title, town=pair.vacancy.town),
        is_change=bool(versions),
        is_remembered=last is not None,
        offers_open=queries.counts_of(reading(), [row])[id].offers_open,
    )
    return ask("placements/member/engagement.html", form, shown)


@member_pages.post("/introductions/<uuid:id>/engagement/agree")
@allow(Audience.MEMBER)
def agree_engagement(id: UUID) -> ResponseReturnValue:
    """Agree to what the other side proposed, in the version that was read."""
    version = request.form.get("version", "")
    read = int(version) if version.isascii() and version.isdigit() and len(version) < 6 else 0
    match perform(service.agree_engagement, acting_for(), id, read):
        case EngagementState():
            say(gettext("The engagement is agreed. Workers can be named and get their offers."))
            return redirect(url_for(".introduction", id=id), 303)
        case NotYours():
            return not_found()
        case Refusal() as refusal:
            return draw_introduction(id, problem=refusal_words(refusal))


def _suggested(row: IntroductionRow, pair: PostPair, last: EngagementTerms | None) -> dict[str, object]:
    """What follows from the posts, and what the organisation agreed last; the rest is left empty."""
    start: dict[str, object] = {"directed_by": Side.EMPLOYER.value}
    if last is not None:
        start |= _remembered(last, row)
    forms = sorted(pair.shared_forms)
    form = last.form if last and last.form in forms else forms[0] if len(forms) == 1 else None
    if form is None:
        return {name: value for name, value in start.items() if name != "employer_of_record"}
    stays = form in {LegalForm.LOAN, LegalForm.AGENCY}
    start["form"] = form.value
    start["employer_of_record"] = (Side.PROVIDER if stays else Side.EMPLOYER).value
    if form is LegalForm.AGENCY:
        start["equal_treatment_from"] = equal_treatment_suggested(pair.vacancy.country, row.first)
    return start


def _remembered(last: EngagementTerms, row: IntroductionRow) -> dict[str, object]:
    """What mostly stays the same; whatever depends on this work, its dates or its pay is asked again."""
    kept = as_formdata(last)
    for asked_again in ("form", "return_date", "comparator_pay", "equal_treatment_from", "transfer_applies"):
        del kept[asked_again]
    if last.insured_until < row.last:
        del kept["insured_until"]
    return kept
