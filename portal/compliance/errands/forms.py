"""What whoever does an errand writes down."""

from flask_babel import lazy_gettext as _

from portal.infra.web.forms import Form, LongText, Submit


class ErrandForm(Form):
    """What was done, and what came of it."""

    note = LongText(
        _("What did you do, and what came of it?"),
        needed=_(
            "Enter what you did: whom you spoke to or what you looked at, when, and what you heard or saw"
        ),
        hint=_("It is kept with your name. Compliance staff read it, and the worker whom it is about."),
        most=2000,
    )
    submit = Submit(_("Done"))
