"""Registered addresses of organisations; licences that count only once a register shows them"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("organisation") as organisation:
        organisation.add_column(sa.Column("street", sa.String(200), nullable=True))
        organisation.add_column(sa.Column("town", sa.String(200), nullable=True))
        organisation.add_column(sa.Column("postcode", sa.String(20), nullable=True))
        organisation.add_column(sa.Column("address_key", sa.String(300), nullable=True))
        organisation.create_index(op.f("ix_organisation_address_key"), ["address_key"])
    with op.batch_alter_table("supply_licence") as licence:
        licence.add_column(
            sa.Column("awaits_register", sa.Boolean(), server_default=sa.false(), nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("supply_licence") as licence:
        licence.drop_column("awaits_register")
    with op.batch_alter_table("organisation") as organisation:
        organisation.drop_index(op.f("ix_organisation_address_key"))
        for name in ("address_key", "postcode", "town", "street"):
            organisation.drop_column(name)
