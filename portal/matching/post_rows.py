"""From the rows of a spreadsheet to posts with their facts, and what is wrong with the rows that are not."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Generic, TypeVar

from portal.compliance.costs.domain import CostLine
from portal.compliance.domain import Terms
from portal.compliance.wording.domain import Passage
from portal.infra.spreadsheets import BrokenRow, Table
from portal.kernel.globe import Point
from portal.matching import cell_values as cell
from portal.matching.cell_values import Expected
from portal.matching.domain import (
    DEFAULT_MIN_DAYS,
    AvailabilityFacts,
    EngagementForm,
    Shift,
    ShiftRule,
    VacancyFacts,
    end_of,
    latest_start_of,
)
from portal.matching.wording import Wording

T = TypeVar("T")
D = TypeVar("D")
Post = TypeVar("Post")

NO_WORDS: frozenset[str] = frozenset()
SOME_DAY = date(2000, 1, 1)
"""Stands where a date cannot be read, in a row that is left out."""

AVAILABILITY_COLUMNS = (
    "reference",
    "organisation",
    "occupation",
    "skills",
    "languages",
    "tickets",
    "place",
    "country",
    "latitude",
    "longitude",
    "travel_km",
    "relocates",
    "work_countries",
    "work_sectors",
    "available_from",
    "available_to",
    "headcount",
    "min_group",
    "min_pay",
    "shifts",
    "engagement",
)
AVAILABILITY_REQUIRED = ("reference", "occupation", "country", "travel_km", "available_from", "headcount")
VACANCY_COLUMNS = (
    "reference",
    "organisation",
    "sector",
    "title",
    "occupation",
    "entry_level",
    "required_skills",
    "desired_skills",
    "languages",
    "tickets",
    "place",
    "country",
    "latitude",
    "longitude",
    "accommodation",
    "starts",
    "latest_start",
    "ends",
    "min_days",
    "headcount",
    "min_group",
    "pay",
    "currency",
    "shifts",
    "shift_rule",
    "engagement",
    "hours_per_week",
    "start_time",
    "pay_interval",
    "housing_cost_week",
    "transport",
    "priority",
    "costs",
    "description",
)
JUDGED_COLUMNS = (
    *("", "reference", "country", "sector", "title", "description", "transport"),
    *("pay", "currency", "hours_per_week", "costs"),
)
"""What rules look at in a vacancy; the empty name is a line that has not the header's cells."""
VACANCY_REQUIRED = ("reference", "occupation", "country", "starts", "headcount", "pay", "currency")
LOWEST_PRIORITY = 3


@dataclass(frozen=True)
class BadCell:
    """A cell that cannot be read, or a line as a whole where it names no column."""

    line: int
    column: str
    value: str
    expected: str


@dataclass(frozen=True)
class ReadAvailability:
    """A row of availabilities: its facts for matching, and the other cells as they stand."""

    line: int
    facts: AvailabilityFacts
    country: str
    cells: Mapping[str, str]


@dataclass(frozen=True)
class ReadVacancy:
    """A row of vacancies: its facts for matching, what compliance judges, and the cells as they stand."""

    line: int
    facts: VacancyFacts
    priority: int
    """1 is the most urgent."""
    terms: Terms
    cells: Mapping[str, str]


@dataclass(frozen=True)
class ReadPosts(Generic[Post]):
    """What a file gave: the posts that can be read, and every cell that cannot."""

    posts: tuple[Post, ...]
    bad_cells: tuple[BadCell, ...]
    unknown_columns: tuple[str, ...]
    """Columns of the file that nothing reads."""


def read_availabilities(table: Table, wording: Wording) -> ReadPosts[ReadAvailability]:
    """The lots of a file, in its order."""
    return _read(table, AVAILABILITY_COLUMNS, AVAILABILITY_REQUIRED, lambda row: _availability(row, wording))


def read_vacancies(table: Table, wording: Wording) -> ReadPosts[ReadVacancy]:
    """The vacancies of a file, in its order."""
    return _read(table, VACANCY_COLUMNS, VACANCY_REQUIRED, lambda row: _vacancy(row, wording))


def read_for_rules(table: Table, wording: Wording) -> ReadPosts[ReadVacancy]:
    """The vacancies of a file for whoever only judges them: other cells may be bad, and are named too."""
    required = tuple(one for one in VACANCY_REQUIRED if one in JUDGED_COLUMNS)
    return _read(table, VACANCY_COLUMNS, required, lambda row: _vacancy(row, wording), JUDGED_COLUMNS)


