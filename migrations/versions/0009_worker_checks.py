"""Who checked workers' age and right to work before the start"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "worker_check",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("adult", sa.Boolean(), nullable=True),
        sa.Column("checked_by", sa.String(40), nullable=False),
        sa.Column("how", sa.String(40), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("unlimited", sa.Boolean(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_worker_check_placement_id")
        ),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_worker_check_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker_check")),
    )
    op.create_index(op.f("ix_worker_check_placement_id"), "worker_check", ["placement_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_worker_check_placement_id"), table_name="worker_check")
    op.drop_table("worker_check")
