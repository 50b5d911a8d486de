"""Asking for an occupation, skills, languages and tickets, in the words of whoever fills in the form."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import wtforms
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms.validators import ValidationError

from portal.infra.web import reading
from portal.infra.web.forms import AnyOf, FromList, LongText, OneOf, Text
from portal.infra.web.pages import language_name, printable
from portal.posts.domain import Skill
from portal.posts.words import LANGUAGES, LEVELS
from portal.taxonomy.domain import (
    Concept,
    ConceptAmbiguous,
    ConceptUnknown,
    FreeSkill,
    UsualSkills,
    normalise_label,
    resolve_occupation,
    resolve_skill,
)
from portal.taxonomy.queries import DatabaseTaxonomy, concepts
from portal.taxonomy.tickets import common_tickets, ticket_code

LANGUAGE_ROWS = (1, 2, 3, 4)
MOST_SKILLS = 60
STORED = "stored"
"""Stands for the occupation of a post that names none by address: its skills are as they were stored."""
MOST_LABEL = 120


class OccupationPart(wtforms.Form):
    """The fields that name one occupation; `found_occupation` is what they mean once valid."""

    occupation = Text(
        _("Occupation"),
        needed=_("Enter an occupation, like forklift operator or FLT"),
        hint=_("As you would say it: forklift driver, HGV, veg packer, care assistant."),
        render_kw={"data-typing": "occupations", "autocomplete": "off"},
    )
    occupation_uri = wtforms.HiddenField()
    """Set by the script when one is chosen from the list; counts only while it agrees with the words."""
    occupation_choice = OneOf(_("Which of these do you mean?"))

    found_occupation: Concept | None = None
    usual: UsualSkills = UsualSkills()

    def offer_occupations(self) -> None:
        """Settle what the typed occupation means; several meanings become choices."""
        self.occupation_choice.choices = []
        typed = (self.occupation.data or "").strip()
        source = DatabaseTaxonomy(reading())
        if typed and len(typed) <= self.occupation.most:
            self.found_occupation = self._named(source, typed)
        if self.found_occupation:
            self.usual = source.usual_skills(self.found_occupation.uri)

    def _named(self, source: DatabaseTaxonomy, typed: str) -> Concept | None:
        marked = resolve_occupation(source, printable(str(self.occupation_uri.data or ""))[:300] or "-")
        if isinstance(marked, Concept) and normalise_label(marked.label) == normalise_label(typed):
            return marked
        match resolve_occupation(source, typed):
            case Concept() as found:
                return found
            case ConceptUnknown(_text, candidates) | ConceptAmbiguous(_text, candidates):
                self.occupation_choice.choices = [
                    (one.uri, _with_code(one)) for one in candidates if len(one.isco or "") == 4
                ]
                return {one.uri: one for one in candidates}.get(self.occupation_choice.data or "")

    def validate_occupation(self, field: Text) -> None:
        if self.found_occupation is not None or not field.data or field.errors:
            return
        if self.occupation_choice.choices:
            raise ValidationError(gettext("Choose one of the occupations below, or use other words"))
        raise ValidationError(
            gettext("We know no such occupation. Use another word for it, or its ISCO code of four digits")
        )


class SkillTicks(AnyOf):
    """Skills to keep or remove, by address or, for free ones, by their words."""

    data: list[str] | None
    usual: Sequence[Concept] = ()

    def settle(self, usual: Iterable[Concept], *, preset: bool) -> None:
        """Offer the usual skills and those chosen before; `preset` ticks the usual ones."""
        self.usual = tuple(usual)
        self.data = [
            value for value in dict.fromkeys(map(printable, self.data or [])) if 0 < len(value) <= 300
        ][:MOST_SKILLS]
        if preset:
            self.data = list(dict.fromkeys([*self.data, *(one.uri for one in self.usual)]))
        named = concepts(reading(), [one for one in self.data if one.startswith("http")])
        offered = {one.uri: one.label for one in self.usual}
        for value in self.data:
            if value.startswith("http"):
                offered |= {value: named[value].label} if value in named else {}
            else:
                offered.setdefault(value, value)
        self.choices = list(offered.items())
        self.data = [value for value in self.data if value in offered]

    def skills(self) -> tuple[Skill, ...]:
        labels = dict(self.choices)
        return tuple(
            Skill(value if value.startswith("http") else None, str(labels[value]))
            for value in self.data or []
        )

    def pre_validate(self, form: Any) -> None:
        """What is no known skill was taken out by `settle`."""


class MoreSkills(LongText):
    """Further skills, one a line or divided by semicolons; unknown ones are free skills."""

    found: tuple[Skill, ...] = ()
    several: tuple[Concept, ...] = ()

    def settle(self) -> None:
        source = DatabaseTaxonomy(reading())
        found: list[Skill] = []
        several: list[Concept] = []
        for label in lines(self.data)[:MOST_SKILLS]:
            match resolve_skill(source, label):
                case Concept(uri=uri, label=known):
                    found.append(Skill(uri, known))
                case FreeSkill(label=free):
                    found.append(Skill(None, free))
                case ConceptAmbiguous(_text, candidates):
                    several += candidates
        self.found, self.several = tuple(found), tuple(several)

    def pre_validate(self, form: Any) -> None:
        if any(len(label) > MOST_LABEL for label in lines(self.data)):
            raise ValidationError(
                gettext("Write each skill on a line of its own, in at most %(n)s characters", n=MOST_LABEL)
            )
        if len(lines(self.data)) > MOST_SKILLS:
            raise ValidationError(gettext("Name at most %(n)s skills", n=MOST_SKILLS))


class LanguagesPart(wtforms.Form):
    """Up to four languages, each with its level."""

    language_1 = FromList(_("Language"))
    level_1 = FromList(_("Level"), [("", _("Choose a level")), *LEVELS])
    language_2 = FromList(_("Second language"))
    level_2 = FromList(_("Level of the second language"), [("", _("Choose a level")), *LEVELS])
    language_3 = FromList(_("Third language"))
    level_3 = FromList(_("Level of the third language"), [("", _("Choose a level")), *LEVELS])
    language_4 = FromList(_("Fourth language"))
    level_4 = FromList(_("Level of the fourth language"), [("", _("Choose a level")), *LEVELS])

    def offer_languages(self) -> None:
        named = sorted(((code, language_name(code)) for code in LANGUAGES), key=lambda one: one[1])
        for language, _level in self.language_rows():
            language.choices = [("", _("Choose a language")), *named]

    def language_rows(self) -> Iterator[tuple[Any, Any]]:
        for row in LANGUAGE_ROWS:
            yield self[f"language_{row}"], self[f"level_{row}"]

    def languages(self) -> dict[str, str]:
        return {one.data: level.data for one, level in self.language_rows() if one.data and level.data}

    def judge_languages(self) -> bool:
        """Put a message beside each row that is half filled or repeats a language; whether all is well."""
        seen: set[str] = set()
        well = True
        for language, level in self.language_rows():
            if language.data and not level.data:
                level.errors = [*level.errors, gettext("Choose how well it is spoken")]
            elif level.data and not language.data:
                language.errors = [*language.errors, gettext("Choose the language, or clear its level")]
            elif language.data in seen:
                language.errors = [*language.errors, gettext("Name each language once")]
            else:
                seen |= {language.data} if language.data else set()
                continue
            well = False
        return well


class TicketsPart(wtforms.Form):
    """Common tickets to tick, and others in one's own words."""

    tickets = AnyOf(
        _("Licences and certificates"), [(one.code, one.label) for one in common_tickets().values()]
    )
    more_tickets = LongText(
        _("Other licences or certificates"),
        hint=_("One a line. Both sides must use the same words for these to count."),
        most=1000,
    )

    def named_tickets(self) -> tuple[str, ...]:
        typed = (ticket_code(one) for one in lines(self.more_tickets.data))
        return tuple(dict.fromkeys([*(self.tickets.data or []), *typed]))


def lines(text: str | None) -> list[str]:
    """What was typed one a line, or divided by semicolons; empty ones left out."""
    parts = (" ".join(part.split()) for line in (text or "").splitlines() for part in line.split(";"))
    return [part for part in parts if part]


def _with_code(one: Concept) -> str:
    return f"{one.label} (ISCO {one.isco})"


def languages_typed(levels: Mapping[str, str]) -> dict[str, list[str]]:
    """Languages as they would be chosen in the form's rows."""
    answers: dict[str, list[str]] = {}
    for row, (code, level) in zip(LANGUAGE_ROWS, levels.items(), strict=False):
        answers |= {f"language_{row}": [code], f"level_{row}": [level]}
    return answers


def tickets_typed(tickets: Iterable[str]) -> dict[str, list[str]]:
    """Tickets as they would be ticked and typed."""
    named = list(tickets)
    common = [one for one in named if one in common_tickets()]
    others = [one for one in named if one not in common_tickets()]
    return {"tickets": common, "more_tickets": ["\n".join(others)]}
