"""Plans of who goes where, and their pairs"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "plan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("policy", sa.String(40), nullable=False),
        sa.Column("programme", JSON, nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("running_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seconds", sa.Float(53), nullable=True),
        sa.Column("lots", sa.Integer(), nullable=True),
        sa.Column("vacancies", sa.Integer(), nullable=True),
        sa.Column("pairs", sa.Integer(), nullable=True),
        sa.Column("objective", sa.BigInteger(), nullable=True),
        sa.Column("greedy_objective", sa.BigInteger(), nullable=True),
        sa.Column("first_come_objective", sa.BigInteger(), nullable=True),
        sa.Column("sectors", JSON, nullable=False),
        sa.Column("why", sa.String(40), nullable=True),
        sa.Column("why_facts", JSON, nullable=False),
        sa.Column("published_by", sa.Uuid(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
    )
    op.create_index(op.f("ix_plan_state"), "plan", ["state"])
    op.create_index(op.f("ix_plan_asked_at"), "plan", ["asked_at"])
    op.create_table(
        "plan_flow",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("availability_id", sa.Uuid(), nullable=False),
        sa.Column("vacancy_id", sa.Uuid(), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.Column("locked", sa.Integer(), nullable=True),
        sa.Column("score", sa.Float(53), nullable=False),
        sa.Column("distance_km", sa.Float(53), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("min_group", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("lot_heads", sa.Integer(), nullable=False),
        sa.Column("vacancy_heads", sa.Integer(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=True),
        sa.Column("turned_away", sa.String(), nullable=True),
        sa.CheckConstraint("heads >= 0", name=op.f("ck_plan_flow_heads")),
        sa.CheckConstraint("locked is null or locked >= 0", name=op.f("ck_plan_flow_locked")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_flow_plan_id")),
        sa.ForeignKeyConstraint(
            ["availability_id"], ["availability.id"], name=op.f("fk_plan_flow_availability_id")
        ),
        sa.ForeignKeyConstraint(["vacancy_id"], ["vacancy.id"], name=op.f("fk_plan_flow_vacancy_id")),
        sa.ForeignKeyConstraint(["match_id"], ["match.id"], name=op.f("fk_plan_flow_match_id")),
        sa.PrimaryKeyConstraint("plan_id", "availability_id", "vacancy_id", name=op.f("pk_plan_flow")),
    )


def downgrade() -> None:
    op.drop_table("plan_flow")
    op.drop_table("plan")
