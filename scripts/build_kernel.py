"""Build the compiled search of the matching engine beside its source, where a compiler is at hand.

Without one, or when it fails, the portal matches in NumPy, with the same answers. Options for the compiler
may follow: `python scripts/build_kernel.py -fsanitize=address,undefined`. `--into FOLDER` builds elsewhere.
"""

import argparse
import sys
import tempfile
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "portal" / "matching" / "index"
# No contraction into fused operations: scores agree with the reference to the last bit
OPTIONS = ("-O3", "-std=c11", "-ffp-contract=off", "-Wall", "-Wextra")


def main() -> int:
    """0 also where nothing could be built."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, default=FOLDER)
    chosen, options = parser.parse_known_args()
    for earlier in _built(chosen.into):  # it may lay hits out in another way
        earlier.unlink()
    try:
        from setuptools import Distribution, Extension
    except ImportError:
        print("The compiled search is not built: setuptools is missing; NumPy will match.")
        return 0
    kernel = Extension(
        "kernel",
        [str(FOLDER / "kernel.c")],
        extra_compile_args=[*OPTIONS, *options],
        extra_link_args=options,
        py_limited_api=True,
        optional=True,
    )
    with tempfile.TemporaryDirectory() as scratch:
        build = Distribution({"name": "kernel", "ext_modules": [kernel]}).get_command_obj("build_ext")
        build.build_lib, build.build_temp = str(chosen.into), scratch
        build.ensure_finalized()
        build.run()
    built = _built(chosen.into)
    print("The compiled search is built." if built else "The compiled search is not built; NumPy will match.")
    return 0


def _built(folder: Path) -> list[Path]:
    return [*folder.glob("kernel.*.so"), *folder.glob("kernel.*.pyd")]


if __name__ == "__main__":
    sys.exit(main())
