"""Registers, their answers and their faults in words."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from portal.organisations.domain.licences import LicenceStatus
from portal.organisations.domain.registers import CheckSource, RegisterStatus
from portal.organisations.register_files import BadCell, CellFault

STATUS_WORDS = {
    LicenceStatus.DECLARED: _("Declared"),
    LicenceStatus.CHECKED: _("In the register"),
    LicenceStatus.SUSPENDED: _("Suspended"),
    LicenceStatus.LAPSED: _("Lapsed"),
    LicenceStatus.WITHDRAWN: _("Withdrawn"),
}
STATUS_COLOURS = {
    LicenceStatus.DECLARED: "yellow",
    LicenceStatus.CHECKED: "green",
    LicenceStatus.SUSPENDED: "orange",
    LicenceStatus.LAPSED: "red",
    LicenceStatus.WITHDRAWN: "red",
}


def licence_words(status: LicenceStatus) -> str:
    """A licence's status in a word or two."""
    return str(STATUS_WORDS[status])


REGISTER_WORDS = {
    RegisterStatus.ACTIVE: _("Active"),
    RegisterStatus.SUSPENDED: _("Suspended"),
    RegisterStatus.LAPSED: _("Lapsed"),
    RegisterStatus.WITHDRAWN: _("Withdrawn"),
    RegisterStatus.NOT_FOUND: _("Not in the register"),
}
SOURCE_WORDS = {
    CheckSource.DECLARATION: _("The organisation says so"),
    CheckSource.BY_HAND: _("Looked up by hand"),
    CheckSource.REGISTER_FILE: _("List of the authority"),
    CheckSource.INTERFACE: _("Answer of the authority’s computer"),
    CheckSource.DATES: _("Its last day is over"),
}


def fault_words(cell: BadCell) -> str:
    """What is wrong with a cell of an authority's list, and what would be right."""
    match cell.fault:
        case CellFault.MISSING:
            return gettext("Nothing is entered. Every line needs a number, a name and a status.")
        case CellFault.TOO_LONG:
            return gettext("The text is too long: at most 60 characters for a number, 200 for a name.")
        case CellFault.TWICE:
            return gettext("“%(text)s” stands on an earlier line too. Keep one.", text=cell.text)
        case CellFault.STATUS:
            return gettext(
                "“%(text)s” is no status. Enter active, suspended, lapsed or withdrawn.", text=cell.text
            )
        case CellFault.SECTOR:
            return gettext(
                "“%(text)s” is not understood. Enter NACE codes divided by semicolons, like 01;10.",
                text=cell.text,
            )
        case CellFault.DAY:
            return gettext("“%(text)s” is no date. Enter it like 2027-02-28.", text=cell.text)
        case CellFault.ORDER:
            return gettext("The last day is before the first.")
        case CellFault.BROKEN_LINE:
            return gettext("The line does not fall into the columns: %(text)s", text=cell.text)
        case CellFault.FORMULA:
            return gettext("The cell holds a formula. Enter its value instead.")
