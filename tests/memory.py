"""Where tests keep what they throw away."""

import os
import shutil
from pathlib import Path

ROOM = 2 * 1024**3
"""Bytes: what a few databases with taxonomy and places take, and then some."""


def quick_folder() -> str | None:
    """Where databases are made and dropped in memory, if there is such a place with room to spare."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM
    return str(memory) if roomy else None
