"""A small portal for tests of contracts: who asks for pages, and what there is of whom."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import Connection
from sqlalchemy.orm import sessionmaker

from portal.app import Services
from portal.infra.database import WRITING

FORM_WORD = "the word in every cookie"


Values = Mapping[str, Any]
"""What stands in an address: the name of each part and its value."""


@dataclass(frozen=True)
class Who:
    """Somebody who asks for pages."""

    title: str
    person_id: UUID | None = None
    organisation_id: UUID | None = None
    is_staff: bool = False
    cookie: str = ""


@dataclass
class World:
    """The portal under test with everybody and everything in it."""

    app: Flask
    people: tuple[Who, ...] = ()
    owned: dict[UUID, dict[str, Values]] = field(default_factory=dict)
    """By organisation and kind: one thing of its own."""
    links: dict[str, Values] = field(default_factory=dict)
    """By kind: what a link that somebody was given holds."""
    for_staff: dict[str, Values] = field(default_factory=dict)
    """By kind: things that only staff can reach."""

    @property
    def services(self) -> Services:
        services: Services = self.app.extensions["fairshift"]
        return services

    @property
    def form_token(self) -> str:
        """What every form of the world's people carries against forgery."""
        token: str = URLSafeTimedSerializer(self.app.secret_key, salt="wtf-csrf-token").dumps(FORM_WORD)
        return token

    def who(self, title: str) -> Who:
        return next(one for one in self.people if one.title == title)

    @contextmanager
    def unkept(self) -> Iterator[Connection]:
        """Whatever is done inside is done in one transaction, which is then rolled back."""
        services = self.services
        sessions, transactor = services.sessions, services.transactor
        with services.engine.connect().execution_options(**{WRITING: True}) as connection:
            outer = connection.begin()
            services.sessions = sessionmaker(
                connection, expire_on_commit=False, join_transaction_mode="rollback_only"
            )
            writing = sessionmaker(
                connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
            )
            services.transactor = replace(transactor, sessions=writing)
            try:
                yield connection
            finally:
                services.sessions, services.transactor = sessions, transactor
                outer.rollback()
