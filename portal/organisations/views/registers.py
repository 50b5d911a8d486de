"""Pages on which staff look licences up, and take over the lists of authorities."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.accounts.queries import people
from portal.infra import clock
from portal.infra.spreadsheets import Table, table_in
from portal.infra.web import Audience, allow, ask, page, perform, reading, say
from portal.infra.web.pages import not_found
from portal.organisations import service
from portal.organisations.domain.licences import LicenceStatus
from portal.organisations.domain.registers import SeenByHand
from portal.organisations.events import LicenceChecked
from portal.organisations.files import authority_name, sector_words
from portal.organisations.forms.registers import CheckForm, RegisterFileForm, suggested_authorities
from portal.organisations.licence_queries import (
    KnownLicence,
    LicenceCheck,
    TakenList,
    checks_of,
    known_licence,
    latest_lists,
    licences_to_look_at,
    stale_licences,
)
from portal.organisations.register_files import (
    COLUMNS,
    BadCells,
    ColumnsMissing,
    ListedLicence,
    NotAList,
    NothingListed,
    read_list,
)
from portal.organisations.register_words import STATUS_COLOURS, STATUS_WORDS, fault_words
from portal.organisations.service.registers import import_register
from portal.organisations.views.licences import ShownLicence, check_words, shown_licence
from portal.organisations.views.staff import staff_pages

MOST_SHOWN = 200


@dataclass(frozen=True)
class LicencesPage:
    """Which licences ask for a look, and which lists are at hand."""

    stale: Sequence[ShownLicence]
    odd: Sequence[ShownLicence]
    """In the register under another name, or not good."""
    lists: Sequence[tuple[str, TakenList]]


@dataclass(frozen=True)
class ShownCheck:
    """One check in words, with what counted from then on."""

    at: datetime
    words: str
    status: str
    colour: str
    name_in_register: str
    fits_name: bool | None
    authority: str
    """By its name on that day."""
    number: str
    sectors: tuple[str, ...]
    check: LicenceCheck
    by: str


@dataclass(frozen=True)
class LicencePage:
    """One licence with every check."""

    licence: ShownLicence
    checks: Sequence[ShownCheck]


@dataclass(frozen=True)
class ImportPage:
    """What a form about a list needs, and what was wrong with the last one."""

    names: Sequence[tuple[str, str]]
    faults: Sequence[tuple[int, str, str]] = ()
    more: int = 0


@staff_pages.route("/staff/licences")
@allow(Audience.OPERATOR, Audience.COMPLIANCE)
def licences() -> ResponseReturnValue:
    """Licences that were not looked up for long, those that are odd, and the lists at hand."""
    session, today = reading(), clock.today()
    shown = LicencesPage(
        stale=[shown_licence(one, today) for one in stale_licences(session, today)],
        odd=[shown_licence(one, today) for one in licences_to_look_at(session)],
        lists=[(authority_name(one.authority, today), one) for one in latest_lists(session)],
    )
    return page("organisations/staff/licences.html", shown)


@staff_pages.route("/staff/licences/<uuid:licence_id>")
@allow(Audience.OPERATOR, Audience.COMPLIANCE)
def licence(licence_id: UUID) -> ResponseReturnValue:
    """One licence: how it stands, and every check that was kept."""
    known, checks = _own(licence_id), checks_of(reading(), licence_id)
    names = people(reading(), {one.checked_by for one in checks})
    by = {one.checked_by: names[one.checked_by].name for one in checks if one.checked_by in names}
    shown = LicencePage(
        shown_licence(known, clock.today()),
        [_shown(one, by.get(one.checked_by, gettext("the portal"))) for one in checks],
    )
    return page("organisations/staff/licence.html", shown)


@staff_pages.route("/staff/licences/<uuid:licence_id>/check", methods=["GET", "POST"])
@allow(Audience.OPERATOR, Audience.COMPLIANCE)
def check_licence(licence_id: UUID) -> ResponseReturnValue:
    """Say what the authority's register says of a licence, with the evidence."""
    known = _own(licence_id)
    form = CheckForm(seen_on=clock.today())
    shown = shown_licence(known, clock.today())
    if not form.validate_on_submit():
        return ask("organisations/staff/check_licence.html", form, shown)
    seen = SeenByHand(form.answer(known.licence.number))
    kept = perform(service.check_licence, licence_id, seen)
    if not isinstance(kept, LicenceChecked):
        not_found()
    say(_done(LicenceStatus(kept.status)))
    return redirect(url_for("organisations_staff.licence", licence_id=licence_id), 303)


