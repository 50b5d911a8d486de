"""What compliance staff are asked when they hold and release."""

from flask_babel import lazy_gettext as _

from portal.infra.web.forms import Form, LongText, Submit


class HoldForm(Form):
    """Why something is stopped."""

    reason = LongText(
        _("Why do you hold it?"),
        needed=_("Enter the reason: what you saw, and which rule it breaks"),
        hint=_("It is kept in the trail, and the organisations concerned read it."),
        most=1000,
    )
    submit = Submit(_("Hold"))


class ReleaseForm(Form):
    """Why something may go on."""

    reason = LongText(
        _("Why do you release it?"),
        needed=_("Enter the reason: what was mended, or why the hold was wrong"),
        hint=_("It is kept in the trail, and the organisations concerned read it."),
        most=1000,
    )
    submit = Submit(_("Release"))
