"""The paths on which the matching engine can answer here."""

from portal.matching.index.numpy_search import NumpySearch
from portal.matching.index.paths import path_in_use

PATHS = tuple(dict.fromkeys((NumpySearch.name, path_in_use())))
"""NumPy always; compiled where it was built."""
