"""What the portal asks staff to look into, and whom to call: the list, and each with what it takes."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import flask_babel as babel
from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from portal.accounts import queries as accounts
from portal.compliance.errands import queries as errands_of
from portal.compliance.errands.domain import Errand, ErrandDone, ErrandKind, NoSuchErrand
from portal.compliance.errands.forms import ErrandForm
from portal.compliance.errands.queries import ErrandFilter
from portal.compliance.errands.service import finish_errand
from portal.compliance.errands.words import TITLES, WHAT_TO_DO
from portal.infra import clock
from portal.infra.web import Audience, allow, ask, page, perform, reading, say
from portal.infra.web.mixed import listed
from portal.infra.web.paging import Leaf, leafed
from portal.kernel.events import ANYBODY, SYSTEM, Ref
from portal.organisations import queries as organisations
from portal.placements import queries
from portal.placements.offers.answers_shown import languages_of_answers
from portal.placements.views.staff import staff_pages
from portal.placements.whereabouts import Whereabouts, whereabouts
from portal.placements.work.domain.placements import PlacementState
from portal.vacancies import queries as vacancies
from portal.workers import own_contact
from portal.workers import queries as workers
from portal.workers.seen import note_seen

PER_PAGE = 50
_ = babel.gettext


@dataclass(frozen=True)
class ErrandsPage:
    """The list, narrowed by kind and by whether it is done."""

    lines: tuple[tuple[Errand, Whereabouts | None, int], ...]
    """With the number of the worker whom it is about; 0 where it is about nobody."""
    wanted: ErrandFilter
    leaf: Leaf
    now: datetime


@dataclass(frozen=True)
class Call:
    """Whom to call and what of the job one has to know for it."""

    name: str
    number: int
    own_phone: str | None
    """Given by the worker, and kept from both sides."""
    own_email: str | None
    listed_phone: str | None
    """Given by the labour provider."""
    language: str
    job: str
    provider: str
    employer: str
    began: date | None
    state: PlacementState

    @property
    def phone(self) -> str | None:
        return self.own_phone or self.listed_phone


@dataclass(frozen=True)
class ErrandPage:
    errand: Errand
    at: Whereabouts | None
    call: Call | None
    """None where nobody is to be called, or the worker's name was deleted."""
    done_by: str
    now: datetime


@allow(Audience.COMPLIANCE)
@staff_pages.get("/errands")
def errands() -> ResponseReturnValue:
    """What waits, what is due first on top; or what was done, the latest on top."""
    kind = request.args.get("kind", "")
    wanted = ErrandFilter(
        ErrandKind(kind) if kind in set(ErrandKind) else None, request.args.get("state") == "done"
    )
    leaf, found = leafed(
        lambda limit, offset: errands_of.find_errands(reading(), wanted, limit=limit, offset=offset), PER_PAGE
    )
    lines = tuple((one, whereabouts(reading(), one.about), _number(one)) for one in found)
    return page("placements/staff/errands.html", ErrandsPage(lines, wanted, leaf, clock.now()))


@allow(Audience.COMPLIANCE)
@staff_pages.route("/errands/<uuid:id>", methods=["GET", "POST"])
def errand(id: UUID) -> ResponseReturnValue:  # noqa: A002 - the address's own word
    """One errand with what is needed for it, and writing down what came of it."""
    shown = _errand_page(id)
    form = ErrandForm()
    if shown.errand.done_at is None and form.validate_on_submit():
        match perform(finish_errand, id, str(form.note.data)):
            case Errand():
                say(_("Done. What you wrote is kept with your name."))
                return redirect(url_for(".errands"), 303)
            case ErrandDone():
                return redirect(url_for(".errand", id=id), 303)
            case NoSuchErrand():
                raise NotFound
    return ask("placements/staff/errand.html", form, shown)


@staff_pages.app_template_filter()
def errand_words(kind: str) -> str:
    """What is to be looked into."""
    return str(TITLES[ErrandKind(kind)])


@staff_pages.app_template_filter()
def errand_advice(kind: str) -> str:
    """How it is done, and what not to do."""
    return str(WHAT_TO_DO[ErrandKind(kind)])


@staff_pages.app_template_global()
def errands_on(kind: str, thing: UUID) -> list[Errand]:
    """What staff were asked to do about one thing and nobody has done, for any page about it."""
    return [one for one in errands_of.errands_on(reading(), Ref(kind, thing)) if one.done_at is None]


def _errand_page(errand_id: UUID) -> ErrandPage:
    found = errands_of.errand(reading(), errand_id)
    if found is None:
        raise NotFound
    call = _call(found.about.id) if found.kind.is_call and found.done_at is None else None
    return ErrandPage(found, whereabouts(reading(), found.about), call, _done_by(found), clock.now())


def _number(found: Errand) -> int:
    placed = queries.placement(reading(), found.about.id) if found.kind.is_call else None
    return placed.number if placed else 0


def _done_by(found: Errand) -> str:
    if found.done_by is None:
        return ""
    if found.done_by in {ANYBODY, SYSTEM}:
        return _("nobody: it settled by itself")
    person = accounts.person(reading(), found.done_by)
    return person.name if person else _("somebody who left")


def _call(placement_id: UUID) -> Call | None:
    session = reading()
    placed = queries.placement(session, placement_id)
    person = workers.worker(session, placed.worker_id) if placed else None
    row = queries.any_introduction(session, placed.introduction_id) if placed else None
    job = vacancies.vacancy(session, row.vacancy_id) if row else None
    if not (placed and person and row and job):
        return None
    note_seen(Ref("worker", person.id))
    own = own_contact.contact_of(session, person.id)
    names = organisations.organisations(session, {row.provider_id, row.employer_id})
    read_in = languages_of_answers(session, [placed.offer_id])
    return Call(
        name=person.name,
        number=placed.number,
        own_phone=own.phone if own else None,
        own_email=own.email if own else None,
        listed_phone=person.phone,
        language=read_in.get(placed.offer_id, person.language),
        job=listed((job.title, job.town)),
        provider=names[row.provider_id].name,
        employer=names[row.employer_id].name,
        began=placed.started_on,
        state=placed.state,
    )
