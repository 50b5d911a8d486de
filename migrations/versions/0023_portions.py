"""What a portion of matching looks for is found by indexes; a run knows how long it was stopped"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

WAITING, UNPACKED = sa.text("matched < generation"), sa.text("generation > packed")


def upgrade() -> None:
    op.drop_index("ix_dirty_post_marked_at", table_name="dirty_post")
    op.create_index(
        "ix_dirty_post_waiting",
        "dirty_post",
        ["in_bulk", "marked_at", "id"],
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
    op.create_index(
        "ix_dirty_post_unpacked",
        "dirty_post",
        ["generation"],
        sqlite_where=UNPACKED,
        postgresql_where=UNPACKED,
    )
    with op.batch_alter_table("matching_run") as table:
        table.alter_column("seconds", new_column_name="seconds_stopped")
    op.execute("UPDATE matching_run SET seconds_stopped = 0")


def downgrade() -> None:
    with op.batch_alter_table("matching_run") as table:
        table.alter_column("seconds_stopped", new_column_name="seconds")
    op.execute("UPDATE matching_run SET seconds = 0")
    op.drop_index("ix_dirty_post_unpacked", table_name="dirty_post")
    op.drop_index("ix_dirty_post_waiting", table_name="dirty_post")
    op.create_index("ix_dirty_post_marked_at", "dirty_post", ["marked_at"])
