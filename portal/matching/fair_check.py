"""What the rules say of the vacancies of a spreadsheet, without an account and without a database."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import TypedDict

from portal.compliance.domain import Finding, Stage, Terms
from portal.compliance.findings.domain import blocking
from portal.compliance.findings.words import message, source_of
from portal.compliance.pay.minimum import shipped_minimum
from portal.compliance.pay.payslip import example_payslip
from portal.compliance.rules.sets import rules_on
from portal.matching.post_rows import ReadVacancy


class Line(TypedDict):
    """One vacancy of the answer."""

    vacancy: str
    publishable: bool
    findings: list[dict[str, str]]


def check_lines(vacancies: Iterable[ReadVacancy], today: date) -> Iterator[Line]:
    """One line a vacancy, in the file's order, with everything that rules found."""
    rules = rules_on(today)
    for one in vacancies:
        found = rules.judge(terms_to_judge(one, today), Stage.PUBLISH)
        yield {
            "vacancy": one.facts.reference,
            "publishable": not blocking(found),
            "findings": [_finding(finding) for finding in found],
        }


def terms_to_judge(vacancy: ReadVacancy, today: date) -> Terms:
    """The row's terms with the minimum pay that is shipped for its place and first day of work."""
    terms = vacancy.terms
    return replace(
        terms,
        on=today,
        starts=vacancy.facts.starts,
        minimum=shipped_minimum(terms.country, max(today, vacancy.facts.starts)),
        payslip=example_payslip(terms.pay, terms.hours_per_week, terms.currency, terms.costs),
    )


def as_json(line: Line) -> str:
    return json.dumps(line, ensure_ascii=False, separators=(",", ":"))


def as_text(line: Line) -> Iterator[str]:
    """The vacancy, and below it what is not a pass."""
    yield f"{line['vacancy']}: {'can be published' if line['publishable'] else 'CANNOT be published'}"
    for one in line["findings"]:
        if one["outcome"] != "pass":
            yield f"  {one['severity']} {one['outcome']}  {one['rule']}  {one['message']}"


def _finding(found: Finding) -> dict[str, str]:
    return {
        "rule": found.rule,
        "severity": found.severity.value,
        "outcome": found.outcome.value,
        "code": found.code,
        "line": found.label,
        "message": message(found),
        "source": source_of(found),
    }
