"""One world per database engine for all contract tests; nothing that they do in it is kept."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine

from tests.builders.placements import NOW
from tests.contract.filled import a_world
from tests.contract.world import World
from tests.databases import Databases

_WORLDS: dict[int, World] = {}


def shared_world(databases: Databases, folder: Path) -> World:
    """The world on this engine; made when it is first asked for."""
    if id(databases) not in _WORLDS:
        _WORLDS[id(databases)] = a_world(databases.copy_of(databases.original), folder)
    return _WORLDS[id(databases)]


@pytest.fixture
def world(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Everybody and everything, at the moment at which they were made."""
    shared = shared_world(databases, tmp_path_factory.mktemp("world"))
    with time_machine.travel(NOW, tick=False):
        yield shared
    shared.services.engine.dispose()
