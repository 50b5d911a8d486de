"""Builds the schema of a test database."""

from portal.infra.database import Base, new_engine


def build_schema(url: str) -> None:
    """Every table, on an empty database."""
    engine = new_engine(url)
    Base.metadata.create_all(engine)
    engine.dispose()
