"""Write the posts as columns, once for all peers: `python -m benchmarks.prepare FOLDER`."""

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.columns import Array, Columns, columns_of
from benchmarks.posts import Market
from benchmarks.trades import esco_trades, shipped_trades

SAMPLED = 500


def sample_of(count: int, seed: int, sampled: int = SAMPLED) -> tuple[Array, Array]:
    """So many places drawn evenly from all, and the others, each in an order by chance."""
    drawn = np.random.default_rng(seed).permutation(count)
    return drawn[:sampled], drawn[sampled:]


def prepare(market: Market, availabilities: int, vacancies: int, folder: Path) -> dict[str, Any]:
    """Write the columns of both sides, and which vacancies are asked first; what the posts are like."""
    lots, asking = market.availabilities(availabilities), market.vacancies(vacancies)
    columns = columns_of(lots, asking, market.trades.knowledge)
    columns.save(folder)
    for name, places in zip(("sample", "rest"), sample_of(vacancies, market.seed), strict=True):
        np.save(folder / f"{name}.npy", places)
    return shape_of(columns)


def shape_of(columns: Columns) -> dict[str, Any]:
    """What the posts are like, in shares and means."""
    lots, vacancies = columns.lots, columns.vacancies
    required, desired = columns.required.sizes, columns.desired.sizes
    return {
        "skills_a_lot_counts": float(columns.counted.sizes[lots["skill_set"]].mean()),
        "distinct_skill_sets": len(columns.counted),
        "occupations": len(columns.occupations),
        "relocating": float(lots["relocates"].mean()),
        "median_radius_km": float(np.median(lots["travel"])),
        "no_skill": float(((required == 0) & (desired == 0)).mean()),
        "only_desired": float(((required == 0) & (desired > 0)).mean()),
        "training_given": float(vacancies["entry_level"].mean()),
        "housed": float(vacancies["housed"].mean()),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    add_market(parser)
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    shape = prepare(market_of(chosen), chosen.availabilities, chosen.vacancies, chosen.folder)
    print(json.dumps(shape))


def market_of(chosen: argparse.Namespace) -> Market:
    """The market that the options name."""
    return Market(esco_trades(chosen.esco) if chosen.esco else shipped_trades(), chosen.seed)


def add_market(parser: argparse.ArgumentParser) -> None:
    """The options that say which posts."""
    parser.add_argument("--availabilities", type=int, default=100_000)
    parser.add_argument("--vacancies", type=int, default=20_000)
    parser.add_argument("--esco", type=Path, help="the official bundle; else the occupations that ship")
    parser.add_argument("--seed", type=int, default=1)


if __name__ == "__main__":
    main()
