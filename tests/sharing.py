"""What takes long is made once for all processes that share out the tests of one run."""

import os
import shutil
from collections.abc import Callable
from fcntl import LOCK_EX, flock
from pathlib import Path


def made_once(temporary: Path, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that `make` has filled, by whichever process needed it first; the others wait.

    `temporary` is this process's own folder of the run. A copy is wanted by whoever changes what is in it.
    """
    shared = temporary.parent if "PYTEST_XDIST_WORKER" in os.environ else temporary
    folder, done = shared / name, shared / f"{name}.done"
    with (shared / f"{name}.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            done.touch()
    return folder
