"""Write the document from the results of a run: `python -m benchmarks.report results.json --write FILE`."""

import argparse
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from textwrap import fill, indent
from typing import Any

from benchmarks.goals import (
    FULL,
    Results,
    failed,
    gigabytes,
    goals_of,
    is_full,
    micros,
    right_peers,
    seconds,
    times,
)
from benchmarks.processes import LONGEST, REPEATS, SHORT

FIGURES = Path("var/bench")
BESIDE = (
    ("road", "The road of 10,000 vacancies", "python -m benchmarks.road"),
    ("shards", "In shards", "python -m benchmarks.shards"),
)
"""Figures that other programs leave as rows, with the heading under which they stand."""


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def percent(value: float) -> str:
    return f"{100 * value:.1f} %" if value < 0.1 else f"{100 * value:.0f} %"


def document(results: Results, beside: Path = FIGURES) -> str:
    """The whole document."""
    parts = [_head(results), _goals(results), _peers(results), _engine(results)]
    parts += [_rows_beside(beside / f"{name}.json", heading, by) for name, heading, by in BESIDE]
    return "\n".join(part for part in parts if part)


def prose(*sentences: str) -> str:
    """A paragraph, its lines of one length."""
    return fill(" ".join(sentences), 110, break_long_words=False, break_on_hyphens=False) + "\n"


def _head(results: Results) -> str:
    market, machine, shape = results["market"], results["machine"], results.get("shape") or {}
    bundle = "all of ESCO" if market["official_esco"] else "the occupations that ship with the portal"
    size = "bench-full" if is_full(results) else "bench"
    paragraphs = [
        "# How fast posts are matched\n",
        prose(
            f"Written by `make {size}`; not edited by hand. Measured on {results['date']}. All figures are",
            "CPU seconds, of all threads and processes together, unless they say otherwise. Each part ran in",
            "a process of its own, one after the other, and is broken off, as failed, after",
            f"{LONGEST // 60} minutes. What takes less than {SHORT:.0f} s is the median of {REPEATS} times.",
        ),
        prose(
            f"Machine: {machine['cpu']}, {machine['cores']} cores, {gigabytes(machine['memory_bytes'])} of",
            f"memory; {machine['kernel']}, Python {machine['python']}. Load when it began:",
            f"{machine['load_before']:.1f}.",
        ),
        prose(
            f"Posts: {market['availabilities']:,} availabilities and {market['vacancies']:,} vacancies, seed",
            f"{market['seed']}, made up by `benchmarks.posts` from {bundle}: nine countries, crowded cities,",
            "common trades.",
        ),
    ]
    if not failed(shape):
        paragraphs[-1] = (
            paragraphs[-1].rstrip("\n")
            + "\n"
            + prose(
                f"A lot counts {shape['skills_a_lot_counts']:.0f} skills on average, broader ones included;",
                f"half of them travel up to {shape['median_radius_km']:.0f} km,",
                f"{percent(shape['relocating'])} would move. Of the vacancies {percent(shape['no_skill'])}",
                f"name no skill, {percent(shape['only_desired'])} only desire some,",
                f"{percent(shape['training_given'])} give training, {percent(shape['housed'])} offer a bed.",
            )
        )
    return "\n".join(paragraphs)


def _goals(results: Results) -> str:
    full = is_full(results)
    paragraphs = ["## Goals\n"]
    if not full:
        paragraphs.append(f"They are meant for {FULL[0]:,} availabilities and {FULL[1]:,} vacancies.\n")
    goals = goals_of(results)
    paragraphs.append(table(("what", "measured", "goal", ""), (goal.row(full=full) for goal in goals)))
    missed = {goal.about for goal in goals if (full or goal.at_any_size) and not goal.met}
    why = [line for about, line in reasons(results).items() if about in missed]
    if why:
        paragraphs.append("What was measured about those that are missed:\n")
        paragraphs.append("".join(indent(prose(one), "  ").replace("  ", "- ", 1) for one in why))
    if not failed(results["engine"]) and (floor := results["engine"].get("floor")):
        paragraphs.append(
            prose(
                "The touch floor reads one number of each record that a search looks at, in the same order:",
                f"{micros(floor['touching'])} a vacancy, {floor['records']:,.0f} records.",
            )
        )
    paragraphs.append("How a market beyond one machine is matched, and what that costs: [scale](scale.md).\n")
    return "\n".join(paragraphs)


