"""What somebody can choose about their mails."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from portal.infra.web.forms import Form, OneOf, Submit, YesNo
from portal.notifications.domain import Frequency, Preference

FREQUENCIES = (
    (Frequency.AT_ONCE.value, _("At once, each by itself")),
    (Frequency.DAILY.value, _("Once a day, in one mail")),
    (Frequency.WEEKLY.value, _("Once a week, on Monday, in one mail")),
    (Frequency.NEVER.value, _("Never")),
)


@dataclass(frozen=True)
class Choice:
    """One organisation of somebody's, and what they prefer for it so far."""

    organisation_id: UUID
    organisation: str
    preference: Preference


class PreferencesForm(Form):
    """Which mails somebody wants; two questions for each organisation."""

    def chosen(self, organisation_id: UUID) -> Preference:
        """What was answered for an organisation."""
        found: Any = self
        return Preference(
            Frequency(found[f"matches_{organisation_id.hex}"].data),
            found[f"progress_{organisation_id.hex}"].is_yes,
        )


def preferences_form(choices: tuple[Choice, ...]) -> PreferencesForm:
    """The form for these organisations, filled with what holds now.

    Questions that hold a name are put at once: a lazy text counts as HTML, and would not be escaped.
    """
    fields: dict[str, Any] = {}
    for choice in choices:
        named = {"organisation": choice.organisation}
        fields[f"matches_{choice.organisation_id.hex}"] = OneOf(
            gettext("How often do you want to hear of new matches for %(organisation)s?", **named),
            FREQUENCIES,
            needed=_("Choose how often you want to hear of new matches"),
            hint=_("A start within 48 hours is always told at once, unless you choose Never."),
            default=choice.preference.matches.value,
        )
        fields[f"progress_{choice.organisation_id.hex}"] = YesNo(
            gettext("Do you want a mail at each step of your matches for %(organisation)s?", **named),
            needed=_("Choose yes or no"),
            hint=_("For example when the other side says yes, or a worker answers."),
            default="yes" if choice.preference.progress else "no",
        )
    fields["save"] = Submit(_("Save"))
    form: PreferencesForm = type("PreferencesForm", (PreferencesForm,), fields)()
    return form


class GoAheadForm(Form):
    """One button."""

    go_ahead = Submit(_("Go ahead"))
