"""Amounts of cases name the cost of the ledger that they are about"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    with op.batch_alter_table("case_amount") as batch_op:
        batch_op.add_column(sa.Column("category", sa.String(length=20), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("case_amount") as batch_op:
        batch_op.drop_column("category")
