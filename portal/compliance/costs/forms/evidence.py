"""What is asked of whoever names a proof of a cost."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms.validators import ValidationError

from portal.infra import clock
from portal.infra.web.forms import Day, Form, OneOf, Submit, Text

INVOICE, PAYROLL, STATEMENT, OTHER = "invoice", "payroll", "statement", "other"
PAPERS = (
    (INVOICE, _("An invoice")),
    (PAYROLL, _("A payroll run")),
    (STATEMENT, _("A bank statement")),
    (OTHER, _("Something else")),
)
NAMED = {INVOICE: "Invoice", PAYROLL: "Payroll run", STATEMENT: "Bank statement", OTHER: ""}
"""How the ledger begins a proof, in the language of its data."""


class EvidenceForm(Form):
    """Which paper shows that the cost was borne as declared; no file is asked for."""

    paper = OneOf(_("What shows it?"), PAPERS, needed=_("Choose what shows it"))
    number = Text(
        _("Its number or name"),
        needed=_("Enter a number or a name by which it can be found, like INV-1042"),
        hint=_("Staff may ask to see it. Write no worker's name here."),
        most=200,
    )
    dated = Day(_("Its date"), needed=_("Enter the date that stands on it"))
    submit = Submit(_("Name this proof"))

    def validate_dated(self, field: Day) -> None:
        if field.data and field.data > clock.today():
            raise ValidationError(gettext("Enter today or an earlier day"))

    @property
    def proof(self) -> str:
        """The proof as the ledger names it."""
        return f"{NAMED[self.paper.data or OTHER]} {self.number.data or ''}".strip()
