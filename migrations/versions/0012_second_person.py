"""A second person for what would end a case while money is open; amounts name the cost they are about"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    with op.batch_alter_table("case_amount") as batch_op:
        batch_op.add_column(sa.Column("category", sa.String(length=20), nullable=True))
    with op.batch_alter_table("case_message") as batch_op:
        batch_op.add_column(sa.Column("language", sa.String(length=12), nullable=True))
    op.create_table(
        "case_proposal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("case_version", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("amount_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["remedy_case.id"], name=op.f("fk_case_proposal_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_proposal")),
    )
    op.create_index(op.f("ix_case_proposal_case_id"), "case_proposal", ["case_id"])


def downgrade() -> None:
    op.drop_table("case_proposal")
    with op.batch_alter_table("case_message") as batch_op:
        batch_op.drop_column("language")
    with op.batch_alter_table("case_amount") as batch_op:
        batch_op.drop_column("category")
