"""An exception holds for the lines that staff saw; two people end a suspension; grounds of a sanction stay"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("fee_exception_grant") as grant:
        # For which lines the former ones were meant, nobody knows: they hold for none until attached again.
        grant.add_column(sa.Column("lines", JSON, nullable=False, server_default=sa.text("'[]'")))
    with op.batch_alter_table("sanction") as sanction:
        sanction.add_column(sa.Column("grounds", JSON, nullable=True))
        sanction.add_column(sa.Column("ending", sa.String(40), nullable=True))
        sanction.add_column(sa.Column("ending_by", sa.Uuid(), nullable=True))
        sanction.add_column(sa.Column("ending_at", sa.DateTime(timezone=True), nullable=True))
        sanction.add_column(sa.Column("ending_reason", sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("sanction") as sanction:
        for column in ("ending_reason", "ending_at", "ending_by", "ending", "grounds"):
            sanction.drop_column(column)
    with op.batch_alter_table("fee_exception_grant") as grant:
        grant.drop_column("lines")
