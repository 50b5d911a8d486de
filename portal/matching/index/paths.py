"""Which path answers: the compiled kernel where it was built, else NumPy."""

from functools import cache
from typing import Protocol

from portal.matching.index.answers import Answers, Questions
from portal.matching.index.arrays import Records
from portal.matching.index.numpy_search import NumpySearch
from portal.matching.index.packed import Packed

COMPILED = "compiled"


class Search(Protocol):
    """One way of searching an index; all give the same hits."""

    @property
    def name(self) -> str: ...

    def hits(self, answers: Answers, questions: Questions, top: int | None) -> list[Records]:
        """The hits of each question as HIT lays them out, best first."""


@cache
def path_in_use() -> str:
    """The name of the path that answers in this process: compiled or numpy."""
    try:
        from portal.matching.index import kernel  # noqa: F401 - whether it was built
    except ImportError:
        return NumpySearch.name
    return COMPILED


def search_of(packed: Packed, *, lots_answer: bool, path: str | None = None) -> Search:
    """The search of an index, by the path in use unless another is named."""
    if (path or path_in_use()) == COMPILED:
        from portal.matching.index.compiled_search import CompiledSearch

        return CompiledSearch(packed, lots_answer=lots_answer)
    return NumpySearch(packed, lots_answer=lots_answer)
