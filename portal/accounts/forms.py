"""What people type to sign in and to look after their account."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms.validators import ValidationError

from portal.accounts.domain import (
    LEAST_PASSWORD,
    MOST_PASSWORD,
    PasswordTooEasy,
    PasswordTooLong,
    PasswordTooShort,
    judge_password,
)
from portal.infra.web.forms import Email, Form, FromList, Password, Submit, Text

LANGUAGES = (
    ("en", "English"),
    ("ar", "العربية"),
    ("bg", "Български"),
    ("ne", "नेपाली"),
    ("pl", "Polski"),
    ("ro", "Română"),
    ("ru", "Русский"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
)
"""The languages of the portal's people, each by its own name."""

NEW_PASSWORD_HINT = _(
    "At least %(least)s characters. Three or four unusual words make a good one. "
    "Let your browser or password manager make and keep it.",
    least=LEAST_PASSWORD,
)


def good_password(form: Any, field: Any) -> None:
    """Say what is wrong with a new password, with the person's own words counted as guessable."""
    own = [str(form[name].data or "") for name in ("name", "email", "organisation") if name in form]
    match judge_password(field.data or "", own):
        case PasswordTooShort(least=least):
            raise ValidationError(gettext("Use %(least)s characters or more", least=least))
        case PasswordTooLong(most=most):
            raise ValidationError(gettext("Use %(most)s characters or fewer", most=most))
        case PasswordTooEasy():
            raise ValidationError(
                gettext("This would be guessed soon. Use three or four unusual words, or a made-up sentence")
            )
        case None:
            return


def short_enough(form: Any, field: Any) -> None:
    """Turn away what cannot be a password of ours before it is hashed."""
    if len(field.data or "") > MOST_PASSWORD:
        raise ValidationError(gettext("Use %(most)s characters or fewer", most=MOST_PASSWORD))


def new_password(label: str = _("Password")) -> Password:
    """A field in which a new password is chosen."""
    return Password(
        label,
        needed=_("Enter a password"),
        hint=NEW_PASSWORD_HINT,
        checks=(good_password,),
        render_kw={"params": {"autocomplete": "new-password"}},
    )


def own_password(label: str = _("Your password")) -> Password:
    """A field in which somebody proves who they are."""
    return Password(
        label,
        needed=_("Enter your password"),
        checks=(short_enough,),
        render_kw={"params": {"autocomplete": "current-password"}},
    )


class SignInForm(Form):
    email = Email(_("E-mail address"), needed=_("Enter your e-mail address"))
    password = own_password(_("Password"))
    submit = Submit(_("Sign in"))


class CodeForm(Form):
    code = Text(
        _("Code"),
        needed=_("Enter the code from your app"),
        hint=_("6 digits from your authenticator app, or one of your recovery codes."),
        most=40,
        render_kw={"autocomplete": "one-time-code", "inputmode": "text", "spellcheck": "false"},
    )
    submit = Submit(_("Go on"))


class SetUpForm(Form):
    code = Text(
        _("Code from the app"),
        needed=_("Enter the code that the app shows"),
        hint=_("6 digits. A new code appears every 30 seconds."),
        most=12,
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"},
    )
    submit = Submit(_("Turn on the second step"))


class ForgotPasswordForm(Form):
    email = Email(
        _("E-mail address"),
        needed=_("Enter your e-mail address"),
        hint=_("The one you sign in with. We send a link to it."),
    )
    submit = Submit(_("Send the link"))


class ChoosePasswordForm(Form):
    password = new_password(_("New password"))
    submit = Submit(_("Save the password"))


class ConfirmForm(Form):
    """One button: the deliberate act that a link alone is not."""

    submit = Submit(_("Confirm this address"))


class DetailsForm(Form):
    name = Text(
        _("Your name"),
        needed=_("Enter your name"),
        hint=_("As colleagues and partner organisations know you."),
        render_kw={"autocomplete": "name"},
    )
    language = FromList(
        _("Language"),
        LANGUAGES,
        needed=_("Choose a language"),
        hint=_("For mails to you. Pages are in English so far."),
    )
    submit = Submit(_("Save"))


class ChangePasswordForm(Form):
    current = own_password(_("Your present password"))
    password = new_password(_("New password"))
    submit = Submit(_("Change the password"))


class ChangeEmailForm(Form):
    email = Email(
        _("New e-mail address"),
        needed=_("Enter the new address"),
        hint=_("We send a link to it. Your present address stays until you use the link."),
    )
    current = own_password()
    submit = Submit(_("Send the link"))


class ProveForm(Form):
    """The password once more, before something that weakens or renews the second step."""

    current = own_password()
    submit = Submit(_("Go on"))
