"""What staff are asked to do has a place of its own; kept answers can only be added"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

SQLITE_TRIGGERS = (
    "CREATE TRIGGER answer_record_insert BEFORE INSERT ON answer_record WHEN EXISTS (SELECT 1 FROM answer_record WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'kept answers are append-only'); END",
    "CREATE TRIGGER answer_record_update BEFORE UPDATE ON answer_record BEGIN SELECT RAISE(ABORT, 'kept answers are append-only'); END",
    "CREATE TRIGGER answer_record_delete BEFORE DELETE ON answer_record BEGIN SELECT RAISE(ABORT, 'kept answers are append-only'); END",
)
POSTGRESQL_TRIGGERS = (
    "CREATE FUNCTION answer_record_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'kept answers are append-only'; END $$",
    "CREATE TRIGGER answer_record_rows BEFORE UPDATE OR DELETE ON answer_record FOR EACH ROW EXECUTE FUNCTION answer_record_guard()",
    "CREATE TRIGGER answer_record_whole BEFORE TRUNCATE ON answer_record FOR EACH STATEMENT EXECUTE FUNCTION answer_record_guard()",
)
FLAGS = "('workers.shared-contact', 'workers.answers-in-a-burst')"
FORGOTTEN = "'workers.forgotten-word'"
"""Was one finding an organisation; is one errand a worker."""


def upgrade() -> None:
    op.create_table(
        "errand",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("object_kind", sa.String(20), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.Uuid(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_errand_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_errand")),
    )
    op.create_index("ix_errand_object", "errand", ["object_kind", "object_id"])
    op.create_index("ix_errand_done_at_due_at", "errand", ["done_at", "due_at"])
    op.create_index(op.f("ix_errand_worker_id"), "errand", ["worker_id"])
    op.execute(
        "INSERT INTO errand (id, kind, object_kind, object_id, since, due_at, done_at, done_by, note) "
        "SELECT id, substr(rule, 9), kind, object_id, found_at, coalesce(due_at, found_at), "
        f"decided_at, decided_by, coalesce(why, '') FROM finding WHERE rule IN {FLAGS}"
    )
    op.execute(
        "INSERT INTO errand (id, kind, object_kind, object_id, worker_id, since, due_at, note) "
        "SELECT worker.id, 'forgotten-word', 'organisation', organisation_id, worker.id, help_asked_at, "
        "help_asked_at, '' FROM own_contact JOIN worker ON worker.id = worker_id "
        "WHERE help_asked_at IS NOT NULL"
    )
    op.execute(f"DELETE FROM finding WHERE rule IN {FLAGS} OR rule = {FORGOTTEN}")
    triggers = SQLITE_TRIGGERS if op.get_bind().dialect.name == "sqlite" else POSTGRESQL_TRIGGERS
    for trigger in triggers:
        op.execute(trigger)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION answer_record_guard() CASCADE")
    else:
        for act in ("insert", "update", "delete"):
            op.execute(f"DROP TRIGGER answer_record_{act}")
    op.drop_table("errand")
