"""How thorough a run of the tests is: as usual, or in full (`make prove`)."""

import os

from hypothesis import settings

IN_FULL = os.environ.get("FAIRSHIFT_PROVE") == "full"

ENGINES_OF_LONG_TESTS = ["sqlite", "postgresql"] if IN_FULL else ["sqlite"]
"""On which databases a test runs that takes long by itself."""

few_examples = settings(max_examples=1000 if IN_FULL else 8, deadline=None)
"""For a property whose every example takes long."""
