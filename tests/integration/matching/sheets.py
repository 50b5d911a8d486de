"""Random spreadsheets of posts, as people's systems write them."""

import csv
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

from portal.matching.post_rows import AVAILABILITY_COLUMNS, VACANCY_COLUMNS

Cells = Mapping[str, str]
START = date(2027, 3, 1)
SKILLS = ("free a", "Free  B", "free c", "forklift driving", "free d", "free e")
OCCUPATIONS = ("8344", "8343", "9211", "9213", "7511", "8160", "5131", "9321", "9334", "5321", "2221")
FORMS = ("loan", "transfer", "agency", "suspension", "second-job")


def written(path: Path, columns: Sequence[str], rows: Sequence[Cells], *, delimiter: str = ",") -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, delimiter=delimiter, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def availability_row(number: int = 1, **given: str) -> dict[str, str]:
    return {
        "reference": f"A{number}",
        "occupation": "8344",
        "country": "GB",
        "latitude": "52.66",
        "longitude": "0.16",
        "travel_km": "50",
        "available_from": "2027-03-01",
        "headcount": "40",
    } | given


def vacancy_row(number: int = 1, **given: str) -> dict[str, str]:
    return {
        "reference": f"V{number}",
        "occupation": "8344",
        "country": "GB",
        "latitude": "52.66",
        "longitude": "0.16",
        "starts": "2027-03-01",
        "headcount": "40",
        "pay": "12.50",
        "currency": "GBP",
    } | given


def random_sheets(folder: Path, seed: int, lots: int, vacancies: int) -> tuple[Path, Path]:
    r = Random(seed)
    return (
        written(
            folder / "availabilities.csv", AVAILABILITY_COLUMNS, [_random_lot(r, n) for n in range(lots)]
        ),
        written(folder / "vacancies.csv", VACANCY_COLUMNS, [_random_vacancy(r, n) for n in range(vacancies)]),
    )


def _some(r: Random, those: Sequence[str], most: int) -> str:
    return ";".join(r.sample(those, r.randint(0, most)))


def _where(r: Random, *, may_be_named: bool = True) -> dict[str, str]:
    if may_be_named and r.random() < 0.2:
        return {
            "place": r.choice(("Wisbech", "PE13 2RN", "Boston, Lincolnshire")),
            "latitude": "",
            "longitude": "",
        }
    return {
        "latitude": f"{r.uniform(50, 55):.4f}".replace(".", r.choice(".,")),
        "longitude": f"{r.uniform(-3, 1):.4f}",
    }


def _random_lot(r: Random, number: int) -> dict[str, str]:
    first = START + timedelta(days=r.randint(-20, 10))
    return availability_row(
        number,
        **_where(r),
        occupation=r.choice(OCCUPATIONS),
        skills=_some(r, SKILLS, 4),
        languages=r.choice(("", "en:B1", "en:C1;ro:C2", "ro:A2")),
        tickets=_some(r, ("C", "CE", "DBS"), 2),
        travel_km=r.choice(("0", "20", "60,5", "150", "500")),
        relocates=r.choice(("yes", "no", "")),
        work_countries=r.choice(("", "GB", "GB;IE", "DK")),
        work_sectors=r.choice(("", "", "C10", "A;C")),
        available_from=first.isoformat(),
        available_to=(first + timedelta(days=r.randint(0, 120))).isoformat() if r.random() < 0.5 else "",
        headcount=str(r.randint(1, 60)),
        min_group=r.choice(("", "1", "5")),
        min_pay=r.choice(("", "GBP:11,50", "GBP:13.2;EUR:14", "EUR:10")),
        shifts=_some(r, ("day", "evening", "night", "weekend"), 4),
        engagement=_some(r, FORMS, 3),
    )


def _random_vacancy(r: Random, number: int) -> dict[str, str]:
    starts = START + timedelta(days=r.randint(-5, 15))
    return vacancy_row(
        number,
        **_where(r, may_be_named=bool(number % 3)),
        sector=r.choice(("", "C10.1", "A01", "H49")),
        occupation=r.choice(OCCUPATIONS),
        entry_level=r.choice(("yes", "no", "")),
        required_skills=_some(r, SKILLS, 1),
        desired_skills=_some(r, SKILLS, 3),
        languages=r.choice(("", "", "en:A2", "ro:B1")),
        tickets=_some(r, ("C", "CE", "DBS"), 1),
        country="GB" if number % 3 else "IE",
        accommodation=r.choice(("yes", "no")),
        starts=starts.isoformat(),
        latest_start=(starts + timedelta(days=r.randint(0, 9))).isoformat() if r.random() < 0.4 else "",
        ends=(starts + timedelta(days=r.randint(0, 200))).isoformat() if r.random() < 0.6 else "",
        min_days=r.choice(("", "1", "20")),
        headcount=str(r.randint(1, 80)),
        min_group=r.choice(("", "3")),
        pay=r.choice(("11.5", "12,21", "13.2", "15")),
        shifts=_some(r, ("day", "evening", "night"), 2),
        shift_rule=r.choice(("", "all", "any")),
        engagement=_some(r, FORMS, 3),
        priority=r.choice(("", "1", "2", "3")),
        costs=r.choice(("", "", "", "COST-TRAVEL=employer:250;OUT-VOLUNTARY=worker", "COST-ADMIN=worker:20")),
    )
