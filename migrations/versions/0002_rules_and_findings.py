"""Rules and findings"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.String(40), nullable=False),
        sa.Column("rule_set", sa.Integer(), nullable=False),
        sa.Column("off", JSON, nullable=False),
        sa.Column("versions", JSON, nullable=False),
        sa.Column("terms", JSON, nullable=False),
        sa.Column("findings", JSON, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_index(
        "uq_decision_current",
        "decision",
        ["kind", "object_id", "stage"],
        unique=True,
        sqlite_where=sa.text("superseded_at is null"),
        postgresql_where=sa.text("superseded_at is null"),
    )
    op.create_index("ix_decision_judged_at", "decision", ["judged_at"])

    op.create_table(
        "finding",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.String(40), nullable=False),
        sa.Column("rule", sa.String(length=60), nullable=False),
        sa.Column("rule_version", sa.Integer(), nullable=False),
        sa.Column("severity", sa.String(40), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.Column("sameness", sa.String(length=64), nullable=False),
        sa.Column("evidence", JSON, nullable=False),
        sa.Column("stops", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_finding_decision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
    )
    op.create_index("ix_finding_object", "finding", ["kind", "object_id", "stage"])
    op.create_index("ix_finding_state_due_at", "finding", ["state", "due_at"])
    op.create_index(op.f("ix_finding_rule"), "finding", ["rule"])

    op.create_table(
        "rule_switch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_switch")),
    )
    op.create_index(op.f("ix_rule_switch_rule"), "rule_switch", ["rule"])

    op.create_table(
        "recorded_check",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("check_id", sa.String(length=60), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recorded_check")),
    )
    op.create_index("ix_recorded_check_object", "recorded_check", ["kind", "object_id"])


def downgrade() -> None:
    op.drop_index("ix_recorded_check_object", table_name="recorded_check")
    op.drop_table("recorded_check")
    op.drop_index(op.f("ix_rule_switch_rule"), table_name="rule_switch")
    op.drop_table("rule_switch")
    op.drop_index(op.f("ix_finding_rule"), table_name="finding")
    op.drop_index("ix_finding_state_due_at", table_name="finding")
    op.drop_index("ix_finding_object", table_name="finding")
    op.drop_table("finding")
    op.drop_index("ix_decision_judged_at", table_name="decision")
    op.drop_index("uq_decision_current", table_name="decision")
    op.drop_table("decision")
