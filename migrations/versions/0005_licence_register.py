"""The licence register"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NOBODY_HAS_SAID = '{"through": "unsaid", "agents": []}'

SQLITE_TRIGGERS = (
    "CREATE TRIGGER licence_check_insert BEFORE INSERT ON licence_check WHEN EXISTS (SELECT 1 FROM licence_check WHERE id = NEW.id OR (licence_id = NEW.licence_id AND position = NEW.position)) BEGIN SELECT RAISE(ABORT, 'checks of licences are never changed'); END",
    "CREATE TRIGGER licence_check_update BEFORE UPDATE ON licence_check BEGIN SELECT RAISE(ABORT, 'checks of licences are never changed'); END",
    "CREATE TRIGGER licence_check_delete BEFORE DELETE ON licence_check BEGIN SELECT RAISE(ABORT, 'checks of licences are never changed'); END",
)
POSTGRESQL_TRIGGERS = (
    "CREATE FUNCTION licence_check_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'checks of licences are never changed'; END $$",
    "CREATE TRIGGER licence_check_rows BEFORE UPDATE OR DELETE ON licence_check FOR EACH ROW EXECUTE FUNCTION licence_check_guard()",
    "CREATE TRIGGER licence_check_whole BEFORE TRUNCATE ON licence_check FOR EACH STATEMENT EXECUTE FUNCTION licence_check_guard()",
)


def _json() -> sa.types.TypeEngine:
    return sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    op.create_table(
        "licence_check",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("licence_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("authority", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("register_status", sa.String(length=40), nullable=True),
        sa.Column("name_in_register", sa.String(length=200), nullable=False),
        sa.Column("fits_name", sa.Boolean(), nullable=True),
        sa.Column("sectors", _json(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("page", sa.String(length=500), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["licence_id"], ["supply_licence.id"], name=op.f("fk_licence_check_licence_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_licence_check_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_licence_check")),
        sa.UniqueConstraint("licence_id", "position", name=op.f("uq_licence_check_licence_id_position")),
    )
    op.create_index(op.f("ix_licence_check_organisation_id"), "licence_check", ["organisation_id"])
    op.create_table(
        "register_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("is_whole", sa.Boolean(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported_by", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_file")),
    )
    op.create_index(
        op.f("ix_register_file_authority_imported_at"), "register_file", ["authority", "imported_at"]
    )
    op.create_table(
        "register_entry",
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("number_key", sa.String(length=60), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("sectors", _json(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["file_id"], ["register_file.id"], name=op.f("fk_register_entry_file_id")),
        sa.PrimaryKeyConstraint("file_id", "line", name=op.f("pk_register_entry")),
    )
    op.create_index(op.f("ix_register_entry_number_key"), "register_entry", ["number_key"])
    op.execute("UPDATE supply_licence SET status = 'withdrawn' WHERE status = 'revoked'")
    for table in ("availability", "availability_version"):
        with op.batch_alter_table(table) as batch:
            batch.add_column(
                sa.Column("chain", _json(), nullable=False, server_default=sa.text(f"'{NOBODY_HAS_SAID}'"))
            )
    with op.batch_alter_table("hold") as batch:
        batch.add_column(sa.Column("cause", sa.String(length=40), nullable=False, server_default="decision"))
        batch.drop_index("uq_hold_open")
    _open_holds(["kind", "object_id", "cause"])
    triggers = SQLITE_TRIGGERS if op.get_bind().dialect.name == "sqlite" else POSTGRESQL_TRIGGERS
    for trigger in triggers:
        op.execute(trigger.replace(":", r"\:"))


def downgrade() -> None:
    op.execute("DELETE FROM hold WHERE cause <> 'decision'")
    op.drop_index("uq_hold_open", table_name="hold")
    with op.batch_alter_table("hold") as batch:
        batch.drop_column("cause")
    _open_holds(["kind", "object_id"])
    for table in ("availability_version", "availability"):
        with op.batch_alter_table(table) as batch:
            batch.drop_column("chain")
    op.execute(
        "UPDATE supply_licence SET status = 'revoked' WHERE status IN ('withdrawn', 'suspended', 'lapsed')"
    )
    op.drop_table("register_entry")
    op.drop_table("register_file")
    op.drop_table("licence_check")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION licence_check_guard()")


def _open_holds(columns: list[str]) -> None:
    op.create_index(
        "uq_hold_open",
        "hold",
        columns,
        unique=True,
        sqlite_where=sa.text("released_at is null"),
        postgresql_where=sa.text("released_at is null"),
    )
