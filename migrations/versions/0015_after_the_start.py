"""Safety before the first shift, and what workers say of the job on day 7 and 30"""

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
    op.create_table(
        "check_in",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("as_promised", sa.Boolean(), nullable=False),
        sa.Column("differs", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("asked_for_money", sa.Boolean(), nullable=False),
        sa.Column("hours_worked", sa.Numeric(8, 2), nullable=True),
        sa.Column("payslip", sa.JSON(), nullable=True),
        sa.Column("language", sa.String(12), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["placement_id"], ["placement.id"], name=op.f("fk_check_in_placement_id")),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_check_in_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in")),
    )
    op.create_index(op.f("ix_check_in_placement_id"), "check_in", ["placement_id"])
    op.create_index(op.f("ix_check_in_worker_id"), "check_in", ["worker_id"])


def downgrade() -> None:
    op.drop_table("check_in")
    op.drop_table("safety_record")
