"""How Alembic reaches the database: over the connection that the portal hands it."""

from alembic import context

from portal import app as _whole_portal  # noqa: F401 - every feature's tables must be known
from portal.infra.database import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
