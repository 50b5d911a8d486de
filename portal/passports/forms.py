"""The one question of who was offered a job: which offer do you want to check?"""

import re

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms.validators import ValidationError

from portal.infra.web.forms import Form, Submit, Text

_CODE = re.compile(r"[A-Za-z0-9_-]{6,200}")


def code_in(text: str) -> str | None:
    """The offer's code in what was typed or pasted: the code itself, or the end of the offer's address."""
    last = "".join(text.split()).rstrip("/").rpartition("/")[2].partition("?")[0].partition("#")[0]
    return last if _CODE.fullmatch(last) else None


class CheckOffer(Form):
    """Where anybody types the number that stands on an offer, or a worker the code of their own link."""

    code = Text(
        _("Number on the offer"),
        needed=_("Enter the number that stands on the offer"),
        hint=_("It looks like P-7KQ4-M2XD. Or paste the whole link you were sent"),
        most=400,
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
    check = Submit(_("Check this offer"))

    def validate_code(self, field: Text) -> None:
        if code_in(field.data or "") is None:
            raise ValidationError(
                gettext("Enter the number as it stands on the offer: letters, digits, - and _ only")
            )

    @property
    def found(self) -> str:
        """The number or code, once the form is valid."""
        return code_in(self.code.data or "") or ""
