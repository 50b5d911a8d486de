"""Measure the engine, a plan and all peers on the same posts in one run: `make bench`, `make bench-full`.

Every part runs in a process of its own, one after the other, so that CPU seconds and peak memory are its own.
A part that takes more than 30 minutes is broken off, and counts as failed.
The results go to a file; `--write` puts them into a document too.
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.peers import PEERS
from benchmarks.prepare import SAMPLED, add_market
from benchmarks.processes import LONGEST
from benchmarks.report import document

RESULTS = Path("var/bench/results.json")


def asked_of(module: str, *arguments: object) -> Any:
    """What a module prints as JSON, run by itself; or why it failed."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    print(" ".join(["python", *command[1:]]), file=sys.stderr, flush=True)
    try:
        run = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=LONGEST, check=True)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        return {"failed": str(error).rpartition("' ")[2]}
    return json.loads(run.stdout) if run.stdout else {}


def machine() -> dict[str, Any]:
    """Where it was measured."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return {
        "cpu": models[0] if models else platform.machine(),
        "cores": os.cpu_count(),
        "memory_bytes": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        "kernel": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "load_before": os.getloadavg()[0],
    }


def measured(chosen: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """All parts, one after the other."""
    market: list[object] = ["--availabilities", chosen.availabilities, "--vacancies", chosen.vacancies]
    market += ["--seed", chosen.seed, *(["--esco", chosen.esco] if chosen.esco else [])]
    began = time.perf_counter()
    results: dict[str, Any] = {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": machine(),
        "market": {
            "availabilities": chosen.availabilities,
            "vacancies": chosen.vacancies,
            "seed": chosen.seed,
            "official_esco": chosen.esco is not None,
            "sampled": min(SAMPLED, chosen.vacancies),
            "minutes": chosen.minutes,
        },
        "shape": asked_of("benchmarks.prepare", folder, *market),
        "engine": asked_of("benchmarks.engine", *market, "--answers", folder),
        "allocation": asked_of("benchmarks.allocation", "--json"),
        "peers": [],
    }
    for name in chosen.peers.split(","):
        figures = asked_of("benchmarks.peers.run", name, folder, "--minutes", chosen.minutes)
        results["peers"].append({"key": name, **figures})
    results["minutes_in_all"] = (time.perf_counter() - began) / 60
    return results


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    add_market(parser)
    parser.add_argument("--peers", default=",".join(PEERS), help="which, separated by commas")
    parser.add_argument(
        "--minutes",
        type=float,
        default=2.0,
        help=f"how long one peer may take beyond its {SAMPLED} vacancies",
    )
    parser.add_argument("--out", type=Path, default=RESULTS, help="where the results go")
    parser.add_argument("--write", type=Path, help="a document to write from them")
    parser.add_argument(
        "--folder", type=Path, help="keep the posts there, for single peers; else thrown away"
    )
    chosen = parser.parse_args()
    folder = chosen.folder or Path(tempfile.mkdtemp(prefix="fairshift-posts-"))
    try:
        results = measured(chosen, folder)
    finally:
        if not chosen.folder:
            shutil.rmtree(folder, ignore_errors=True)
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    chosen.out.write_text(json.dumps(results, indent=1) + "\n")
    text = document(results)
    if chosen.write:
        chosen.write.write_text(text)
    else:
        print(text)


if __name__ == "__main__":
    main()
