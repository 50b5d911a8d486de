"""Snapshots of the market, how far a changed post was matched, and runs over many of them"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "market_snapshot",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("availabilities", sa.Integer(), nullable=True),
        sa.Column("vacancies", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_market_snapshot")),
    )
    op.create_table(
        "matching_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("matched", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Float(53), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matching_run")),
    )
    # what waits to be matched may be forgotten neither way: a mark that was never matched is of generation 0
    with op.batch_alter_table("dirty_post") as table:
        table.alter_column("generation", existing_type=sa.Integer(), type_=sa.BigInteger())
        table.add_column(sa.Column("matched", sa.BigInteger(), nullable=False, server_default="0"))
        table.add_column(sa.Column("packed", sa.BigInteger(), nullable=False, server_default="0"))
        table.add_column(sa.Column("in_bulk", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("dirty_post") as table:
        table.alter_column("matched", server_default=None)
        table.alter_column("packed", server_default=None)
        table.alter_column("in_bulk", server_default=None)


def downgrade() -> None:
    op.execute("DELETE FROM dirty_post WHERE matched >= generation")
    op.execute("UPDATE dirty_post SET generation = 1")
    with op.batch_alter_table("dirty_post") as table:
        table.drop_column("in_bulk")
        table.drop_column("packed")
        table.drop_column("matched")
        table.alter_column("generation", existing_type=sa.BigInteger(), type_=sa.Integer())
    op.drop_table("matching_run")
    op.drop_table("market_snapshot")