def reasons(results: Results) -> dict[str, str]:
    """Of each kind of goal what the run can say about why it is missed."""
    engine = results["engine"]
    if failed(engine):
        return {}
    each = engine["all_cpu"] / engine["vacancies"] * 1e6
    most, slowest = engine["kinds"][0], max(engine["kinds"], key=lambda one: float(one["p99"]))
    kinds = (
        f'vacancies of the kind "{most["kind"]}" ({percent(most["share_of_vacancies"])} of all) take '
        f"{percent(most['share_of_time'])} of the time; the slowest are those of the kind "
        f'"{slowest["kind"]}" '
        f"({percent(slowest['share_of_vacancies'])} of all, {percent(slowest['share_of_time'])} of the time, "
        f"{micros(slowest['mean'])} each)."
    )
    said = {
        "one": f"One new vacancy: {kinds}",
        "all": f"Every vacancy, {micros(each)} each: {kinds}",
        "bytes": (
            "A record is 64 bytes; the others are a post's places on the shelves of skills, "
            "and sets of skills."
        ),
        "numpy": (
            "NumPy: what costs are its many calls for each vacancy, more than the lots that they look at."
        ),
        "plan": "The plan is one problem of flow, solved to the proven optimum.",
    }
    if floor := engine.get("floor"):
        said["all"] += (
            f" The search in C takes {micros(floor['searching'])} of it; {micros(each - floor['searching'])} "
            "are spent in Python on putting the question together and handing the answer back."
        )
        said["floor"] = (
            f"The search takes {micros(floor['searching'])} a vacancy, {micros(floor['touching'])} of them "
            "to read memory; the others go to gates, to the walk over skills and to finding the ranges."
        )
    if right := right_peers(results):
        theirs = right[0]["all_cpu"] / engine["vacancies"] * 1e6
        said["peers"] = (
            f"{right[0]['name']} takes {micros(theirs)} a vacancy, the engine {micros(each)}. Peers were "
            "given the engine's own idea where they can use it: look under the rarest required skill, in the "
            "cells around. A tool that is asked thousands of vacancies at once also spreads the cost of a "
            "question over them."
        )
    return said


def _peers(results: Results) -> str:
    market, engine = results["market"], results["engine"]
    if not results["peers"] or failed(engine):
        return ""
    ours = "**Fairshift**" + (", compiled" if engine["path"] == "compiled" else ", NumPy")
    building, memory = seconds(engine["build_lots_cpu"]), gigabytes(engine["peak_bytes"])
    rows: list[tuple[str, ...]] = [(ours, seconds(engine["all_cpu"]), "1", "all", building, memory, "")]
    if slow := engine.get("numpy"):
        ratio = times(slow["all_cpu"] / engine["all_cpu"])
        asked = f"{slow['sampled']:,}, scaled"
        answers = _answers(slow)
        rows.append(("**Fairshift**, NumPy", seconds(slow["all_cpu"]), ratio, asked, "", "", answers))
    in_order = sorted(results["peers"], key=lambda one: float(one.get("all_cpu", "inf")))
    rows += [_peer_row(one, engine, market["vacancies"]) for one in in_order]
    head = ("", "CPU for all", "ours = 1", "vacancies asked", "loading, CPU", "peak memory", "answers")
    named = [one for one in in_order if not failed(one)]
    return "\n".join(
        [
            "## Peers\n",
            "The best 20 lots of every vacancy, by all gates and with the score, on the same posts.\n",
            table(head, rows),
            prose(
                f"A peer answers {market['sampled']} vacancies, drawn evenly by the seed, however long that",
                f"takes, then the others for at most {market['minutes']:g} minutes; it is not begun with",
                "them where it would take longer. Where fewer than all were asked, CPU seconds are scaled to",
                "all. Answers are compared with ours for every vacancy that a peer was asked: the same lots",
                "in the same order, scores to nine places. A peer that differs is wrong, not slow. Peak",
                "memory holds the loading; ours is that of the process that makes up the posts.",
            ),
            prose(
                "All peers load the same columns. What is few-valued is worked out once for each post when",
                "it is loaded, as bits: tickets, languages with their level, countries, sectors, shifts,",
                "forms. Occupations are compared through a table of each two. In this market a post has at",
                "most one commitment and one floor of pay, and no provider lacks a licence, so that no more",
                "columns are needed.",
            ),
            "How each was tuned:\n",
            "".join(
                indent(prose(f"**{one['name']}** {one['version']}. {one['tuned']}"), "  ").replace(
                    "  ", "- ", 1
                )
                for one in named
            ),
        ]
    )


