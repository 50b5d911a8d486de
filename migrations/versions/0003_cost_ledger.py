"""The cost ledger"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def line_columns() -> list[sa.Column]:
    """What each line holds besides who pays how much for what."""
    return [
        sa.Column("origin", sa.String(length=20), nullable=False, server_default=""),
        sa.Column("collected_by", sa.String(length=200), nullable=False, server_default=""),
        sa.Column("collection", sa.String(40), nullable=True),
        sa.Column("stage", sa.String(40), nullable=True),
        sa.Column("initiated_by", sa.String(40), nullable=True),
        sa.Column("required", sa.Boolean(), nullable=True),
        sa.Column("in_recruitment", sa.Boolean(), nullable=True),
        sa.Column("proof", sa.String(length=300), nullable=False, server_default=""),
        sa.Column("proof_on", sa.Date(), nullable=True),
        sa.Column("proof_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("proof_seen_by", sa.Uuid(), nullable=True),
        sa.Column("reimbursed", sa.BigInteger(), nullable=True),
        sa.Column("reimbursed_on", sa.Date(), nullable=True),
        sa.Column("worker_confirmed", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("exception_id", sa.String(length=60), nullable=True),
        sa.Column("exception_disclosed", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("choice_optional", sa.Boolean(), nullable=True),
        sa.Column("choice_itemised", sa.Boolean(), nullable=True),
        sa.Column("choice_at_cost", sa.Boolean(), nullable=True),
        sa.Column("choice_weekly_cap", sa.BigInteger(), nullable=True),
    ]


def upgrade() -> None:
    with op.batch_alter_table("cost_line") as batch_op:
        for column in line_columns():
            batch_op.add_column(column)
    op.execute("UPDATE cost_line SET origin = kind")
    op.create_table(
        "cost_ledger",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rule_set", sa.Integer(), nullable=False),
        sa.Column("vacancy_id", sa.Uuid(), nullable=True),
        sa.Column("vacancy_version", sa.Integer(), nullable=True),
        sa.Column("availability_id", sa.Uuid(), nullable=True),
        sa.Column("availability_version", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("kind", "object_id", "version", name=op.f("pk_cost_ledger")),
    )
    op.create_index("ix_cost_ledger_vacancy_id_kind", "cost_ledger", ["vacancy_id", "kind"])
    op.execute(
        "INSERT INTO cost_ledger (kind, object_id, version, kept_at, rule_set) "
        "SELECT DISTINCT kind, object_id, version, CURRENT_TIMESTAMP, 1 FROM cost_line"
    )
    op.create_table(
        "worker_cost_answer",
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("paid", sa.Boolean(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("placement_id", name=op.f("pk_worker_cost_answer")),
    )
    op.create_table(
        "fee_exception_switch",
        sa.Column("exception_id", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("exception_id", "number", name=op.f("pk_fee_exception_switch")),
    )
    op.create_table(
        "fee_exception_grant",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("category", sa.String(length=20), nullable=False),
        sa.Column("exception_id", sa.String(length=60), nullable=False),
        sa.Column("disclosed", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kind", "object_id", "category", name=op.f("pk_fee_exception_grant")),
    )


def downgrade() -> None:
    op.drop_table("fee_exception_grant")
    op.drop_table("fee_exception_switch")
    op.drop_table("worker_cost_answer")
    op.drop_index("ix_cost_ledger_vacancy_id_kind", table_name="cost_ledger")
    op.drop_table("cost_ledger")
    # only the ledgers of posts existed before, and every one of their lines stays
    op.execute("DELETE FROM cost_line WHERE kind NOT IN ('availability', 'vacancy')")
    with op.batch_alter_table("cost_line") as batch_op:
        for column in line_columns():
            batch_op.drop_column(column.name)
