"""An employer's own vacancies: writing, publishing, changing, closing."""
# ruff: noqa: A002 - addresses call the post they are about `id`

from typing import Any
from uuid import UUID

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.compliance.costs.answers import CHANGEABLE
from portal.compliance.costs.proving import line_at, name_proof
from portal.compliance.costs.queries import ledger_of, schedule_of
from portal.compliance.costs.words import CostsInWords, ledger_in_words
from portal.compliance.findings.words import stop_reason, unproven
from portal.compliance.holds.queries import open_hold
from portal.infra import clock
from portal.infra.web import Audience, acting_for, allow, perform, reading
from portal.kernel.events import Ref
from portal.organisations import queries as organisations
from portal.posts.desk import Desk
from portal.posts.pages import Section, answered
from portal.vacancies import queries, service, words
from portal.vacancies.domain import KIND, VacancyRow
from portal.vacancies.forms import VacancyForm, answers_of

member_pages = Blueprint("vacancies_member", __name__, url_prefix="/vacancies")


def _sections(source: Any) -> tuple[Section, ...]:
    if isinstance(source, VacancyForm):
        return words.sections(reading(), source.terms(), source.costs())
    costs = schedule_of(reading(), Ref(KIND, source.id))
    week = words.payslip(source, costs)
    return (*words.sections(reading(), source, costs), *((week,) if week else ()))


def _remarks(form: VacancyForm) -> tuple[Section, ...]:
    terms, costs = form.terms(), form.costs()
    remarks = (words.payslip(terms, costs), words.borne_by_employer(costs, terms))
    return tuple(one for one in remarks if one is not None)


def _answers(row: VacancyRow) -> dict[str, list[str]]:
    return answers_of(row, schedule_of(reading(), Ref(KIND, row.id)))


def _ledger(row: VacancyRow) -> CostsInWords:
    found = ledger_of(reading(), Ref(KIND, row.id), row.version, until=clock.now() - CHANGEABLE)
    return ledger_in_words(found, row.currency, clock.today())


def _publish(form: VacancyForm, draft_id: UUID) -> Any:
    return perform(service.publish_vacancy, acting_for(), form.terms(), form.costs(), draft_id)


def _change(form: VacancyForm, post_id: UUID, seen: int) -> Any:
    return perform(service.edit_vacancy, acting_for(), post_id, seen, terms=form.terms(), costs=form.costs())


def _hold_reason(session: Any, row: VacancyRow) -> str | None:
    found = open_hold(session, Ref(KIND, row.id)) or open_hold(
        session, Ref("organisation", row.organisation_id)
    )
    return found.reason if found else None


def _reasons() -> list[tuple[str, str]]:
    return [
        ("filled", gettext("It was filled here")),
        ("elsewhere", gettext("It was filled elsewhere")),
        ("gone", gettext("The work is not needed any more")),
        ("mistake", gettext("It was posted by mistake")),
    ]


def _home_country(session: Any, organisation_id: UUID) -> str | None:
    own = organisations.organisation(session, organisation_id)
    return own.country if own else None


DESK = Desk(
    kind=KIND,
    pages="vacancies_member",
    templates="vacancies/member",
    form=VacancyForm,
    find=queries.own_vacancy,
    find_draft=queries.own_draft,
    rows=queries.own_vacancies,
    drafts=queries.own_drafts,
    keep_draft=service.draft_vacancy,
    discard_draft=service.discard_draft,
    publish=_publish,
    change=_change,
    prolong=service.prolong_vacancy,
    close=service.close_vacancy,
    answers=_answers,
    ledger=_ledger,
    title=words.title,
    sections=_sections,
    remarks=_remarks,
    line=words.line,
    draft_line=words.draft_line,
    hold_reason=_hold_reason,
    reasons=_reasons,
    stop_reason=lambda session, post_id: stop_reason(session, Ref(KIND, post_id)),
    unproven=lambda session, post_id: unproven(session, Ref(KIND, post_id)),
    home_country=_home_country,
)


@member_pages.get("/")
@allow(Audience.EMPLOYER)
def posts() -> ResponseReturnValue:
    """Everything that the organisation asks for or has begun to write."""
    return DESK.posts()


@member_pages.route("/new", methods=["GET", "POST"])
@allow(Audience.EMPLOYER)
def new() -> ResponseReturnValue:
    """Write a new vacancy."""
    return DESK.write(None)


@member_pages.get("/<uuid:id>")
@allow(Audience.EMPLOYER)
def post(id: UUID) -> ResponseReturnValue:
    """One vacancy: its state, what can be done, what it says."""
    return DESK.post(id)


@member_pages.route("/<uuid:id>/edit", methods=["GET", "POST"])
@allow(Audience.EMPLOYER)
def edit(id: UUID) -> ResponseReturnValue:
    """Go on with a draft, or change a vacancy that is published."""
    return DESK.edit(id)


@member_pages.route("/<uuid:id>/check", methods=["GET", "POST"])
@allow(Audience.EMPLOYER)
def check(id: UUID) -> ResponseReturnValue:
    """Read the answers back with the payslip and the costs, and publish them."""
    return DESK.check(id)


@member_pages.post("/<uuid:id>/discard")
@allow(Audience.EMPLOYER)
def discard(id: UUID) -> ResponseReturnValue:
    """Throw a draft away."""
    return DESK.discard(id)


@member_pages.post("/<uuid:id>/copy")
@allow(Audience.EMPLOYER)
def copy(id: UUID) -> ResponseReturnValue:
    """Begin a new vacancy with what an earlier one says."""
    return DESK.copy(id)


@member_pages.post("/<uuid:id>/pause")
@allow(Audience.EMPLOYER)
def pause(id: UUID) -> ResponseReturnValue:
    """Take a vacancy out of matching for a while."""
    return DESK.step(service.pause_vacancy, id, gettext("Paused. Nobody is matched with it."))


@member_pages.post("/<uuid:id>/resume")
@allow(Audience.EMPLOYER)
def resume(id: UUID) -> ResponseReturnValue:
    """Bring a paused vacancy back into matching."""
    return DESK.step(service.resume_vacancy, id, gettext("Open again. Matches are being looked for."))


@member_pages.route("/<uuid:id>/prolong", methods=["GET", "POST"])
@allow(Audience.EMPLOYER)
def prolong(id: UUID) -> ResponseReturnValue:
    """Still open? One button keeps the vacancy open for another 28 days."""
    return DESK.ask_to_prolong(id)


@member_pages.route("/<uuid:id>/close", methods=["GET", "POST"])
@allow(Audience.EMPLOYER)
def close(id: UUID) -> ResponseReturnValue:
    """Withdraw a vacancy for good."""
    return DESK.ask_to_close(id)


@member_pages.route("/<uuid:id>/costs/<int:position>", methods=["GET", "POST"])
@allow(Audience.EMPLOYER)
def evidence(id: UUID, position: int) -> ResponseReturnValue:
    """Name what shows that a cost was borne as declared."""
    row = DESK.own(id)
    return name_proof(
        "vacancies/member/evidence.html",
        line_at(_ledger(row).lines, position),
        lambda form: perform(
            service.prove_cost, acting_for(), id, position, proof=form.proof, on=answered(form.dated.data)
        ),
        DESK.to("post", id=id, _anchor="costs"),
    )
