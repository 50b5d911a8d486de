"""What a labour provider is asked about the workers to whom it offers work."""

from flask_babel import lazy_gettext as _

from portal.infra.web.forms import Form, FromList, LongText, Submit
from portal.infra.web.languages import LANGUAGES
from portal.workers.domain import LineError, LineProblem


class WorkersForm(Form):
    """A list of workers, one line each."""

    lines = LongText(
        _("Workers, one on each line"),
        hint=_("Name, phone, e-mail, language. Only the name is needed. You can paste from a spreadsheet."),
        needed=_("Enter at least one name"),
        most=60_000,
    )
    language = FromList(
        _("Which language do they read best?"),
        [(one.code, one.name) for one in LANGUAGES.values()],
        hint=_("Their offers and mails are written in it. A language in somebody's own line goes before it."),
        needed=_("Choose a language"),
    )
    submit = Submit(_("Make offers"))

    def fail_for(self, errors: tuple[LineError, ...]) -> None:
        """Say what is wrong line by line; everything typed is kept."""
        from flask_babel import gettext

        lines = [
            gettext("Line %(n)s: %(problem)s", n=one.line, problem=_problem(one.problem))
            for one in errors[:20]
        ]
        if lines:
            self.fail("lines", ". ".join(lines))


def _problem(problem: LineProblem) -> str:
    from flask_babel import gettext

    match problem:
        case LineProblem.NAME:
            return gettext("begin with a name, like “Ana Petrova, 07700 900123”")
        case LineProblem.PHONE:
            return gettext("enter a phone number with its country code, like +44 7700 900123")
        case LineProblem.EMAIL:
            return gettext("enter an e-mail address like name@example.com")
        case LineProblem.TOO_MANY_PARTS:
            return gettext("give one phone number, one e-mail address and one language")
        case LineProblem.REPEATED:
            return gettext("this worker is on the list already; remove the line")
        case LineProblem.TOO_MANY_LINES:
            return gettext("name 500 workers or fewer at a time")
