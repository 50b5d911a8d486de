"""Every column that holds data about a worker is described in words."""

from portal.app import create_app
from portal.infra.database import Base
from portal.own_data.held import HELD

ABOUT_WORKERS = frozenset({"worker", "offer", "placement"})
"""A table whose rows name one of these is about a worker."""


def tables_about_workers() -> dict[str, set[str]]:
    assert create_app  # every model is known once the app is
    return {
        table.name: {column.name for column in table.columns}
        for table in Base.metadata.tables.values()
        if table.name in ABOUT_WORKERS or {fk.column.table.name for fk in table.foreign_keys} & ABOUT_WORKERS
    }


def test_every_column_about_a_worker_is_described() -> None:
    missing = {
        name: columns - HELD.get(name, {}).keys()
        for name, columns in tables_about_workers().items()
        if columns - HELD.get(name, {}).keys()
    }
    assert missing == {}, "describe these columns in portal/own_data/held.py"


def test_nothing_is_described_that_is_not_there() -> None:
    there = tables_about_workers()
    gone = {name: set(columns) - there.get(name, set()) for name, columns in HELD.items()}
    assert {name: columns for name, columns in gone.items() if columns} == {}
