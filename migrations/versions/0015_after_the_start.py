"""Safety before the first shift; how the job is on day 7 and 30; leaving and returning"""

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
    op.create_table(
        "leaving",
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["placement_id"], ["placement.id"], name=op.f("fk_leaving_placement_id")),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_leaving_worker_id")),
        sa.PrimaryKeyConstraint("placement_id", name=op.f("pk_leaving")),
    )
    op.create_index(op.f("ix_leaving_worker_id"), "leaving", ["worker_id"])
    op.create_table(
        "return_sheet",
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("wages_owed", sa.Numeric(12, 2), nullable=False),
        sa.Column("holiday_owed", sa.Numeric(12, 2), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("paid_by", sa.Date(), nullable=False),
        sa.Column("to_give_back", sa.Text(), nullable=False),
        sa.Column("whom_to_call", sa.String(200), nullable=False),
        sa.Column("side", sa.String(40), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_return_sheet_placement_id")
        ),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_return_sheet_worker_id")),
        sa.PrimaryKeyConstraint("placement_id", name=op.f("pk_return_sheet")),
    )
    op.create_index(op.f("ix_return_sheet_worker_id"), "return_sheet", ["worker_id"])


def downgrade() -> None:
    op.drop_table("return_sheet")
    op.drop_table("leaving")
    op.drop_table("check_in")
    op.drop_table("safety_record")