@staff_pages.route("/staff/licences/import", methods=["GET", "POST"])
@allow(Audience.OPERATOR, Audience.COMPLIANCE)
def import_list() -> ResponseReturnValue:
    """Take over the list of licences that an authority gives out."""
    form = RegisterFileForm()
    shown = ImportPage(suggested_authorities())
    if not form.validate_on_submit():
        return ask("organisations/staff/import_list.html", form, shown)
    authority = form.authority.chosen()
    listed = _read(form)
    if isinstance(listed, BadCells):
        shown = ImportPage(shown.names, _faults(listed), max(0, len(listed.cells) - MOST_SHOWN))
    if not isinstance(listed, tuple):
        return ask("organisations/staff/import_list.html", form, shown)
    name = str(form.file.data.filename)
    taken = perform(import_register, authority.id, name, listed, is_whole=form.is_whole.is_yes)
    say(
        gettext(
            "Taken over: %(entries)s entries. Licences checked against them: %(checks)s.",
            entries=taken.entries,
            checks=taken.checks,
        )
    )
    return redirect(url_for("organisations_staff.licences"), 303)


def _read(form: RegisterFileForm) -> tuple[ListedLicence, ...] | NotAList | None:
    """The list in the uploaded file, or what is wrong with it, said beside the field."""
    table: Table | None = table_in(form.file.data.read(), COLUMNS)
    if table is None:
        form.fail("file", gettext("This is neither a CSV file nor an XLSX workbook. Choose another file"))
        return None
    listed = read_list(table)
    match listed:
        case ColumnsMissing(columns):
            names = ", ".join(columns)
            form.fail("file", gettext("The first line lacks these columns: %(names)s", names=names))
        case NothingListed():
            form.fail("file", gettext("There is no line under the header. Choose another file"))
        case BadCells(cells):
            form.fail(
                "file",
                gettext("Nothing was taken over: %(n)s cells are wrong, listed below", n=len(cells)),
            )
        case _:
            pass
    return listed


def _faults(bad: BadCells) -> list[tuple[int, str, str]]:
    return [(one.line, one.column, fault_words(one)) for one in bad.cells[:MOST_SHOWN]]


def _own(licence_id: UUID) -> KnownLicence:
    found = known_licence(reading(), licence_id)
    return found if found is not None else not_found()


def _done(status: LicenceStatus) -> str:
    if status is LicenceStatus.CHECKED:
        return gettext("Kept. The licence counts as found in the register.")
    if status is LicenceStatus.DECLARED:
        return gettext("Kept. The names differ, so the licence still counts as declared only.")
    return gettext("Kept. What needs this licence waits now, and both sides and the workers have mail.")


def _shown(check: LicenceCheck, by: str) -> ShownCheck:
    licence = check.licence
    return ShownCheck(
        at=check.checked_at,
        words=check_words(check),
        status=str(STATUS_WORDS[licence.status]),
        colour=STATUS_COLOURS[licence.status],
        name_in_register=check.name_in_register,
        fits_name=check.fits_name,
        authority=authority_name(licence.authority, check.checked_at.date()),
        number=licence.number,
        sectors=tuple(sector_words(code) for code in licence.sectors),
        check=check,
        by=by,
    )


__all__ = ["staff_pages"]
