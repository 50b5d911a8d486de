"""Build the compiled search of the matching engine beside its source, where a compiler is at hand.

Without one, or when it fails, the portal matches in NumPy, with the same answers; one line says why. Options
for the compiler may follow: `python scripts/build_kernel.py -fsanitize=address,undefined`. `--into FOLDER`
builds elsewhere.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "portal" / "matching" / "index"
# No contraction into fused operations: scores agree with the reference to the last bit
OPTIONS = ("-O3", "-std=c11", "-ffp-contract=off", "-Wall", "-Wextra")


def main() -> int:
    """0 where it was built, else 1."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, default=FOLDER)
    chosen, options = parser.parse_known_args()
    for earlier in _built(chosen.into):  # it may lay hits out in another way
        earlier.unlink()
    why = _build(chosen.into, options)
    if why is None:
        print("The compiled search is built.")
        return 0
    print(f"Matching in NumPy, which is slower: the compiled search cannot be built here ({why}).")
    return 1


def _build(folder: Path, options: Sequence[str]) -> str | None:
    """Build into a folder; why it could not be done. What the compiler says is shown once it succeeds."""
    try:
        from setuptools import Distribution, Extension
    except ImportError:
        return "setuptools is missing"
    kernel = Extension(
        "kernel",
        [str(FOLDER / "kernel.c")],
        extra_compile_args=[*OPTIONS, *options],
        extra_link_args=list(options),
        py_limited_api=True,
    )
    with tempfile.TemporaryDirectory() as scratch:
        build = Distribution({"name": "kernel", "ext_modules": [kernel]}).get_command_obj("build_ext")
        build.build_lib, build.build_temp = str(folder), scratch
        build.ensure_finalized()
        said = Path(scratch) / "said"
        try:
            _saying_to(said, build.run)
        except Exception as failed:  # whatever a compiler, its absence or a file system comes up with
            lines = [line.strip() for line in said.read_text(errors="replace").splitlines()]
            return next((line for line in lines if "error" in line.lower()), str(failed))
        print(said.read_text(errors="replace"), end="")
    return None if _built(folder) else "nothing came of it"


def _saying_to(file: Path, work: Callable[[], object]) -> None:
    """Let all that is said during the work, by other programs too, go to a file."""
    sys.stdout.flush()
    kept = os.dup(1), os.dup(2)
    with file.open("wb") as target:
        os.dup2(target.fileno(), 1)
        os.dup2(target.fileno(), 2)
    try:
        work()
    finally:
        sys.stdout.flush()
        for number, one in zip((1, 2), kept, strict=True):
            os.dup2(one, number)
            os.close(one)


def _built(folder: Path) -> list[Path]:
    return [*folder.glob("kernel.*.so"), *folder.glob("kernel.*.pyd")]


if __name__ == "__main__":
    sys.exit(main())
