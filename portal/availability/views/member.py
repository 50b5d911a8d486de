"""A labour provider's own lots of spare workers: writing, publishing, changing, closing."""
# ruff: noqa: A002 - addresses call the post they are about `id`

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.availability import queries, service, words
from portal.availability.domain import KIND, AvailabilityRow, AvailabilityTerms, LotSplit, SplitNotPossible
from portal.availability.forms import AvailabilityForm, SplitForm, answers_of
from portal.compliance.costs.proving import line_at, name_proof
from portal.compliance.costs.queries import costs_of, ledger_of
from portal.compliance.costs.words import CostsInWords, ledger_in_words
from portal.compliance.findings.words import stop_reason, unproven
from portal.compliance.holds.queries import open_hold
from portal.infra.web import Audience, acting_for, allow, ask, perform, reading, say
from portal.infra.web.pages import language_name, not_found
from portal.kernel.events import Ref
from portal.organisations import queries as organisations
from portal.posts.desk import Asking, Desk
from portal.posts.domain import ActNotPossible, HeadsTaken, NoSuchPost, PostChangedMeanwhile
from portal.posts.pages import Section, answered, complaints, form_of
from portal.posts.words import cannot
from portal.taxonomy.tickets import ticket_label

member_pages = Blueprint("availability_member", __name__, url_prefix="/availability")


def _sections(source: Any) -> tuple[Section, ...]:
    if isinstance(source, AvailabilityForm):
        return words.sections(reading(), source.terms(), source.paid())
    return words.sections(reading(), source, costs_of(reading(), Ref(KIND, source.id), source.version))


def _answers(row: AvailabilityRow) -> dict[str, list[str]]:
    return answers_of(row, costs_of(reading(), Ref(KIND, row.id), row.version))


def _ledger(row: AvailabilityRow) -> CostsInWords:
    return ledger_in_words(ledger_of(reading(), Ref(KIND, row.id), row.version), "")


def _publish(form: AvailabilityForm, draft_id: UUID) -> UUID | NoSuchPost:
    return perform(service.publish_availability, acting_for(), form.terms(), draft_id, form.paid())


def _change(
    form: AvailabilityForm, post_id: UUID, seen: int
) -> UUID | NoSuchPost | ActNotPossible | PostChangedMeanwhile | HeadsTaken:
    return perform(service.edit_availability, acting_for(), post_id, seen, form.terms(), paid=form.paid())


def _hold_reason(session: Any, row: AvailabilityRow) -> str | None:
    found = open_hold(session, Ref(KIND, row.id)) or open_hold(
        session, Ref("organisation", row.organisation_id)
    )
    return found.reason if found else None


def _reasons() -> list[tuple[str, str]]:
    return [
        ("placed", gettext("They found work here")),
        ("elsewhere", gettext("They found work elsewhere")),
        ("needed", gettext("They are needed at home")),
        ("mistake", gettext("It was posted by mistake")),
    ]


def _home_country(session: Any, organisation_id: UUID) -> str | None:
    own = organisations.organisation(session, organisation_id)
    return own.country if own else None


DESK = Desk(
    kind=KIND,
    pages="availability_member",
    templates="availability/member",
    form=AvailabilityForm,
    find=queries.own_availability,
    find_draft=queries.own_draft,
    rows=queries.own_availabilities,
    drafts=queries.own_drafts,
    keep_draft=service.draft_availability,
    discard_draft=service.discard_draft,
    publish=_publish,
    change=_change,
    prolong=service.prolong_availability,
    close=service.close_availability,
    answers=_answers,
    ledger=_ledger,
    title=words.title,
    sections=_sections,
    remarks=lambda _form: (),
    line=words.line,
    draft_line=words.draft_line,
    hold_reason=_hold_reason,
    reasons=_reasons,
    stop_reason=lambda session, post_id: stop_reason(session, Ref(KIND, post_id)),
    unproven=lambda session, post_id: unproven(session, Ref(KIND, post_id)),
    home_country=_home_country,
)


@member_pages.get("/")
@allow(Audience.PROVIDER)
def posts() -> ResponseReturnValue:
    """Everything that the organisation offers or has begun to write."""
    return DESK.posts()


@member_pages.route("/new", methods=["GET", "POST"])
@allow(Audience.PROVIDER)
def new() -> ResponseReturnValue:
    """Write a new lot."""
    return DESK.write(None)


@member_pages.get("/<uuid:id>")
@allow(Audience.PROVIDER)
def post(id: UUID) -> ResponseReturnValue:
    """One lot: its state, what can be done, what it says."""
    return DESK.post(id)


@member_pages.route("/<uuid:id>/edit", methods=["GET", "POST"])
@allow(Audience.PROVIDER)
def edit(id: UUID) -> ResponseReturnValue:
    """Go on with a draft, or change a lot that is published."""
    return DESK.edit(id)


