"""The search in C; see kernel.c."""

from typing import Any

def open_index(
    arrays: tuple[Any, ...],
    lots_answer: bool,
    skills: int,
    occupations: int,
    entry_block: int,
    terms: int,
    abilities: int,
    pay: int,
    /,
) -> object: ...
def search(index: object, /, *asked: Any) -> int: ...
def search_all(index: object, /, *asked: Any) -> bytes: ...
def measure(index: object, /, *asked: Any) -> int: ...
