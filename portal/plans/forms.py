"""What operators are asked about plans."""

from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import HiddenField

from portal.infra.web.forms import AnyOf, Form, OneOf, Submit, Text, WholeNumber
from portal.plans.words import POLICIES


class AskForm(Form):
    """By which policy, and whose lots are a programme's."""

    policy = OneOf(
        _("How should workers be shared out?"),
        POLICIES,
        default="optimal",
        needed=_("Choose how workers should be shared out"),
    )
    programme = AnyOf(
        _("Whose workers belong to a programme for women or youth?"),
        hint=_(
            "Only for “Programme first”: labour providers whose spare workers a skills partnership "
            "registered as such."
        ),
    )
    submit = Submit(_("Work the plan out"))


class PairForm(Form):
    """A pair of the plan, named by its posts."""

    availability_id = HiddenField()
    vacancy_id = HiddenField()

    def pair(self) -> tuple[UUID, UUID] | None:
        """The ids of the two posts; none where they are no ids."""
        try:
            return UUID(self.availability_id.data or ""), UUID(self.vacancy_id.data or "")
        except ValueError:
            return None


class LockForm(PairForm):
    """How many heads of a pair are fixed by hand."""

    heads = WholeNumber(
        _("Workers"), needed=_("Enter how many workers, 0 to rule the pair out"), most=100_000
    )


class AddForm(Form):
    """A pair that the plan has not."""

    lot = Text(
        _("Number of the spare workers"),
        needed=_("Enter the number of the spare workers, e.g. A-10017"),
        most=20,
    )
    vacancy = Text(
        _("Number of the vacancy"), needed=_("Enter the number of the vacancy, e.g. V-10023"), most=20
    )
    workers = WholeNumber(_("How many workers"), needed=_("Enter how many workers"), least=1, most=100_000)
    submit = Submit(_("Fix this pair"))
