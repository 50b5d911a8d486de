"""What is asked when work ends before its day."""

from flask_babel import lazy_gettext as _

from portal.infra.web.forms import AnyOf, Day, Form, Submit


class EndForm(Form):
    """Which workers, and from which day."""

    who = AnyOf(_("Which workers?"), needed=_("Choose at least one worker"))
    from_day = Day(
        _("First day on which they no longer come"),
        needed=_("Enter the first day on which they no longer come"),
    )
    submit = Submit(_("Confirm"))