@member_pages.route("/<uuid:id>/check", methods=["GET", "POST"])
@allow(Audience.PROVIDER)
def check(id: UUID) -> ResponseReturnValue:
    """Read the answers back, and publish them."""
    return DESK.check(id)


@member_pages.route("/<uuid:id>/split", methods=["GET", "POST"])
@allow(Audience.PROVIDER)
def split(id: UUID) -> ResponseReturnValue:
    """Make two lots of one: some hold everything, the others do not."""
    draft = queries.own_draft(reading(), acting_for(), id)
    if draft is None:
        row = DESK.own(id)
        return _ask_to_split(
            row, id, lambda into: perform(service.split_availability, acting_for(), id, row.version, into)
        )
    form = form_of(AvailabilityForm, draft.answers)
    form.offer(acting_for())
    if complaints(form):
        return redirect(DESK.to("edit", id=id, show="problems"), 303)
    terms, paid = form.terms(), form.paid()
    return _ask_to_split(
        terms, id, lambda into: perform(service.publish_in_two_lots, acting_for(), terms, into, id, paid=paid)
    )


def _ask_to_split(
    terms: AvailabilityTerms, post_id: UUID, act: Callable[[LotSplit], Any]
) -> ResponseReturnValue:
    form = SplitForm()
    form.offer(terms, _what_some_may_lack(terms))
    shown = Asking(KIND, terms, words.title(terms))
    if not form.validate_on_submit():
        return ask("availability/member/split.html", form, shown)
    match act(form.split()):
        case (UUID(), UUID()):
            say(gettext("Published as two lots."))
            return redirect(DESK.to("posts"), 303)
        case HeadsTaken():
            form.fail("heads", gettext("More of them than this are committed. Enter a larger number"))
        case SplitNotPossible(headcount):
            form.fail("heads", gettext("Enter a number from 1 to %(most)s", most=headcount - 1))
        case PostChangedMeanwhile():
            form.fail("heads", gettext("Somebody changed this lot just now. Look at it again, then split it"))
        case ActNotPossible(state, step):
            form.fail("heads", cannot(step, state))
        case _:
            not_found()
    return ask("availability/member/split.html", form, shown)


def _what_some_may_lack(terms: AvailabilityTerms) -> dict[str, str]:
    return {
        **{one: ticket_label(one) for one in terms.tickets},
        **{code: f"{language_name(code)} {level}" for code, level in terms.languages.items()},
        **{one.key: one.label for one in terms.skills},
    }


@member_pages.post("/<uuid:id>/discard")
@allow(Audience.PROVIDER)
def discard(id: UUID) -> ResponseReturnValue:
    """Throw a draft away."""
    return DESK.discard(id)


@member_pages.post("/<uuid:id>/copy")
@allow(Audience.PROVIDER)
def copy(id: UUID) -> ResponseReturnValue:
    """Begin a new lot with what an earlier one says."""
    return DESK.copy(id)


@member_pages.post("/<uuid:id>/pause")
@allow(Audience.PROVIDER)
def pause(id: UUID) -> ResponseReturnValue:
    """Take a lot out of matching for a while."""
    return DESK.step(service.pause_availability, id, gettext("Paused. Nobody is matched with it."))


@member_pages.post("/<uuid:id>/resume")
@allow(Audience.PROVIDER)
def resume(id: UUID) -> ResponseReturnValue:
    """Bring a paused lot back into matching."""
    return DESK.step(service.resume_availability, id, gettext("Open again. Matches are being looked for."))


@member_pages.route("/<uuid:id>/prolong", methods=["GET", "POST"])
@allow(Audience.PROVIDER)
def prolong(id: UUID) -> ResponseReturnValue:
    """Still free? One button keeps the lot open for another 28 days."""
    return DESK.ask_to_prolong(id)


@member_pages.route("/<uuid:id>/close", methods=["GET", "POST"])
@allow(Audience.PROVIDER)
def close(id: UUID) -> ResponseReturnValue:
    """Withdraw a lot for good."""
    return DESK.ask_to_close(id)


@member_pages.route("/<uuid:id>/costs/<int:position>", methods=["GET", "POST"])
@allow(Audience.PROVIDER)
def evidence(id: UUID, position: int) -> ResponseReturnValue:
    """Name what shows that workers paid this, or that they got it back."""
    row = DESK.own(id)
    return name_proof(
        "availability/member/evidence.html",
        line_at(_ledger(row).lines, position),
        lambda form: perform(
            service.prove_paid, acting_for(), id, position, proof=form.proof, on=answered(form.dated.data)
        ),
        DESK.to("post", id=id, _anchor="costs"),
    )
