"""Any two posts beside each other for staff: why they match or not."""

from dataclasses import dataclass

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.availability import queries as availability
from portal.infra import clock
from portal.infra.web import Audience, allow, page, reading
from portal.infra.web.pages import printable
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
    lot_number = printable(request.args.get("lot", "")).strip()[:40]
    vacancy_number = printable(request.args.get("vacancy", "")).strip()[:40]
    if not (lot_number or vacancy_number):
        return page("placements/staff/comparison.html", ComparisonPage("", ""))
    lot = availability.availability_numbered(reading(), lot_number)
    vacancy = vacancies.vacancy_numbered(reading(), vacancy_number)
    if lot is None or vacancy is None:
        wrong = ComparisonPage(
            lot_number,
            vacancy_number,
            "" if lot else gettext("No spare workers have this reference; it looks like A-123456"),
            "" if vacancy else gettext("No vacancy has this reference; it looks like V-123456"),
        )
        return page("placements/staff/comparison.html", wrong)
    pair = compare(reading(), clock.now(), lot, vacancy)
    return page(
        "placements/staff/comparison.html",
        ComparisonPage(
            lot.number,
            vacancy.number,
            pair=pair,
            verdict=verdict(pair),
            words=in_words(lot, vacancy, pair.judgement),
        ),
    )