class _Cells:
    """The cells of one row as they are read; what is wrong with them is gathered."""

    def __init__(self, line: int, texts: Mapping[str, str], required: Collection[str]) -> None:
        self.line = line
        self.texts = texts
        self.bad: list[BadCell] = []
        self._required = required

    def refuse(self, column: str, expected: str) -> None:
        self.bad.append(BadCell(self.line, column, self.texts.get(column, ""), expected))

    def is_bad(self, *columns: str) -> bool:
        return any(one.column in columns for one in self.bad)

    def read(self, column: str, reader: Callable[[str], T | Expected], default: D) -> T | D:
        """The value of a cell; the default where it is empty or cannot be read."""
        text = self.texts.get(column, "")
        if not text and column not in self._required:
            return default
        value = reader(text)
        if isinstance(value, Expected):
            self.refuse(column, value.what)
            return default
        return value

    def read_end(self, column: str, start_column: str, start: date) -> date | None:
        """A day that must not lie before the start that it belongs to; none where the cell is empty."""
        value = self.read(column, cell.day, None)
        if value is not None and value < start and not self.is_bad(start_column):
            self.refuse(column, f"a date not before {start_column}, {start.isoformat()}")
        return value


def _read(
    table: Table,
    columns: tuple[str, ...],
    required: tuple[str, ...],
    read_row: Callable[[_Cells], Post],
    needed: Collection[str] | None = None,
) -> ReadPosts[Post]:
    """Every row whose cells can be read; where `needed` is given, whose cells of these columns can."""
    unknown = tuple(name for name in table.header if name and name not in columns)
    if wrong := tuple(_wrong_header(table.header, columns, required)):
        return ReadPosts((), wrong, unknown)
    posts: list[Post] = []
    bad: list[BadCell] = []
    lines: dict[str, int] = {}
    for row in table.rows:
        if isinstance(row, BrokenRow):
            bad.append(BadCell(row.line, "", row.text, f"{len(table.header)} cells, as the header has"))
            continue
        cells = _Cells(row.line, dict(zip(table.header, row.cells, strict=True)), required)
        _refuse_formulas(cells, columns)
        post = read_row(cells)
        _refuse_repeated(cells, lines)
        bad.extend(_once_each(cells.bad))
        if not any(needed is None or one.column in needed for one in cells.bad):
            posts.append(post)
    return ReadPosts(tuple(posts), tuple(bad), unknown)


def _wrong_header(
    header: tuple[str, ...], columns: tuple[str, ...], required: tuple[str, ...]
) -> Iterator[BadCell]:
    for name in required:
        if name not in header:
            yield BadCell(1, name, "", f"a column {name} in the header")
    for name in columns:
        if header.count(name) > 1:
            yield BadCell(1, name, name, f"the column {name} once")


def _refuse_formulas(cells: _Cells, columns: tuple[str, ...]) -> None:
    for column in columns:
        if cells.texts.get(column, "").startswith("="):
            cells.refuse(column, "a value, not a formula")


def _refuse_repeated(cells: _Cells, lines: dict[str, int]) -> None:
    reference = cells.texts["reference"]
    first = lines.setdefault(reference, cells.line)
    if reference and first != cells.line:
        cells.refuse("reference", f"a reference that no other row has; line {first} has it")


def _once_each(bad: Iterable[BadCell]) -> Iterator[BadCell]:
    """One complaint for each cell, the first."""
    seen: set[str] = set()
    for one in bad:
        if one.column not in seen:
            seen.add(one.column)
            yield one


def _reference(text: str) -> str | Expected:
    return text or Expected("a reference of your own, e.g. A1")


