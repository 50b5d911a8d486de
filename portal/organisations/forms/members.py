"""What people type about members: invitations, roles, joining, leaving."""

from flask_babel import lazy_gettext as _

from portal.accounts.forms import new_password
from portal.infra.web.forms import Email, Form, OneOf, Submit, Text

ROLES = (
    ("member", _("Member: posts, answers matches, sends offers")),
    ("administrator", _("Administrator: the same, and manages members, branches and licences")),
)


class InviteForm(Form):
    """An invitation."""

    email = Email(
        _("E-mail address"),
        needed=_("Enter the person’s e-mail address"),
        hint=_("We send a link that works for 7 days."),
    )
    role = OneOf(_("What may this person do?"), ROLES, needed=_("Choose what this person may do"))
    submit = Submit(_("Send the invitation"))


class RoleForm(Form):
    """Another role for a member."""

    role = OneOf(_("What may this person do?"), ROLES, needed=_("Choose what this person may do"))
    submit = Submit(_("Save"))


class AcceptForm(Form):
    """Somebody with an account accepts an invitation: one button."""

    submit = Submit(_("Join"))


class JoinForm(Form):
    """Somebody new accepts an invitation."""

    name = Text(_("Your name"), needed=_("Enter your name"), render_kw={"autocomplete": "name"})
    password = new_password()
    submit = Submit(_("Join"))


class RemoveForm(Form):
    """One button: end a membership."""

    submit = Submit(_("Remove"))
