"""The portal as it begins"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SQLITE_TRIGGERS = (
    "CREATE TRIGGER audit_event_insert BEFORE INSERT ON audit_event WHEN NEW.seq IS NOT NULL OR EXISTS (SELECT 1 FROM audit_event WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END",
    "CREATE TRIGGER audit_event_update BEFORE UPDATE ON audit_event WHEN NOT (OLD.seq IS NULL AND OLD.prev IS NULL AND OLD.hash IS NULL AND NEW.id IS OLD.id AND NEW.at IS OLD.at AND NEW.actor IS OLD.actor AND NEW.action IS OLD.action AND NEW.object_kind IS OLD.object_kind AND NEW.object_id IS OLD.object_id AND NEW.subject IS OLD.subject AND NEW.commitment IS OLD.commitment) OR EXISTS (SELECT 1 FROM audit_event WHERE seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END",
    "CREATE TRIGGER audit_event_delete BEFORE DELETE ON audit_event WHEN 1 BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END",
    "CREATE TRIGGER audit_payload_insert BEFORE INSERT ON audit_payload WHEN EXISTS (SELECT 1 FROM audit_payload WHERE event_id = NEW.event_id) BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END",
    "CREATE TRIGGER audit_payload_update BEFORE UPDATE ON audit_payload WHEN NOT (NEW.event_id IS OLD.event_id AND (NEW.salt IS NULL) AND (NEW.body IS NULL)) BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END",
    "CREATE TRIGGER audit_payload_delete BEFORE DELETE ON audit_payload WHEN 1 BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END",
)

POSTGRESQL_TRIGGERS = (
    "CREATE FUNCTION audit_event_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP = 'UPDATE' THEN IF OLD.seq IS NULL AND OLD.prev IS NULL AND OLD.hash IS NULL AND NEW.id IS NOT DISTINCT FROM OLD.id AND NEW.at IS NOT DISTINCT FROM OLD.at AND NEW.actor IS NOT DISTINCT FROM OLD.actor AND NEW.action IS NOT DISTINCT FROM OLD.action AND NEW.object_kind IS NOT DISTINCT FROM OLD.object_kind AND NEW.object_id IS NOT DISTINCT FROM OLD.object_id AND NEW.subject IS NOT DISTINCT FROM OLD.subject AND NEW.commitment IS NOT DISTINCT FROM OLD.commitment THEN RETURN NEW; END IF; END IF; RAISE EXCEPTION 'the audit trail is append-only'; END $$",
    "CREATE TRIGGER audit_event_rows BEFORE UPDATE OR DELETE ON audit_event FOR EACH ROW EXECUTE FUNCTION audit_event_guard()",
    "CREATE TRIGGER audit_event_whole BEFORE TRUNCATE ON audit_event FOR EACH STATEMENT EXECUTE FUNCTION audit_event_guard()",
    "CREATE FUNCTION audit_payload_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP = 'UPDATE' THEN IF NEW.event_id = OLD.event_id AND (NEW.salt IS NULL) AND (NEW.body IS NULL) THEN RETURN NEW; END IF; END IF; RAISE EXCEPTION 'the audit trail is append-only'; END $$",
    "CREATE TRIGGER audit_payload_rows BEFORE UPDATE OR DELETE ON audit_payload FOR EACH ROW EXECUTE FUNCTION audit_payload_guard()",
    "CREATE TRIGGER audit_payload_whole BEFORE TRUNCATE ON audit_payload FOR EACH STATEMENT EXECUTE FUNCTION audit_payload_guard()",
)
"""The trail is append-only: what may change is a seal that was not there, and the erasure of a payload."""


def upgrade() -> None:
    op.create_table(
        "audit_event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Uuid(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("object_kind", sa.String(), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.Uuid(), nullable=True),
        sa.Column("commitment", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("prev", sa.String(), nullable=True),
        sa.Column("hash", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
        sa.UniqueConstraint("seq", name=op.f("uq_audit_event_seq")),
    )
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.create_index("ix_audit_event_object", ["object_kind", "object_id"], unique=False)

    op.create_table(
        "availability",
        sa.Column("branch_id", sa.Uuid(), nullable=True),
        sa.Column("on_behalf_of", sa.String(), nullable=True),
        sa.Column("occupation_uri", sa.String(), nullable=True),
        sa.Column("occupation", sa.String(), nullable=False),
        sa.Column("isco", sa.String(length=4), nullable=False),
        sa.Column("skills", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("skills_assumed", sa.Boolean(), nullable=False),
        sa.Column("languages", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("tickets", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("travel_km", sa.Double(), nullable=False),
        sa.Column("relocates", sa.Boolean(), nullable=False),
        sa.Column("work_countries", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("work_sectors", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("available_from", sa.Date(), nullable=False),
        sa.Column("available_to", sa.Date(), nullable=True),
        sa.Column("headcount", sa.Integer(), nullable=False),
        sa.Column("min_group", sa.Integer(), nullable=False),
        sa.Column("min_pay", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("shifts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("engagement", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("paid_by_workers", sa.String(40), nullable=False),
        sa.Column("notes", sa.String(), nullable=False),
        sa.Column("place_id", sa.String(length=12), nullable=True),
        sa.Column("town", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("posted_by", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("close_reason", sa.String(), nullable=True),
        sa.CheckConstraint("headcount > 0", name=op.f("ck_availability_headcount")),
        sa.CheckConstraint("min_group between 1 and headcount", name=op.f("ck_availability_min_group")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_availability")),
        sa.UniqueConstraint("number", name=op.f("uq_availability_number")),
    )
    with op.batch_alter_table("availability", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_availability_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_availability_state"), ["state"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_availability_state_expires_at"), ["state", "expires_at"], unique=False
        )

    op.create_table(
        "availability_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("posted_by", sa.Uuid(), nullable=False),
        sa.Column("answers", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_availability_draft")),
    )
    with op.batch_alter_table("availability_draft", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_availability_draft_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "concept",
        sa.Column("uri", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("isco", sa.String(length=4), nullable=True),
        sa.Column("in_seed", sa.Boolean(), nullable=False),
        sa.Column("in_esco", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("uri", name=op.f("pk_concept")),
    )
    with op.batch_alter_table("concept", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_concept_isco"), ["isco"], unique=False)

    op.create_table(
        "concept_broader",
        sa.Column("origin", sa.String(40), nullable=False),
        sa.Column("pillar", sa.String(40), nullable=False),
        sa.Column("uri", sa.String(length=200), nullable=False),
        sa.Column("broader_uri", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("origin", "pillar", "uri", "broader_uri", name=op.f("pk_concept_broader")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "concept_label",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uri", sa.String(length=200), nullable=False),
        sa.Column("concept_kind", sa.String(40), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column(
            "normalised",
            sa.String(length=500).with_variant(sa.String(length=500, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("origin", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concept_label")),
    )
    with op.batch_alter_table("concept_label", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_concept_label_normalised_concept_kind"),
            ["normalised", "concept_kind"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_concept_label_uri"), ["uri"], unique=False)

    op.create_table(
        "cost_line",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=20), nullable=False),
        sa.Column("payer", sa.String(40), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("basis", sa.String(40), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "object_id", "version", "position", name=op.f("pk_cost_line")),
    )
    op.create_table(
        "dirty_post",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kind", "id", name=op.f("pk_dirty_post")),
    )
    with op.batch_alter_table("dirty_post", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dirty_post_marked_at"), ["marked_at"], unique=False)

    op.create_table(
        "hold",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("placed_by", sa.Uuid(), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_by", sa.Uuid(), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("release_reason", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
    )
    with op.batch_alter_table("hold", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hold_object_id"), ["object_id"], unique=False)
        batch_op.create_index(
            "uq_hold_open",
            ["kind", "object_id"],
            unique=True,
            sqlite_where=sa.text("released_at is null"),
            postgresql_where=sa.text("released_at is null"),
        )

    op.create_table(
        "mail",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("category", sa.String(40), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_by", sa.Uuid(), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("digest_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["digest_id"], ["mail.id"], name=op.f("fk_mail_digest_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
        sa.UniqueConstraint("key", "recipient", name=op.f("uq_mail_key_recipient")),
    )
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mail_digest_id"), ["digest_id"], unique=False)
        batch_op.create_index("ix_mail_due", ["state", "due_at"], unique=False)
        batch_op.create_index("ix_mail_recipient", ["recipient", "organisation_id"], unique=False)

    op.create_table(
        "mail_preference",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("matches", sa.String(40), nullable=False),
        sa.Column("progress", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "organisation_id", name=op.f("pk_mail_preference")),
    )
    op.create_table(
        "occupation_skill",
        sa.Column("origin", sa.String(40), nullable=False),
        sa.Column("occupation_uri", sa.String(length=200), nullable=False),
        sa.Column("skill_uri", sa.String(length=200), nullable=False),
        sa.Column("relation", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("origin", "occupation_uri", "skill_uri", name=op.f("pk_occupation_skill")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("staff_roles", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("totp_secret", sa.String(length=64), nullable=True),
        sa.Column("totp_last_step", sa.Integer(), nullable=True),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email_key", name=op.f("uq_person_email_key")),
    )
    op.create_table(
        "place",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("region", sa.String(length=200), nullable=True),
        sa.Column("nation", sa.String(length=40), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("timezone", sa.String(length=60), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
    )
    op.create_table(
        "postcode",
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_postcode")),
    )
    op.create_table(
        "scheduled_job",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("next_due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_ok", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_scheduled_job")),
    )
    op.create_table(
        "sent_form",
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("location", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_sent_form")),
    )
    op.create_table(
        "skill_skill",
        sa.Column("skill_uri", sa.String(length=200), nullable=False),
        sa.Column("related_uri", sa.String(length=200), nullable=False),
        sa.Column("relation", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("skill_uri", "related_uri", name=op.f("pk_skill_skill")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "suppressed_address",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suppressed_address")),
        sa.UniqueConstraint("email", name=op.f("uq_suppressed_address_email")),
    )
    op.create_table(
        "taxonomy_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Uuid(), nullable=False),
        sa.Column("seed_fingerprint", sa.String(length=64), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taxonomy_state")),
    )
    op.create_table(
        "try_count",
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("window", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "key", "window", name=op.f("pk_try_count")),
    )
    op.create_table(
        "vacancy",
        sa.Column("branch_id", sa.Uuid(), nullable=True),
        sa.Column("on_behalf_of", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("sector", sa.String(length=12), nullable=False),
        sa.Column("occupation_uri", sa.String(), nullable=True),
        sa.Column("occupation", sa.String(), nullable=False),
        sa.Column("isco", sa.String(length=4), nullable=False),
        sa.Column("entry_level", sa.Boolean(), nullable=False),
        sa.Column(
            "required_skills", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("desired_skills", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("languages", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("tickets", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("accommodation", sa.Boolean(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("latest_start", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("min_days", sa.Integer(), nullable=False),
        sa.Column("headcount", sa.Integer(), nullable=False),
        sa.Column("min_group", sa.Integer(), nullable=False),
        sa.Column("pay", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("shifts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("shift_rule", sa.String(40), nullable=False),
        sa.Column("engagement", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("hours_per_week", sa.BigInteger(), nullable=True),
        sa.Column("start_time", sa.String(length=5), nullable=True),
        sa.Column("pay_interval", sa.String(40), nullable=True),
        sa.Column("housing_cost_week", sa.BigInteger(), nullable=True),
        sa.Column("transport", sa.String(), nullable=False),
        sa.Column("transport_cost_week", sa.BigInteger(), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("place_id", sa.String(length=12), nullable=True),
        sa.Column("town", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("posted_by", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("close_reason", sa.String(), nullable=True),
        sa.CheckConstraint("headcount > 0", name=op.f("ck_vacancy_headcount")),
        sa.CheckConstraint("min_group between 1 and headcount", name=op.f("ck_vacancy_min_group")),
        sa.CheckConstraint("priority between 1 and 3", name=op.f("ck_vacancy_priority")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vacancy")),
        sa.UniqueConstraint("number", name=op.f("uq_vacancy_number")),
    )
    with op.batch_alter_table("vacancy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vacancy_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_vacancy_state"), ["state"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_vacancy_state_expires_at"), ["state", "expires_at"], unique=False
        )

    op.create_table(
        "vacancy_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("posted_by", sa.Uuid(), nullable=False),
        sa.Column("answers", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vacancy_draft")),
    )
    with op.batch_alter_table("vacancy_draft", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_vacancy_draft_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "account_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(40), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_account_link_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_account_link_token_hash")),
    )
    with op.batch_alter_table("account_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_link_person_id"), ["person_id"], unique=False)

    op.create_table(
        "account_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("stage", sa.String(40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acting_organisation_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_account_session_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_account_session_token_hash")),
    )
    with op.batch_alter_table("account_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_session_person_id"), ["person_id"], unique=False)

    op.create_table(
        "audit_payload",
        sa.Column(
            "event_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["audit_event.id"], name=op.f("fk_audit_payload_event_id")),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_audit_payload")),
    )
    op.create_table(
        "availability_commitment",
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("holder", sa.Uuid(), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"], ["availability.id"], name=op.f("fk_availability_commitment_post_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_availability_commitment")),
    )
    with op.batch_alter_table("availability_commitment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_availability_commitment_holder"), ["holder"], unique=False)
        batch_op.create_index(batch_op.f("ix_availability_commitment_post_id"), ["post_id"], unique=False)

    op.create_table(
        "availability_version",
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("branch_id", sa.Uuid(), nullable=True),
        sa.Column("on_behalf_of", sa.String(), nullable=True),
        sa.Column("occupation_uri", sa.String(), nullable=True),
        sa.Column("occupation", sa.String(), nullable=False),
        sa.Column("isco", sa.String(length=4), nullable=False),
        sa.Column("skills", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("skills_assumed", sa.Boolean(), nullable=False),
        sa.Column("languages", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("tickets", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("travel_km", sa.Double(), nullable=False),
        sa.Column("relocates", sa.Boolean(), nullable=False),
        sa.Column("work_countries", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("work_sectors", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("available_from", sa.Date(), nullable=False),
        sa.Column("available_to", sa.Date(), nullable=True),
        sa.Column("headcount", sa.Integer(), nullable=False),
        sa.Column("min_group", sa.Integer(), nullable=False),
        sa.Column("min_pay", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("shifts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("engagement", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("paid_by_workers", sa.String(40), nullable=False),
        sa.Column("notes", sa.String(), nullable=False),
        sa.Column("place_id", sa.String(length=12), nullable=True),
        sa.Column("town", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"], ["availability.id"], name=op.f("fk_availability_version_post_id")
        ),
        sa.PrimaryKeyConstraint("post_id", "version", name=op.f("pk_availability_version")),
    )
    op.create_table(
        "mail_about",
        sa.Column("mail_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["mail_id"], ["mail.id"], name=op.f("fk_mail_about_mail_id")),
        sa.PrimaryKeyConstraint("mail_id", "kind", "object_id", name=op.f("pk_mail_about")),
    )
    with op.batch_alter_table("mail_about", schema=None) as batch_op:
        batch_op.create_index("ix_mail_about_object", ["kind", "object_id"], unique=False)

    op.create_table(
        "organisation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("supplies", sa.Boolean(), nullable=False),
        sa.Column("employs", sa.Boolean(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("register_number", sa.String(length=60), nullable=True),
        sa.Column("register_key", sa.String(length=60), nullable=True),
        sa.Column("sectors", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("website", sa.String(length=200), nullable=True),
        sa.Column("contact_email", sa.String(length=254), nullable=False),
        sa.Column("contact_phone", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("express", sa.Boolean(), nullable=False),
        sa.Column("registered_by", sa.Uuid(), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("express_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_organisation_decided_by")),
        sa.ForeignKeyConstraint(["registered_by"], ["person.id"], name=op.f("fk_organisation_registered_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
    )
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_name_key"), ["name_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_organisation_register_key"), ["register_key"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_organisation_state_applied_at"), ["state", "applied_at"], unique=False
        )

    op.create_table(
        "place_name",
        sa.Column(
            "normalised",
            sa.String(length=200).with_variant(sa.String(length=200, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("place_id", sa.String(length=12), nullable=False),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_place_name_place_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("normalised", "place_id", name=op.f("pk_place_name")),
    )
    with op.batch_alter_table("place_name", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_place_name_place_id"), ["place_id"], unique=False)

    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_recovery_code_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
    )
    with op.batch_alter_table("recovery_code", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_recovery_code_person_id_code_hash"), ["person_id", "code_hash"], unique=True
        )

    op.create_table(
        "vacancy_commitment",
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("holder", sa.Uuid(), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["vacancy.id"], name=op.f("fk_vacancy_commitment_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vacancy_commitment")),
    )
    with op.batch_alter_table("vacancy_commitment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vacancy_commitment_holder"), ["holder"], unique=False)
        batch_op.create_index(batch_op.f("ix_vacancy_commitment_post_id"), ["post_id"], unique=False)

    op.create_table(
        "vacancy_version",
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("branch_id", sa.Uuid(), nullable=True),
        sa.Column("on_behalf_of", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("sector", sa.String(length=12), nullable=False),
        sa.Column("occupation_uri", sa.String(), nullable=True),
        sa.Column("occupation", sa.String(), nullable=False),
        sa.Column("isco", sa.String(length=4), nullable=False),
        sa.Column("entry_level", sa.Boolean(), nullable=False),
        sa.Column(
            "required_skills", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("desired_skills", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("languages", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("tickets", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("accommodation", sa.Boolean(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("latest_start", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("min_days", sa.Integer(), nullable=False),
        sa.Column("headcount", sa.Integer(), nullable=False),
        sa.Column("min_group", sa.Integer(), nullable=False),
        sa.Column("pay", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("shifts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("shift_rule", sa.String(40), nullable=False),
        sa.Column("engagement", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("hours_per_week", sa.BigInteger(), nullable=True),
        sa.Column("start_time", sa.String(length=5), nullable=True),
        sa.Column("pay_interval", sa.String(40), nullable=True),
        sa.Column("housing_cost_week", sa.BigInteger(), nullable=True),
        sa.Column("transport", sa.String(), nullable=False),
        sa.Column("transport_cost_week", sa.BigInteger(), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("place_id", sa.String(length=12), nullable=True),
        sa.Column("town", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["vacancy.id"], name=op.f("fk_vacancy_version_post_id")),
        sa.PrimaryKeyConstraint("post_id", "version", name=op.f("pk_vacancy_version")),
    )
    op.create_table(
        "branch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("place_id", sa.String(length=12), nullable=True),
        sa.Column("town", sa.String(length=200), nullable=False),
        sa.Column("region", sa.String(length=200), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=False),
        sa.Column("desk_email", sa.String(length=254), nullable=False),
        sa.Column("duty_phone", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_branch_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_branch")),
    )
    with op.batch_alter_table("branch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_branch_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("invited_by", sa.Uuid(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["invited_by"], ["person.id"], name=op.f("fk_invitation_invited_by")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_invitation_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "match",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("availability_id", sa.Uuid(), nullable=False),
        sa.Column("vacancy_id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        sa.Column("availability_version", sa.Integer(), nullable=False),
        sa.Column("vacancy_version", sa.Integer(), nullable=False),
        sa.Column("rules_version", sa.Integer(), nullable=False),
        sa.Column("score", sa.Float(precision=53), nullable=False),
        sa.Column("judgement", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("lapse_reason", sa.String(), nullable=True),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lapsed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("provider_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("employer_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["availability_id"], ["availability.id"], name=op.f("fk_match_availability_id")
        ),
        sa.ForeignKeyConstraint(["employer_id"], ["organisation.id"], name=op.f("fk_match_employer_id")),
        sa.ForeignKeyConstraint(["provider_id"], ["organisation.id"], name=op.f("fk_match_provider_id")),
        sa.ForeignKeyConstraint(["vacancy_id"], ["vacancy.id"], name=op.f("fk_match_vacancy_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match")),
        sa.UniqueConstraint(
            "availability_id", "vacancy_id", name=op.f("uq_match_availability_id_vacancy_id")
        ),
    )
    with op.batch_alter_table("match", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_match_employer_id"), ["employer_id"], unique=False)
        batch_op.create_index("ix_match_of_availability", ["availability_id", "state", "score"], unique=False)
        batch_op.create_index("ix_match_of_vacancy", ["vacancy_id", "state", "score"], unique=False)
        batch_op.create_index(batch_op.f("ix_match_provider_id"), ["provider_id"], unique=False)

    op.create_table(
        "member",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_member_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_member_person_id")),
        sa.PrimaryKeyConstraint("person_id", "organisation_id", name=op.f("pk_member")),
    )
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_member_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "standing_yes",
        sa.Column("post_kind", sa.String(length=20), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.CheckConstraint("heads > 0", name=op.f("ck_standing_yes_heads")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_standing_yes_organisation_id")
        ),
        sa.PrimaryKeyConstraint("post_kind", "post_id", name=op.f("pk_standing_yes")),
    )
    with op.batch_alter_table("standing_yes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_standing_yes_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "supply_licence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("authority", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("sectors", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_supply_licence_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supply_licence")),
    )
    with op.batch_alter_table("supply_licence", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_supply_licence_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "worker",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_worker_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker")),
    )
    with op.batch_alter_table("worker", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_worker_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "introduction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("availability_id", sa.Uuid(), nullable=False),
        sa.Column("availability_version", sa.Integer(), nullable=False),
        sa.Column("vacancy_id", sa.Uuid(), nullable=False),
        sa.Column("vacancy_version", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("introduced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(40), nullable=True),
        sa.Column("provider_standing", sa.Boolean(), nullable=False),
        sa.Column("employer_standing", sa.Boolean(), nullable=False),
        sa.Column("extension_until", sa.Date(), nullable=True),
        sa.Column("extension_by", sa.String(40), nullable=True),
        sa.Column("excluded_by", sa.String(length=200), nullable=True),
        sa.Column("offers_made", sa.Integer(), nullable=False),
        sa.CheckConstraint("first <= last", name=op.f("ck_introduction_days")),
        sa.CheckConstraint("heads > 0", name=op.f("ck_introduction_heads")),
        sa.CheckConstraint("places >= 0 AND places <= heads", name=op.f("ck_introduction_places")),
        sa.ForeignKeyConstraint(
            ["availability_id"], ["availability.id"], name=op.f("fk_introduction_availability_id")
        ),
        sa.ForeignKeyConstraint(
            ["employer_id"], ["organisation.id"], name=op.f("fk_introduction_employer_id")
        ),
        sa.ForeignKeyConstraint(["match_id"], ["match.id"], name=op.f("fk_introduction_match_id")),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["organisation.id"], name=op.f("fk_introduction_provider_id")
        ),
        sa.ForeignKeyConstraint(["vacancy_id"], ["vacancy.id"], name=op.f("fk_introduction_vacancy_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_introduction")),
        sa.UniqueConstraint("number", name=op.f("uq_introduction_number")),
    )
    with op.batch_alter_table("introduction", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_introduction_availability_id"), ["availability_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_introduction_employer_id"), ["employer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_introduction_match_id"), ["match_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_introduction_provider_id"), ["provider_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_introduction_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_introduction_vacancy_id"), ["vacancy_id"], unique=False)

    op.create_table(
        "match_answers",
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("provider_heads", sa.Integer(), nullable=True),
        sa.Column("provider_standing", sa.Boolean(), nullable=False),
        sa.Column("employer_heads", sa.Integer(), nullable=True),
        sa.Column("employer_standing", sa.Boolean(), nullable=False),
        sa.Column("declined_by", sa.String(40), nullable=True),
        sa.Column("reason", sa.String(40), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["employer_id"], ["organisation.id"], name=op.f("fk_match_answers_employer_id")
        ),
        sa.ForeignKeyConstraint(["match_id"], ["match.id"], name=op.f("fk_match_answers_match_id")),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["organisation.id"], name=op.f("fk_match_answers_provider_id")
        ),
        sa.PrimaryKeyConstraint("match_id", name=op.f("pk_match_answers")),
    )
    with op.batch_alter_table("match_answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_match_answers_due_at"), ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_match_answers_employer_id"), ["employer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_match_answers_provider_id"), ["provider_id"], unique=False)

    op.create_table(
        "engagement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("introduction_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("proposed_by", sa.String(40), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("form", sa.String(40), nullable=False),
        sa.Column("employer_of_record", sa.String(40), nullable=False),
        sa.Column("wages_paid_by", sa.String(40), nullable=False),
        sa.Column("wages_paid_when", sa.String(length=200), nullable=False),
        sa.Column("directed_by", sa.String(40), nullable=False),
        sa.Column("safety_by", sa.String(40), nullable=False),
        sa.Column("insurer", sa.String(length=200), nullable=False),
        sa.Column("insured_until", sa.Date(), nullable=False),
        sa.Column("charge_basis", sa.String(length=500), nullable=False),
        sa.Column("recall_notice_days", sa.Integer(), nullable=False),
        sa.Column("return_date", sa.Date(), nullable=True),
        sa.Column("comparator_pay", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("comparator_currency", sa.String(length=3), nullable=True),
        sa.Column("equal_treatment_from", sa.Date(), nullable=True),
        sa.Column("transfer_applies", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(
            ["introduction_id"], ["introduction.id"], name=op.f("fk_engagement_introduction_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_engagement")),
        sa.UniqueConstraint("introduction_id", "version", name=op.f("uq_engagement_introduction_id_version")),
    )
    op.create_table(
        "offer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("introduction_id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("engagement_version", sa.Integer(), nullable=False),
        sa.Column("vacancy_version", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_through", sa.String(40), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["introduction_id"], ["introduction.id"], name=op.f("fk_offer_introduction_id")
        ),
        sa.ForeignKeyConstraint(["provider_id"], ["organisation.id"], name=op.f("fk_offer_provider_id")),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_offer_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_offer_code_hash")),
        sa.UniqueConstraint("introduction_id", "number", name=op.f("uq_offer_introduction_id_number")),
    )
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offer_provider_id"), ["provider_id"], unique=False)
        batch_op.create_index("ix_offer_state_answer_by", ["state", "answer_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_offer_worker_id"), ["worker_id"], unique=False)
        batch_op.create_index(
            "uq_offer_open_per_worker",
            ["introduction_id", "worker_id"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "placement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("introduction_id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("notice_kept", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["introduction_id"], ["introduction.id"], name=op.f("fk_placement_introduction_id")
        ),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_placement_offer_id")),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_placement_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement")),
        sa.UniqueConstraint("offer_id", name=op.f("uq_placement_offer_id")),
    )
    with op.batch_alter_table("placement", schema=None) as batch_op:
        batch_op.create_index(
            "ix_placement_introduction_id_state", ["introduction_id", "state"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_placement_worker_id"), ["worker_id"], unique=False)
    triggers = SQLITE_TRIGGERS if op.get_bind().dialect.name == "sqlite" else POSTGRESQL_TRIGGERS
    for trigger in triggers:
        op.execute(trigger.replace(":", r"\:"))


def downgrade() -> None:
    with op.batch_alter_table("placement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_placement_worker_id"))
        batch_op.drop_index("ix_placement_introduction_id_state")

    op.drop_table("placement")
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_offer_open_per_worker",
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )
        batch_op.drop_index(batch_op.f("ix_offer_worker_id"))
        batch_op.drop_index("ix_offer_state_answer_by")
        batch_op.drop_index(batch_op.f("ix_offer_provider_id"))

    op.drop_table("offer")
    op.drop_table("engagement")
    with op.batch_alter_table("match_answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_match_answers_provider_id"))
        batch_op.drop_index(batch_op.f("ix_match_answers_employer_id"))
        batch_op.drop_index(batch_op.f("ix_match_answers_due_at"))

    op.drop_table("match_answers")
    with op.batch_alter_table("introduction", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_introduction_vacancy_id"))
        batch_op.drop_index(batch_op.f("ix_introduction_state"))
        batch_op.drop_index(batch_op.f("ix_introduction_provider_id"))
        batch_op.drop_index(batch_op.f("ix_introduction_match_id"))
        batch_op.drop_index(batch_op.f("ix_introduction_employer_id"))
        batch_op.drop_index(batch_op.f("ix_introduction_availability_id"))

    op.drop_table("introduction")
    with op.batch_alter_table("worker", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_worker_organisation_id"))

    op.drop_table("worker")
    with op.batch_alter_table("supply_licence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_supply_licence_organisation_id"))

    op.drop_table("supply_licence")
    with op.batch_alter_table("standing_yes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_standing_yes_organisation_id"))

    op.drop_table("standing_yes")
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_member_organisation_id"))

    op.drop_table("member")
    with op.batch_alter_table("match", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_match_provider_id"))
        batch_op.drop_index("ix_match_of_vacancy")
        batch_op.drop_index("ix_match_of_availability")
        batch_op.drop_index(batch_op.f("ix_match_employer_id"))

    op.drop_table("match")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_organisation_id"))

    op.drop_table("invitation")
    with op.batch_alter_table("branch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_branch_organisation_id"))

    op.drop_table("branch")
    op.drop_table("vacancy_version")
    with op.batch_alter_table("vacancy_commitment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vacancy_commitment_post_id"))
        batch_op.drop_index(batch_op.f("ix_vacancy_commitment_holder"))

    op.drop_table("vacancy_commitment")
    with op.batch_alter_table("recovery_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recovery_code_person_id_code_hash"))

    op.drop_table("recovery_code")
    with op.batch_alter_table("place_name", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_place_name_place_id"))

    op.drop_table("place_name")
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_state_applied_at"))
        batch_op.drop_index(batch_op.f("ix_organisation_register_key"))
        batch_op.drop_index(batch_op.f("ix_organisation_name_key"))

    op.drop_table("organisation")
    with op.batch_alter_table("mail_about", schema=None) as batch_op:
        batch_op.drop_index("ix_mail_about_object")

    op.drop_table("mail_about")
    op.drop_table("availability_version")
    with op.batch_alter_table("availability_commitment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_availability_commitment_post_id"))
        batch_op.drop_index(batch_op.f("ix_availability_commitment_holder"))

    op.drop_table("availability_commitment")
    op.drop_table("audit_payload")
    with op.batch_alter_table("account_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_session_person_id"))

    op.drop_table("account_session")
    with op.batch_alter_table("account_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_link_person_id"))

    op.drop_table("account_link")
    with op.batch_alter_table("vacancy_draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vacancy_draft_organisation_id"))

    op.drop_table("vacancy_draft")
    with op.batch_alter_table("vacancy", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vacancy_state_expires_at"))
        batch_op.drop_index(batch_op.f("ix_vacancy_state"))
        batch_op.drop_index(batch_op.f("ix_vacancy_organisation_id"))

    op.drop_table("vacancy")
    op.drop_table("try_count")
    op.drop_table("taxonomy_state")
    op.drop_table("suppressed_address")
    op.drop_table("skill_skill")
    op.drop_table("sent_form")
    op.drop_table("scheduled_job")
    op.drop_table("postcode")
    op.drop_table("place")
    op.drop_table("person")
    op.drop_table("occupation_skill")
    op.drop_table("mail_preference")
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.drop_index("ix_mail_recipient")
        batch_op.drop_index("ix_mail_due")
        batch_op.drop_index(batch_op.f("ix_mail_digest_id"))

    op.drop_table("mail")
    with op.batch_alter_table("hold", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_hold_open",
            sqlite_where=sa.text("released_at is null"),
            postgresql_where=sa.text("released_at is null"),
        )
        batch_op.drop_index(batch_op.f("ix_hold_object_id"))

    op.drop_table("hold")
    with op.batch_alter_table("dirty_post", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dirty_post_marked_at"))

    op.drop_table("dirty_post")
    op.drop_table("cost_line")
    with op.batch_alter_table("concept_label", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_concept_label_uri"))
        batch_op.drop_index(batch_op.f("ix_concept_label_normalised_concept_kind"))

    op.drop_table("concept_label")
    op.drop_table("concept_broader")
    with op.batch_alter_table("concept", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_concept_isco"))

    op.drop_table("concept")
    with op.batch_alter_table("availability_draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_availability_draft_organisation_id"))

    op.drop_table("availability_draft")
    with op.batch_alter_table("availability", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_availability_state_expires_at"))
        batch_op.drop_index(batch_op.f("ix_availability_state"))
        batch_op.drop_index(batch_op.f("ix_availability_organisation_id"))

    op.drop_table("availability")
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_event_object")

    op.drop_table("audit_event")
    if op.get_bind().dialect.name == "postgresql":
        for table in ("audit_event", "audit_payload"):
            op.execute(f"DROP FUNCTION {table}_guard()")