def _availability(cells: _Cells, wording: Wording) -> ReadAvailability:
    read = cells.read
    occupation = read("occupation", wording.occupation, None)
    skills = read("skills", wording.skills, NO_WORDS)
    country = read("country", cell.country, "")
    first = read("available_from", cell.day, SOME_DAY)
    assumed = not skills and occupation is not None
    facts = AvailabilityFacts(
        reference=read("reference", _reference, ""),
        order=cells.line,
        occupation=occupation.isco if occupation else "",
        skills=occupation.essential_skills if assumed and occupation else skills,
        skills_assumed=assumed,
        languages=read("languages", cell.languages, {}),
        tickets=read("tickets", cell.tokens, NO_WORDS),
        point=_point(cells, country, wording),
        travel_km=float(read("travel_km", cell.kilometres, Decimal(0))),
        relocates=read("relocates", cell.yes_or_no, False),
        work_countries=read("work_countries", cell.countries, NO_WORDS) or frozenset({country}),
        work_sectors=read("work_sectors", cell.sectors, NO_WORDS),
        available_from=first,
        available_to=cells.read_end("available_to", "available_from", first),
        headcount=read("headcount", cell.heads, 1),
        min_group=read("min_group", cell.heads, 1),
        min_pay=read("min_pay", cell.pay_floors, {}),
        shifts=read("shifts", cell.words_of(Shift), frozenset()),
        engagement=read("engagement", cell.words_of(EngagementForm), frozenset()),
    )
    return ReadAvailability(cells.line, facts, country, cells.texts)


def _vacancy(cells: _Cells, wording: Wording) -> ReadVacancy:
    read = cells.read
    occupation = read("occupation", wording.occupation, None)
    country = read("country", cell.country, "")
    starts = read("starts", cell.day, SOME_DAY)
    required = read("required_skills", wording.skills, NO_WORDS)
    latest = cells.read_end("latest_start", "starts", starts)
    ends = cells.read_end("ends", "starts", starts)
    facts = VacancyFacts(
        reference=read("reference", _reference, ""),
        order=cells.line,
        occupation=occupation.isco if occupation else "",
        entry_level=read("entry_level", cell.yes_or_no, False),
        required_skills=required,
        desired_skills=read("desired_skills", wording.skills, NO_WORDS) - required,
        languages=read("languages", cell.languages, {}),
        tickets=read("tickets", cell.tokens, NO_WORDS),
        point=_point(cells, country, wording),
        country=country,
        accommodation=read("accommodation", cell.yes_or_no, False),
        sector=read("sector", cell.sector, ""),
        starts=starts,
        latest_start=latest_start_of(starts, latest),
        ends=end_of(starts, ends),
        min_days=read("min_days", cell.days, DEFAULT_MIN_DAYS),
        headcount=read("headcount", cell.heads, 1),
        min_group=read("min_group", cell.heads, 1),
        pay=read("pay", cell.money, Decimal(0)),
        currency=read("currency", cell.currency, ""),
        shifts=read("shifts", cell.words_of(Shift), frozenset()),
        shift_rule=read("shift_rule", cell.word_of(ShiftRule), ShiftRule.ALL),
        engagement=read("engagement", cell.words_of(EngagementForm), frozenset()),
    )
    read("housing_cost_week", cell.money, None)
    priority = read("priority", cell.priority, LOWEST_PRIORITY)
    return ReadVacancy(cells.line, facts, priority, _terms(cells, facts), cells.texts)


def _terms(cells: _Cells, facts: VacancyFacts) -> Terms:
    costs: tuple[CostLine, ...] = cells.read("costs", cell.cost_lines, ())
    return Terms(
        costs=tuple(replace(line, currency=facts.currency) for line in costs),
        pay=facts.pay,
        currency=facts.currency,
        hours_per_week=cells.read("hours_per_week", cell.weekly_hours, None),
        country=facts.country,
        sector=facts.sector,
        passages=_passages(cells.texts),
    )


def _passages(texts: Mapping[str, str]) -> tuple[Passage, ...]:
    """What is written freely in a row."""
    written = (("title", "title"), ("description", "description"), ("terms", "transport"))
    return tuple(Passage(where, texts[column]) for where, column in written if texts.get(column))


def _point(cells: _Cells, country: str, wording: Wording) -> Point:
    """Latitude and longitude where given, both or neither; else the place, in its country."""
    latitude = cells.read("latitude", cell.latitude, None)
    longitude = cells.read("longitude", cell.longitude, None)
    given = {column for column in ("latitude", "longitude") if cells.texts.get(column)}
    if len(given) == 1:
        (missing,) = {"latitude", "longitude"} - given
        cells.refuse(missing, "latitude and longitude, or neither of them")
    if given:
        return Point(float(latitude or 0), float(longitude or 0))
    if cells.is_bad("country"):
        return Point(0, 0)
    found = wording.point(cells.texts.get("place", ""), country)
    if isinstance(found, Expected):
        cells.refuse("place", found.what)
        return Point(0, 0)
    return found
