"""Look-alikes and sanctions"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "worker_key",
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("is_contact", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_worker_key_worker_id")),
        sa.PrimaryKeyConstraint("worker_id", "key", name=op.f("pk_worker_key")),
    )
    op.create_index(op.f("ix_worker_key_key"), "worker_key", ["key"])


def downgrade() -> None:
    op.drop_index(op.f("ix_worker_key_key"), table_name="worker_key")
    op.drop_table("worker_key")
