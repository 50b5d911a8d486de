"""What staff type when they look a licence up, and when they take over an authority's list."""

from typing import Any
from urllib.parse import urlsplit

import wtforms
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from govuk_frontend_wtf.wtforms_widgets import GovFileInput
from wtforms.validators import ValidationError

from portal.infra import clock
from portal.infra.web.forms import Day, Form, LongText, OneOf, Submit, Text, Tick, YesNo
from portal.organisations.domain.registers import Evidence, NotInRegister, RegisterEntry, RegisterStatus
from portal.organisations.files import Authority, authorities, authority_named
from portal.organisations.forms.choices import Sectors, sector_choices
from portal.organisations.register_words import REGISTER_WORDS


class AuthorityName(Text):
    """An authority by any of its names, present or former."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        kwargs.setdefault("render_kw", {"list": "authorities", "autocomplete": "off", "spellcheck": "false"})
        super().__init__(label, **{**kwargs, "checks": (_is_known, *kwargs.get("checks", ()))})

    def chosen(self) -> Authority:
        """The authority of a field that was found valid."""
        found = authority_named(self.data or "")
        if found is None:
            raise LookupError("the form was not validated")
        return found


def _is_known(_form: Any, field: Any) -> None:
    if authority_named(field.data or "") is None:
        raise ValidationError(
            gettext("We know no authority by this name. Begin to type it, and choose from the list")
        )


def suggested_authorities() -> list[tuple[str, str]]:
    """Every name under which an authority can be found, with what it is called today where that differs."""
    listed = [
        (name, "" if name == one.name else gettext("now %(name)s", name=one.name))
        for one in authorities()
        for name in one.all_names[1:]
    ]
    return sorted(listed, key=lambda pair: pair[0].casefold())


class CheckForm(Form):
    """What somebody saw on the page of an authority."""

    found = OneOf(
        _("What does the register say?"),
        [(status.value, words) for status, words in REGISTER_WORDS.items()],
        needed=_("Choose what the register says"),
    )
    name = Text(
        _("Name in the register"),
        hint=_("Exactly as it stands there. Leave it empty if the number is not in the register."),
    )
    same_body = Tick(
        _("The names differ, but it is the same organisation"),
        hint=_("Say below how you know, for example from the trade register."),
    )
    sectors = Sectors(_("Sectors in the register"), hint=_("Leave all empty if the register names none."))
    valid_from = Day(_("First day in the register"), hint=_("Leave empty if it names none."))
    valid_to = Day(_("Last day in the register"), hint=_("Leave empty if it names none."))
    address = Text(
        _("Address of the page on which you saw it"),
        needed=_("Copy the address of the page, like https://www.gov.uk/…"),
        most=500,
        render_kw={"type": "url", "spellcheck": "false"},
    )
    seen_on = Day(_("On which day did you see it?"), needed=_("Enter the day"))
    note = LongText(_("What else should be known?"), most=2000)
    submit = Submit(_("Keep what the register says"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sectors.choices = sector_choices()

    def validate_address(self, field: Text) -> None:
        parts = urlsplit(field.data or "")
        if parts.scheme not in {"http", "https"} or "." not in parts.netloc:
            raise ValidationError(gettext("Enter a whole address, beginning with https://"))

    def validate_seen_on(self, field: Day) -> None:
        if field.data and field.data > clock.today():
            raise ValidationError(gettext("Enter today or an earlier day"))

    def validate_valid_to(self, field: Day) -> None:
        if field.data and self.valid_from.data and field.data < self.valid_from.data:
            raise ValidationError(gettext("Enter a day after the first day of the licence"))

    def validate(self, extra_validators: Any = None) -> bool:
        well = super().validate(extra_validators)
        if self.found.data and self.found.data != RegisterStatus.NOT_FOUND.value and not self.name.data:
            self.fail("name", gettext("Enter the name that stands in the register"))
        if self.same_body.data and not self.note.data:
            self.fail("note", gettext("Say how you know that it is the same organisation"))
        return well and not self.errors

    def answer(self, number: str) -> RegisterEntry | NotInRegister:
        """What was seen under a number. Needs a form that was found valid."""
        if self.seen_on.data is None or self.found.data is None:
            raise LookupError("the form was not validated")
        evidence = Evidence(self.seen_on.data, self.address.data or "", self.note.data or "")
        status = RegisterStatus(self.found.data)
        if status is RegisterStatus.NOT_FOUND:
            return NotInRegister(evidence)
        return RegisterEntry(
            number=number,
            name=self.name.data or "",
            status=status,
            evidence=evidence,
            sectors=tuple(sorted(self.sectors.data or ())),
            valid_from=self.valid_from.data,
            valid_to=self.valid_to.data,
            is_same_body=bool(self.same_body.data),
        )


class RegisterFileForm(Form):
    """An authority's list of licences, as a file."""

    authority = AuthorityName(
        _("Authority"),
        needed=_("Enter the authority whose list this is"),
        hint=_("By any of its names, also a former one like GLAA."),
    )
    file = wtforms.FileField(
        _("The list, as CSV or XLSX"),
        description=_(
            "With the columns number, name and status, and if there are any sectors, valid_from "
            "and valid_to. At most 2 MB; larger lists are taken over on the command line."
        ),
        widget=GovFileInput(),
        render_kw={"accept": ".csv,.xlsx"},
    )
    is_whole = YesNo(
        _("Is it the whole register?"),
        needed=_("Choose yes only if every licence of the authority is in it"),
        hint=_("If yes, a licence that is not in it counts as withdrawn, and its matches wait at once."),
    )
    submit = Submit(_("Take the list over"))

    def validate_file(self, field: wtforms.FileField) -> None:
        if not getattr(field.data, "filename", ""):
            raise ValidationError(gettext("Choose a file"))