def _peer_row(one: Results, engine: Results, vacancies: int) -> tuple[str, ...]:
    if failed(one):
        return one["key"], "failed", "", "", "", "", one.get("failed", "")
    asked = "all" if one["done"] == vacancies else f"{one['done']:,}, scaled"
    answers = _answers(one)
    ratio = times(one["all_cpu"] / engine["all_cpu"])
    loading, memory = seconds(one["load_cpu"]), gigabytes(one["peak_bytes"])
    return one["name"], seconds(one["all_cpu"]), ratio, asked, loading, memory, answers


def _answers(one: Results) -> str:
    return f"**wrong** for {one['differing_count']:,}" if one["differing_count"] else "the same"


def _engine(results: Results) -> str:
    engine, plan = results["engine"], results["allocation"]
    paragraphs = []
    if not failed(engine):
        kinds: list[dict[str, Any]] = engine["kinds"]
        rows = (
            (
                one["kind"],
                percent(one["share_of_vacancies"]),
                micros(one["mean"]),
                micros(one["p99"]),
                percent(one["share_of_time"]),
            )
            for one in kinds
        )
        head = ("vacancies", "share of them", "each on average", "99 of 100 within", "share of the time")
        paragraphs += [
            "## Where the time goes\n",
            "One vacancy after the other, by what it asks.\n",
            table(head, rows),
            prose(
                f"{engine['pairs']:,} pairs were found. Building the index of the availabilities took",
                f"{seconds(engine['build_lots_cpu'])}, that of the vacancies",
                f"{seconds(engine['build_vacancies_cpu'])}.",
            ),
        ]
    if not failed(plan):
        gained = plan["objective"] / plan["greedy"] - 1
        paragraphs += [
            "## A plan over everything\n",
            prose(
                f"{plan['pairs']:,} pairs of {plan['lots']:,} lots and {plan['vacancies']:,} vacancies, seed",
                f"{plan['seed']}, policy {plan['policy']}: proven best in {seconds(plan['cpu'])},",
                f"{seconds(plan['solver_cpu'])} of them the solver's own process, which held",
                f"{gigabytes(plan['solver_peak_bytes'])}. It is worth {percent(gained)} more than the greedy",
                "plan.",
            ),
        ]
    return "\n".join(paragraphs)


def _rows_beside(file: Path, heading: str, by: str) -> str:
    if not file.exists():
        return ""
    listed = json.loads(file.read_text())
    rows = ((one["what"], one["figure"]) for one in listed)
    return "\n".join([f"## {heading}\n", f"Measured apart, by `{by}`.\n", table(("what", "figure"), rows)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("results", type=Path)
    parser.add_argument("--write", type=Path)
    chosen = parser.parse_args()
    text = document(json.loads(chosen.results.read_text()))
    if chosen.write:
        chosen.write.write_text(text)
    else:
        print(text)


if __name__ == "__main__":
    main()
