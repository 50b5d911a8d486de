"""The same errand stands open once"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

DOUBLED = """
DELETE FROM errand WHERE done_at IS NULL AND EXISTS (
  SELECT 1 FROM errand AS former
  WHERE former.done_at IS NULL
    AND former.kind = errand.kind
    AND former.object_kind = errand.object_kind
    AND former.object_id = errand.object_id
    AND (former.worker_id = errand.worker_id OR former.worker_id IS NULL AND errand.worker_id IS NULL)
    AND (former.since < errand.since OR former.since = errand.since AND former.id < errand.id)
)
"""
INDEXES = {
    "uq_errand_open": (
        ["kind", "object_kind", "object_id"],
        sa.text("done_at is null and worker_id is null"),
    ),
    "uq_errand_open_of_worker": (
        ["kind", "object_kind", "object_id", "worker_id"],
        sa.text("done_at is null"),
    ),
}


def upgrade() -> None:
    op.execute(DOUBLED)
    for name, (columns, where) in INDEXES.items():
        op.create_index(name, "errand", columns, unique=True, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name, "errand")
