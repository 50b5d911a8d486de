"""How thorough a run of the tests is: as usual, or in full (`make prove`)."""

import os

IN_FULL = os.environ.get("FAIRSHIFT_PROVE") == "full"

ENGINES_OF_LONG_TESTS = ["sqlite", "postgresql"] if IN_FULL else ["sqlite"]
"""On which databases a test runs that takes long by itself."""
