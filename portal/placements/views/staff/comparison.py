"""Any two posts beside each other for staff: why they match or not; a page, and the same for programs."""

from dataclasses import dataclass

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.availability import queries as availability
from portal.infra import clock
from portal.infra.web import Audience, allow, page, reading
from portal.infra.web.errors import problem
from portal.infra.web.pages import printable
from portal.matching.as_data import for_staff
from portal.matching.comparing import Comparison, compare
from portal.matching.words import MatchInWords, in_words, verdict
from portal.placements.views.staff import staff_pages
from portal.vacancies import queries as vacancies


@dataclass(frozen=True)
class ComparisonPage:
    """The two references as they were typed, what is wrong with them, and the pair where both are known."""

    lot_number: str
    vacancy_number: str
    lot_problem: str = ""
    vacancy_problem: str = ""
    pair: Comparison | None = None
    verdict: str = ""
    words: MatchInWords | None = None


@allow(Audience.COMPLIANCE)
@staff_pages.get("/compare")
def comparison() -> ResponseReturnValue:
    """Two posts by their references; before any is asked for, two empty fields."""
    asked = request.args.get("lot") or request.args.get("vacancy")
    return page("placements/staff/comparison.html", _compared() if asked else ComparisonPage("", ""))


@allow(Audience.COMPLIANCE)
@staff_pages.get("/compare.json")
def comparison_data() -> ResponseReturnValue:
    """The same for programs, with everything that the judgement rests on."""
    found = _compared()
    if found.pair:
        return for_staff(found.pair)
    field, words = ("lot", found.lot_problem) if found.lot_problem else ("vacancy", found.vacancy_problem)
    is_named = found.lot_number if found.lot_problem else found.vacancy_number
    return problem(404 if is_named else 422, gettext("No answer"), words, field=field)


def _compared() -> ComparisonPage:
    lot_number = printable(request.args.get("lot", "")).strip()[:40]
    vacancy_number = printable(request.args.get("vacancy", "")).strip()[:40]
    lot = availability.availability_numbered(reading(), lot_number)
    vacancy = vacancies.vacancy_numbered(reading(), vacancy_number)
    if lot is None or vacancy is None:
        return ComparisonPage(
            lot_number,
            vacancy_number,
            "" if lot else gettext("No spare workers have this reference; it looks like A-123456"),
            "" if vacancy else gettext("No vacancy has this reference; it looks like V-123456"),
        )
    pair = compare(reading(), clock.now(), lot, vacancy)
    return ComparisonPage(
        lot.number,
        vacancy.number,
        pair=pair,
        verdict=verdict(pair),
        words=in_words(lot, vacancy, pair.judgement),
    )
