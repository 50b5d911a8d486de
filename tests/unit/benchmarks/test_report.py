"""The document says what was measured, what is met, what is missed and by how much, and who was wrong."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.goals import goals_of
from benchmarks.report import document, reasons


def results(**changed: Any) -> dict[str, Any]:
    """A run at full size in which everything is met."""
    engine: dict[str, Any] = {
        "path": "compiled", "lots": 1_000_000, "vacancies": 100_000, "build_lots_cpu": 30.0,
        "bytes_a_lot": 199.6, "all_cpu": 5.0, "pairs": 1_234_567, "one_vacancy": {"p50": 40.0, "p99": 900.0},
        "peak_bytes": 2e9,
        "one_availability": {"p50": 30.0, "p99": 500.0}, "build_vacancies_cpu": 2.0, "bytes_a_vacancy": 120.0,
        "floor": {"records": 200.0, "searching": 20.0, "touching": 13.0, "share": 0.65},
        "numpy": {"sampled": 1000, "all_cpu": 110.0, "one_vacancy": {"p50": 1000.0}, "differing_count": 0},
        "kinds": [
            {"kind": "requires a skill", "share_of_vacancies": 0.87, "mean": 40.0, "p99": 800.0,
             "share_of_time": 0.7},
            {"kind": "names no skill, training given", "share_of_vacancies": 0.02, "mean": 90.0,
             "p99": 4000.0, "share_of_time": 0.3},
        ],
    }  # fmt: skip
    whole: dict[str, Any] = {
        "date": "2027-03-01",
        "machine": {"cpu": "A processor", "cores": 2, "memory_bytes": 25e9, "kernel": "Linux 6",
                    "python": "3.11", "load_before": 0.1},
        "market": {"availabilities": 1_000_000, "vacancies": 100_000, "seed": 1,
                   "official_esco": True, "sampled": 500, "minutes": 2.0},
        "shape": {},
        "engine": engine | changed.pop("engine", {}),
        "allocation": {"policy": "optimal", "seed": 7, "lots": 50_000, "vacancies": 20_000,
                       "pairs": 999_501, "heads": 1, "objective": 1010, "greedy": 1000,
                       "solver_cpu": 3.0, "cpu": 4.0,
                       "clock": 5.0,
                       "solver_peak_bytes": 3e8},
        "peers": [peer("One", 150.0), peer("Other", 120.0, done=500)],
    }  # fmt: skip
    return whole | changed


def peer(name: str, all_cpu: float, *, done: int = 100_000, differing: int = 0) -> dict[str, Any]:
    return {
        "key": name.lower(), "name": name, "version": "1.2", "tuned": "As an expert would.", "done": done,
        "load_cpu": 9.0, "cpu": 1.0, "all_cpu": all_cpu, "peak_bytes": 3e9, "differing": [],
        "differing_count": differing,
    }  # fmt: skip


def written(tmp_path: Path, **changed: Any) -> str:
    return document(results(**changed), tmp_path)


def line(text: str, beginning: str) -> str:
    return next(one for one in text.splitlines() if one.startswith(f"| {beginning}"))


def test_a_run_that_meets_everything_gives_no_excuses(tmp_path: Path) -> None:
    text = written(tmp_path)
    assert "missed" not in text
    assert line(text, "best 20 of every vacancy, CPU").endswith("| 5.00 s | at most 8.00 s | met |")
    assert "| 24.0 times | at least 20.0 times | met |" in line(text, "CPU of the best peer (Other)")


def test_a_goal_that_is_missed_says_how_far_off_and_what_was_measured(tmp_path: Path) -> None:
    text = written(tmp_path, engine={"all_cpu": 10.0})
    assert line(text, "best 20 of every vacancy, CPU").endswith("| missed: 1.25 times as much |")
    assert line(text, "CPU of the best peer").endswith("| missed: 1.67 times too little |")
    assert 'the kind "names no skill, training given" (2.0 % of all' in " ".join(text.split())


def test_it_says_when_a_part_is_broken_off_and_what_is_repeated(tmp_path: Path) -> None:
    text = " ".join(written(tmp_path).split())
    assert "is broken off, as failed, after 30 minutes." in text
    assert "What takes less than 20 s is the median of 3 times." in text


def test_every_kind_of_goal_has_its_reason_and_every_reason_is_a_whole_sentence() -> None:
    said = reasons(results())
    assert {goal.about for goal in goals_of(results()) if goal.about} == said.keys()
    assert [line for line in said.values() if not line.endswith(".")] == []


def test_what_is_known_of_a_missed_plan_of_bytes_and_of_numpy_is_told(tmp_path: Path) -> None:
    slow = results()["engine"]["numpy"] | {"all_cpu": 130.0}
    plan = results()["allocation"] | {"cpu": 11.0}
    text = " ".join(written(tmp_path, engine={"numpy": slow, "bytes_a_lot": 201.0}, allocation=plan).split())
    assert "- A record is 64 bytes; the others are" in text
    assert "- NumPy: what costs are its many calls" in text
    assert "- The plan is one problem of flow" in text


def test_fewer_posts_are_not_held_to_the_goals(tmp_path: Path) -> None:
    market = results()["market"] | {"availabilities": 1000}
    text = written(tmp_path, market=market, engine={"all_cpu": 10.0})
    assert line(text, "best 20 of every vacancy, CPU").endswith("| meant for more posts |")
    assert "make bench`" in text


def test_sampled_peers_are_said_to_be_scaled(tmp_path: Path) -> None:
    text = written(tmp_path)
    assert line(text, "Other").startswith("| Other | 120 s | 24.0 times | 500, scaled |")
    assert "| all |" in line(text, "One")


def test_a_peer_that_differs_is_wrong_and_no_longer_the_best(tmp_path: Path) -> None:
    text = written(tmp_path, peers=[peer("One", 150.0), peer("Hasty", 1.0, differing=3)])
    assert line(text, "Hasty").endswith("| **wrong** for 3 |")
    assert line(text, "CPU of the best peer (One)")
    assert line(text, "answers of peers that differ").endswith("| missed: differs |")


def test_parts_that_failed_leave_the_others(tmp_path: Path) -> None:
    text = written(tmp_path, peers=[{"key": "duckdb", "failed": "no memory"}], allocation={"failed": "late"})
    assert line(text, "duckdb").endswith("| no memory |")
    assert "A plan over everything" not in text


def test_figures_of_other_programs_stand_in_it_where_they_are(tmp_path: Path) -> None:
    assert "The road" not in written(tmp_path)
    rows = [{"what": "vacancies on the road", "figure": "10,000"}]
    (tmp_path / "road.json").write_text(json.dumps(rows))
    assert "| vacancies on the road | 10,000 |" in written(tmp_path)


@pytest.mark.parametrize("path", ["compiled", "numpy"])
def test_each_path_is_held_to_its_own_goals(path: str, tmp_path: Path) -> None:
    text = written(tmp_path, engine={"path": path, "all_cpu": 100.0, "numpy": None, "floor": {}})
    met = "met" if path == "numpy" else "missed: 12.50 times as much"
    assert line(text, "best 20 of every vacancy, CPU").endswith(f"| {met} |")
