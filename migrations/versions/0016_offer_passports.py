"""Offer passports."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "offer_passport",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(11), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("key_id", sa.String(16), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_by", sa.String(11), nullable=True),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_offer_passport_offer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_passport")),
        sa.UniqueConstraint("number", name=op.f("uq_offer_passport_number")),
        sa.UniqueConstraint("offer_id", "version", name=op.f("uq_offer_passport_offer_id_version")),
    )


def downgrade() -> None:
    op.drop_table("offer_passport")
