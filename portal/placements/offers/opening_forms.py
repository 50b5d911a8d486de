"""What a worker is asked who opens an offer: an own contact, and a word that nobody else knows."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from portal.infra.web.forms import Email, Form, Password, Phone, Submit, Text, Tick, normal_phone
from portal.workers.own_contact import Contact
from portal.workers.secret_word import (
    MOST,
    WordKnownToOthers,
    WordRefused,
    WordTooEasy,
    WordTooLong,
    WordTooShort,
    judge_word,
)

LONGEST_TYPED = 200
_NEEDED = _("Choose a secret word")
_WORD, _WORD_HINT = (
    _("Your secret word"),
    _("At least 6 letters or numbers, for example two short words. Write it down."),
)


class OpeningForm(Form):
    """The first opening: where only this worker is reached, and the word."""

    phone = Phone(
        _("Your own phone (optional)"), hint=_("With the country code, for example +40 721 234 567")
    )
    email = Email(_("Your own e-mail (optional)"))
    neither = Tick(_("I have no phone and no e-mail of my own"))
    word = Text(
        _WORD,
        needed=_NEEDED,
        hint=_WORD_HINT,
        most=LONGEST_TYPED,
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
    submit = Submit(_("Open the offer"))

    def __init__(self, region: str, known_to_others: tuple[str, ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.phone.region, self._known = region, known_to_others

    @property
    def contact(self) -> Contact:
        """What was given, the phone as E.164."""
        phone = normal_phone(self.phone.data, self.phone.region) if self.phone.data else None
        return Contact(phone, self.email.data or None)

    def validate(self, extra_validators: Any = None) -> bool:
        right = bool(super().validate(extra_validators))
        if not (self.phone.data or self.email.data or self.neither.data):
            self.fail("phone", gettext("Enter a phone number or an e-mail, or tick that you have none"))
            right = False
        known = (*self._known, self.phone.data or "", self.email.data or "")
        return _will_do(self, known) and right


class NewWordForm(Form):
    """Another word, by a link or by a key that staff read out."""

    word = Text(
        _("Your new secret word"),
        needed=_NEEDED,
        hint=_WORD_HINT,
        most=LONGEST_TYPED,
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
    submit = Submit(_("Keep this word"))

    def __init__(self, known_to_others: tuple[str, ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._known = known_to_others

    def validate(self, extra_validators: Any = None) -> bool:
        right = bool(super().validate(extra_validators))
        return _will_do(self, self._known) and right


class WordForm(Form):
    """The word, on another device or half a day later."""

    word = Password(_WORD, needed=_("Enter your secret word"))
    submit = Submit(_("Go on"))


def _will_do(form: OpeningForm | NewWordForm, known: tuple[str, ...]) -> bool:
    refused = judge_word(form.word.data, known) if form.word.data else None
    if refused is not None:
        form.fail("word", word_refusal_words(refused))
    return refused is None


def word_refusal_words(refused: WordRefused) -> str:
    """What is wrong with a word, and what would be right."""
    match refused:
        case WordTooShort(least):
            return gettext("Your word is too short. Use %(least)s letters or numbers or more", least=least)
        case WordTooLong():
            return gettext("Your word is too long. Use %(most)s letters or fewer", most=MOST)
        case WordTooEasy():
            return gettext("Others would guess this word. Choose another, for example two short words")
        case WordKnownToOthers():
            return gettext("Your name, phone and town are known to others. Choose another word")
