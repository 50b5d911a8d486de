"""What a test's database begins with: nothing, or what the same builders put there for an earlier test."""

import copy
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import wraps
from threading import Lock
from typing import Any, TypeVar, cast

import time_machine
from flask import Flask
from sqlalchemy import Engine

from portal.infra import clock
from tests.databases import Databases, MovingEngine

T = TypeVar("T")
Builder = TypeVar("Builder", bound=Callable[..., Any])

MOST = 40
"""How many databases are kept per engine and process, of about 10 MB each."""


@dataclass
class Memory:
    """The databases that builders have left, by what was built in them one after another."""

    databases: Databases
    kept: dict[Hashable, tuple[str, Any]] = field(default_factory=dict)
    asked: set[Hashable] = field(default_factory=set)

    def keeps(self, steps: Hashable) -> bool:
        """Whether to keep what is built now: when it is asked for again, as long as there is room."""
        again = steps in self.asked and len(self.kept) < MOST
        self.asked.add(steps)
        return again


class Slate:
    """One test's database, which is made when it is first connected to."""

    def __init__(self, memory: Memory, moving: MovingEngine) -> None:
        self._memory = memory
        self._moving = moving
        self._steps: Hashable = ()
        self._begin_with(memory.databases.original)

    @property
    def engine(self) -> Engine:
        return self._moving.engine

    def _begin_with(self, source: str) -> None:
        self._source = source
        self._is_made = False
        self._making = Lock()
        self._url = self._memory.databases.fresh()
        self._moving.move_to(self._url, self._make)

    def _make(self) -> None:
        with self._making:
            if not self._is_made:
                self._memory.databases.copy(self._source, self._url)
                self._is_made = True

    def built(self, step: Hashable, build: Callable[[], T]) -> T:
        """What `build` gives; taken from memory if the same was built before, in the same order."""
        if self._is_made:
            return build()
        steps = (self._steps, step)
        if steps in self._memory.kept:
            source, result = self._memory.kept[steps]
        else:
            result = build()
            if not (self._memory.keeps(steps) and self._is_made and self._is_left_alone()):
                return result
            source = self._url
            self._memory.kept[steps] = (source, result)
        self._steps = steps
        self._begin_with(source)
        return copy.copy(result)

    def _is_left_alone(self) -> bool:
        self.engine.dispose()
        return self.engine.pool.checkedout() == 0  # type: ignore[attr-defined]

    def drop(self) -> None:
        self.engine.dispose()
        if self._is_made:
            self._memory.databases.drop(self._url)


def remembered(build: Builder) -> Builder:
    """A builder of an app, or of something in it, whose first steps in a test are taken once for all tests.

    Two tests share them on the same day; where the clock stands still, at the same moment.
    """

    @wraps(build)
    def built(where: Any, *args: Any, **kwargs: Any) -> Any:
        app = where if isinstance(where, Flask) else where.app
        slate: Slate | None = app.extensions.get("slate")
        if slate is None or app.extensions["fairshift"].engine is not slate.engine:
            return build(where, *args, **kwargs)
        moment = clock.now() if time_machine.escape_hatch.is_travelling() else clock.today()
        step = (build, where, args, tuple(sorted(kwargs.items())), moment)
        if not _is_hashable(step):
            return build(where, *args, **kwargs)
        return slate.built(step, lambda: build(where, *args, **kwargs))

    return cast("Builder", built)


def _is_hashable(step: Any) -> bool:
    try:
        hash(step)
    except TypeError:
        return False
    return True
