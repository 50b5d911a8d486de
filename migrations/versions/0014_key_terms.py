"""Key terms: the work as it really is, the terms of each offer as they were made, and contracts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    for table in ("vacancy", "vacancy_version"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("conditions", JSON, server_default="{}", nullable=False))
    op.create_table(
        "offer_terms",
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("engagement_version", sa.Integer(), nullable=False),
        sa.Column("vacancy_version", sa.Integer(), nullable=False),
        sa.Column("terms", JSON, nullable=False),
        sa.Column("why", sa.String(40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_offer_terms_offer_id")),
        sa.PrimaryKeyConstraint("offer_id", "version", name=op.f("pk_offer_terms")),
    )
    op.create_table(
        "contract",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("stated", JSON, nullable=False),
        sa.Column("kind", sa.String(40), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("given_by", sa.Uuid(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_contract_offer_id")),
        sa.ForeignKeyConstraint(["given_by"], ["organisation.id"], name=op.f("fk_contract_given_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract")),
        sa.UniqueConstraint("offer_id", "version", name=op.f("uq_contract_offer_id_version")),
    )
    op.create_index(op.f("ix_contract_offer_id"), "contract", ["offer_id"])


def downgrade() -> None:
    op.drop_table("contract")
    op.drop_table("offer_terms")
    for table in ("vacancy_version", "vacancy"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("conditions")
