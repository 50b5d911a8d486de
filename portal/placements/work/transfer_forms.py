"""What an employer proposes to a worker whom it would take over."""

from datetime import date

from flask_babel import lazy_gettext as _

from portal.infra.web.forms import Day, Form, OneOf, Submit, Text
from portal.placements.work.domain.transfers import TransferTerms


class TransferForm(Form):
    """Whom, from when, on what terms; the worker reads the words as they stand here."""

    who = OneOf(_("Which worker?"), needed=_("Choose the worker"))
    from_day = Day(_("First day as your own worker"), needed=_("Enter the first day"))
    pay = Text(
        _("Pay"), needed=_("Enter the pay"), hint=_("For example “£13.20 an hour, paid every Friday”.")
    )
    hours = Text(_("Hours"), needed=_("Enter the hours"), hint=_("For example “39 hours a week, days”."))
    contract_form = Text(
        _("Contract"),
        needed=_("Enter what kind of contract it is"),
        hint=_("For example “Permanent, with 4 weeks' notice”."),
    )
    submit = Submit(_("Ask the worker"))

    def terms(self) -> TransferTerms:
        """What a valid form says."""
        return TransferTerms(
            from_day=self.from_day.data or date.min,
            pay=self.pay.data or "",
            hours=self.hours.data or "",
            contract_form=self.contract_form.data or "",
        )
