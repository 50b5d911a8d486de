"""Safety before the first shift"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "safety_record",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("language", sa.String(12), nullable=False),
        sa.Column("given_by", sa.String(200), nullable=False),
        sa.Column("not_needed_because", sa.Text(), nullable=False),
        sa.Column("side", sa.String(40), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("got", sa.Boolean(), nullable=True),
        sa.Column("got_in", sa.String(12), nullable=True),
        sa.Column("got_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_safety_record_placement_id")
        ),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_safety_record_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safety_record")),
    )
    op.create_index(op.f("ix_safety_record_placement_id"), "safety_record", ["placement_id"])
    op.create_index(op.f("ix_safety_record_worker_id"), "safety_record", ["worker_id"])


def downgrade() -> None:
    op.drop_table("safety_record")
