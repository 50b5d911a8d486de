"""Which page of a list is shown, whatever the address says."""

import pytest
from flask import Flask

from portal.infra.web.paging import FARTHEST, Leaf, leafed


@pytest.fixture
def bare() -> Flask:
    return Flask("bare")


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        *(("", 1), ("?page=2", 2), ("?page=3", 3), ("?page=4", 3), ("?page=0", 1), ("?page=-1", 1)),
        *(("?page=x", 1), ("?page=", 1), (f"?page={'9' * 400}", 3), (f"?page={'9' * 5000}", 1)),
    ],
)
def test_the_nearest_page_is_shown(bare: Flask, asked: str, shown: int) -> None:
    with bare.test_request_context(f"/list{asked}"):
        assert Leaf.of(45, 20) == Leaf(shown, 3, 45, 20)


def test_a_page_has_its_rows_and_the_last_one_the_rest(bare: Flask) -> None:
    rows = list(range(45))
    assert rows[Leaf.of(45, 20, 1).rows] == rows[:20]
    assert rows[Leaf.of(45, 20, 3).rows] == rows[40:]
    assert Leaf.of(0, 20, 7) == Leaf(1, 1, 0, 20)


def test_a_database_is_asked_once_and_twice_only_beyond_the_last_page(bare: Flask) -> None:
    asked: list[tuple[int, int]] = []

    def find(limit: int, offset: int) -> tuple[int, list[int]]:
        asked.append((limit, offset))
        return 45, list(range(45))[offset : offset + limit]

    with bare.test_request_context("/list?page=2"):
        leaf, rows = leafed(find, 20)
    assert (leaf.number, rows[0], asked) == (2, 20, [(20, 20)])
    asked.clear()
    with bare.test_request_context(f"/list?page={10**20}"):
        leaf, rows = leafed(find, 20)
    assert (leaf.number, rows, len(asked)) == (3, list(range(40, 45)), 2)
    assert max(offset for _limit, offset in asked) < FARTHEST * 20
