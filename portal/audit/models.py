"""The trail's two tables, and the triggers that keep them append-only."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DDL, BigInteger, ForeignKey, Index, Integer, LargeBinary, Text, event
from sqlalchemy.orm import Mapped, mapped_column

from portal.infra.database import Base


class AuditEvent(Base):
    """One thing that happened, without personal data. The sealer will number and chain it."""

    __tablename__ = "audit_event"
    __table_args__ = (Index("ix_audit_event_object", "object_kind", "object_id"),)

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[UUID]
    action: Mapped[str]
    object_kind: Mapped[str]
    object_id: Mapped[UUID]
    subject: Mapped[UUID | None]
    commitment: Mapped[str]
    seq: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    prev: Mapped[str | None]
    hash: Mapped[str | None]


class AuditPayload(Base):
    """The facts of an event, and the salt of its commitment; both can be erased, nothing else."""

    __tablename__ = "audit_payload"

    event_id: Mapped[int] = mapped_column(ForeignKey("audit_event.id"), primary_key=True, autoincrement=False)
    salt: Mapped[bytes | None] = mapped_column(LargeBinary)
    body: Mapped[str | None] = mapped_column(Text)


_FIXED = ("id", "at", "actor", "action", "object_kind", "object_id", "subject", "commitment")
_REFUSED = "the audit trail is append-only"


def _same(columns: tuple[str, ...], operator: str) -> str:
    return " AND ".join(f"NEW.{one} {operator} OLD.{one}" for one in columns)


_UNSEALED = "OLD.seq IS NULL AND OLD.prev IS NULL AND OLD.hash IS NULL"
_TAKEN = "EXISTS (SELECT 1 FROM audit_event WHERE seq = NEW.seq)"
_NEVER_FILLED = "(NEW.salt IS NULL) AND (NEW.body IS NULL)"


def _sqlite(table: str, act: str, condition: str) -> str:
    return (
        f"CREATE TRIGGER {table}_{act.lower()} BEFORE {act} ON {table} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
    )


SQLITE_TRIGGERS: dict[str, tuple[str, ...]] = {
    "audit_event": (
        # an INSERT OR REPLACE, or an UPDATE OR REPLACE, deletes without firing the trigger on DELETE
        _sqlite(
            "audit_event",
            "INSERT",
            "NEW.seq IS NOT NULL OR EXISTS (SELECT 1 FROM audit_event WHERE id = NEW.id)",
        ),
        _sqlite(
            "audit_event",
            "UPDATE",
            f"NOT ({_UNSEALED} AND {_same(_FIXED, 'IS')}) OR {_TAKEN}",
        ),
        _sqlite("audit_event", "DELETE", "1"),
    ),
    "audit_payload": (
        _sqlite(
            "audit_payload", "INSERT", "EXISTS (SELECT 1 FROM audit_payload WHERE event_id = NEW.event_id)"
        ),
        _sqlite("audit_payload", "UPDATE", f"NOT (NEW.event_id IS OLD.event_id AND {_NEVER_FILLED})"),
        _sqlite("audit_payload", "DELETE", "1"),
    ),
}
"""For SQLite: only NULL to value in seq, prev, hash; only value to NULL in salt and body."""


def _postgresql(table: str, allowed: str) -> tuple[str, ...]:
    guard = (
        f"CREATE FUNCTION {table}_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'UPDATE' THEN IF {allowed} THEN RETURN NEW; END IF; END IF; "
        f"RAISE EXCEPTION '{_REFUSED}'; END $$"
    )
    rows = (
        f"CREATE TRIGGER {table}_rows BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_guard()"
    )
    whole = (
        f"CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_guard()"
    )
    return guard, rows, whole


POSTGRESQL_TRIGGERS: dict[str, tuple[str, ...]] = {
    "audit_event": _postgresql("audit_event", f"{_UNSEALED} AND {_same(_FIXED, 'IS NOT DISTINCT FROM')}"),
    "audit_payload": _postgresql("audit_payload", f"NEW.event_id = OLD.event_id AND {_NEVER_FILLED}"),
}
"""The same for PostgreSQL, and no TRUNCATE."""


def _attach(model: type[Base], statements: tuple[str, ...], dialect: str) -> None:
    for statement in statements:
        make: Any = DDL
        event.listen(model.__table__, "after_create", make(statement).execute_if(dialect=dialect))


for _model in (AuditEvent, AuditPayload):
    _attach(_model, SQLITE_TRIGGERS[_model.__tablename__], "sqlite")
    _attach(_model, POSTGRESQL_TRIGGERS[_model.__tablename__], "postgresql")
