"""What a cell of a spreadsheet says, or what would be accepted in its place."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import TypeVar

from babel import Locale
from babel.core import get_global

from portal.compliance.costs.categories import cost_categories
from portal.compliance.costs.domain import CostLine, Payer
from portal.kernel.outcomes import Refusal
from portal.matching.domain import Level

MOST_HEADS = 1_000_000
MOST_DAYS = 36_500
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,15}(?:[.,][0-9]{0,15})?|[.,][0-9]{1,15})")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*")
_YES_NO = {"yes": True, "true": True, "no": False, "false": False}
_NOT_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}

Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True)
class Expected(Refusal):
    """The cell cannot be read; this would be accepted."""

    what: str


def day(text: str) -> date | Expected:
    expected = Expected("a date, e.g. 2027-02-28")
    if not _DATE.fullmatch(text):
        return expected
    try:
        return date.fromisoformat(text)
    except ValueError:
        return expected


def number(least: int, most: int, what: str) -> Callable[[str], Decimal | Expected]:
    """A number with a decimal point or comma, within bounds; `what` is said where it is not."""

    def read(text: str) -> Decimal | Expected:
        if not _NUMBER.fullmatch(text):
            return Expected(what)
        value = Decimal(text.replace(",", "."))
        return value if least <= value <= most else Expected(what)

    return read


def whole(least: int, most: int, what: str) -> Callable[[str], int | Expected]:
    """A whole number within bounds."""
    read_number = number(least, most, what)

    def read(text: str) -> int | Expected:
        value = read_number(text)
        if isinstance(value, Expected):
            return value
        return int(value) if value == value.to_integral_value() else Expected(what)

    return read


heads = whole(1, MOST_HEADS, "a whole number of people, 1 or more, e.g. 12")
days = whole(1, MOST_DAYS, "a whole number of days, 1 or more, e.g. 5")
priority = whole(1, 3, "1, 2 or 3")
kilometres = number(0, 50_000, "a distance in km, 0 or more, e.g. 12,5")
money = number(0, 10**9, "an amount of money, 0 or more, e.g. 12.50")
weekly_hours = number(0, 168, "hours per week, 0 to 168, e.g. 37.5")
latitude = number(-90, 90, "degrees from -90 to 90, e.g. 52.664")
longitude = number(-180, 180, "degrees from -180 to 180, e.g. 0.16")


def yes_or_no(text: str) -> bool | Expected:
    answer = _YES_NO.get(text.casefold())
    return Expected("yes or no") if answer is None else answer


def word_of(words: type[Word]) -> Callable[[str], Word | Expected]:
    """One of the words, in capitals or not."""

    def read(text: str) -> Word | Expected:
        try:
            return words(text.casefold())
        except ValueError:
            return Expected(f"one of {', '.join(words)}")

    return read


def words_of(words: type[Word]) -> Callable[[str], frozenset[Word] | Expected]:
    """Some of the words, divided by semicolons."""
    read_one = word_of(words)

    def read(text: str) -> frozenset[Word] | Expected:
        found = [read_one(item) for item in items(text)]
        if any(isinstance(one, Expected) for one in found):
            return Expected(f"some of {', '.join(words)}, divided by ;")
        return frozenset(one for one in found if not isinstance(one, Expected))

    return read


def items(text: str) -> list[str]:
    """The items of a list that is divided by semicolons, trimmed, empty ones left out."""
    return [item for part in text.split(";") if (item := part.strip())]


def tokens(text: str) -> frozenset[str]:
    return frozenset(items(text))


def sector(text: str) -> str:
    """A NACE code at any level; sections are capital letters."""
    return text.upper()


def sectors(text: str) -> frozenset[str]:
    return frozenset(sector(item) for item in items(text))


@cache
def _country_codes() -> frozenset[str]:
    codes = (str(code) for code in Locale("en").territories)
    return frozenset(code for code in codes if len(code) == 2 and code.isalpha()) - _NOT_COUNTRIES


@cache
def _currency_codes() -> frozenset[str]:
    """Those in use somewhere today."""
    by_country = get_global("territory_currencies")
    return frozenset(
        code for used in by_country.values() for code, _, until, is_tender in used if is_tender and not until
    )


def country(text: str) -> str | Expected:
    code = text.upper()
    if code in _country_codes():
        return code
    return Expected("a country by its code of two letters (ISO 3166), e.g. GB for the United Kingdom")


def countries(text: str) -> frozenset[str] | Expected:
    found = [country(item) for item in items(text)]
    if any(isinstance(one, Expected) for one in found):
        return Expected("countries by their codes of two letters (ISO 3166), e.g. GB;IE")
    return frozenset(one for one in found if not isinstance(one, Expected))


def currency(text: str) -> str | Expected:
    code = text.upper()
    return code if code in _currency_codes() else Expected("a currency by its code (ISO 4217), e.g. GBP")


def languages(text: str) -> dict[str, Level] | Expected:
    """Such as en:B1;ro:C2, each language once."""
    expected = Expected("languages with their level from A1 to C2, e.g. en:B1;ro:C2")
    found: dict[str, Level] = {}
    for item in items(text):
        language, _, level = (part.strip() for part in item.partition(":"))
        language, level = language.lower(), level.upper()
        if not _LANGUAGE.fullmatch(language) or level not in Level.__members__ or language in found:
            return expected
        found[language] = Level[level]
    return found


def pay_floors(text: str) -> dict[str, Decimal] | Expected:
    """Such as GBP:11.50;EUR:14, each currency once."""
    expected = Expected("amounts by currency, e.g. GBP:11.50;EUR:14")
    found: dict[str, Decimal] = {}
    for item in items(text):
        code, _, sum_text = (part.strip() for part in item.partition(":"))
        code_read, amount = currency(code), money(sum_text)
        if isinstance(code_read, Expected) or isinstance(amount, Expected) or code_read in found:
            return expected
        found[code_read] = amount
    return found


def cost_lines(text: str) -> tuple[CostLine, ...] | Expected:
    """Such as COST-TRAVEL=employer:250;FEE-MATCH=employer, in the order written."""
    found = [_cost_line(item) for item in items(text)]
    for one in found:
        if isinstance(one, Expected):
            return one
    return tuple(one for one in found if not isinstance(one, Expected))


def _cost_line(item: str) -> CostLine | Expected:
    code, _, rest = (part.strip() for part in item.partition("="))
    payer_text, colon, amount_text = (part.strip() for part in rest.partition(":"))
    payer = word_of(Payer)(payer_text)
    if code.upper() not in cost_categories():
        return Expected(f"CODE=payer:amount with a code of {', '.join(cost_categories())}")
    if isinstance(payer, Expected):
        return Expected(
            f"{code.upper()}= followed by one of {', '.join(Payer)}, e.g. {code.upper()}=employer:250"
        )
    amount = money(amount_text) if colon and amount_text else None
    if isinstance(amount, Expected):
        return Expected(f"{code.upper()}={payer}: followed by {amount.what}")
    return CostLine(category=code.upper(), payer=payer, amount=amount, label=item)
