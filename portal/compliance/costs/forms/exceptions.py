"""What is asked of operators about a jurisdiction's exception."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField

from portal.infra.web.forms import Form, FromList, LongText, Submit, Tick


class SwitchForm(Form):
    """Why an exception begins or ceases to count."""

    reason = LongText(
        _("Why?"),
        needed=_("Enter the reason in a sentence; it stays on the record"),
        most=1000,
    )
    submit = Submit(_("Let it count"))


class AttachForm(Form):
    """Which exception allows a cost that workers would pay, and that they are told before."""

    seen = HiddenField()
    """The marks of the lines that the page shows."""
    exception = FromList(_("Which exception?"), needed=_("Choose the exception"))
    disclosed = Tick(
        _("Workers are told of this cost and of the exception before they accept"),
        needed=_("Tick this only once it is so: without it no exception holds"),
    )
    reason = LongText(
        _("Why does it apply here?"),
        needed=_("Enter why it applies to these workers; it stays on the record"),
        most=1000,
    )
    submit = Submit(_("Attach it"))
