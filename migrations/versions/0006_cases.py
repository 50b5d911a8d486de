"""Cases and remedy"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "remedy_case",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=12), nullable=False),
        sa.Column("word_hash", sa.String(length=200), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("rule", sa.String(length=80), nullable=True),
        sa.Column("ref_kind", sa.String(length=20), nullable=True),
        sa.Column("ref_id", sa.Uuid(), nullable=True),
        sa.Column("facts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("complaint", sa.String(length=40), nullable=False),
        sa.Column("is_critical", sa.Boolean(), nullable=False),
        sa.Column("through_offer", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("to_whom", sa.Text(), nullable=False),
        sa.Column("when_it_was", sa.Text(), nullable=False),
        sa.Column("how", sa.String(length=40), nullable=True),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=True),
        sa.Column("employer_id", sa.Uuid(), nullable=True),
        sa.Column("vacancy_id", sa.Uuid(), nullable=True),
        sa.Column("held_kind", sa.String(length=20), nullable=True),
        sa.Column("held_id", sa.Uuid(), nullable=True),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("root_cause", sa.Text(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("monitored_until", sa.Date(), nullable=True),
        sa.Column("next_check", sa.Date(), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("triaged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("remedied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due", sa.String(length=40), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["employer_id"], ["organisation.id"], name=op.f("fk_remedy_case_employer_id")
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["organisation.id"], name=op.f("fk_remedy_case_provider_id")
        ),
        sa.ForeignKeyConstraint(["vacancy_id"], ["vacancy.id"], name=op.f("fk_remedy_case_vacancy_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remedy_case")),
        sa.UniqueConstraint("number", name=op.f("uq_remedy_case_number")),
    )
    op.create_index(op.f("ix_remedy_case_due_at"), "remedy_case", ["due_at"], unique=False)
    op.create_index(op.f("ix_remedy_case_employer_id"), "remedy_case", ["employer_id"], unique=False)
    op.create_index(op.f("ix_remedy_case_provider_id"), "remedy_case", ["provider_id"], unique=False)
    op.create_index(op.f("ix_remedy_case_state"), "remedy_case", ["state"], unique=False)
    op.create_index(op.f("ix_remedy_case_vacancy_id"), "remedy_case", ["vacancy_id"], unique=False)
    op.create_index(
        "uq_remedy_case_rule",
        "remedy_case",
        ["rule", "ref_kind", "ref_id"],
        unique=True,
        sqlite_where=sa.text("closed_at is null"),
        postgresql_where=sa.text("closed_at is null"),
    )
    op.create_table(
        "case_affected",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=True),
        sa.Column("lost_nothing", sa.Boolean(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["remedy_case.id"], name=op.f("fk_case_affected_case_id")),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_case_affected_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_affected")),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_case_affected_case_id_number")),
        sa.UniqueConstraint("case_id", "worker_id", name=op.f("uq_case_affected_case_id_worker_id")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_case_affected_code_hash")),
    )
    op.create_index(op.f("ix_case_affected_worker_id"), "case_affected", ["worker_id"], unique=False)
    op.create_table(
        "case_message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("from_staff", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["remedy_case.id"], name=op.f("fk_case_message_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_message")),
    )
    op.create_index(op.f("ix_case_message_case_id"), "case_message", ["case_id"], unique=False)
    op.create_table(
        "case_note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["remedy_case.id"], name=op.f("fk_case_note_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_note")),
    )
    op.create_index(op.f("ix_case_note_case_id"), "case_note", ["case_id"], unique=False)
    op.create_table(
        "case_party",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reply_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["remedy_case.id"], name=op.f("fk_case_party_case_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_case_party_organisation_id")
        ),
        sa.PrimaryKeyConstraint("case_id", "organisation_id", name=op.f("pk_case_party")),
    )
    op.create_index(op.f("ix_case_party_organisation_id"), "case_party", ["organisation_id"], unique=False)
    op.create_table(
        "case_reporter",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["remedy_case.id"], name=op.f("fk_case_reporter_case_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_reporter")),
    )
    op.create_table(
        "case_amount",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("affected_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("interest", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.CheckConstraint("amount >= 0 AND interest >= 0", name=op.f("ck_case_amount_sums")),
        sa.ForeignKeyConstraint(
            ["affected_id"], ["case_affected.id"], name=op.f("fk_case_amount_affected_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["remedy_case.id"], name=op.f("fk_case_amount_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_amount")),
    )
    op.create_index(op.f("ix_case_amount_affected_id"), "case_amount", ["affected_id"], unique=False)
    op.create_index(op.f("ix_case_amount_case_id"), "case_amount", ["case_id"], unique=False)
    op.create_table(
        "case_instalment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("affected_id", sa.Uuid(), nullable=False),
        sa.Column("payer_id", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_case_instalment_amount")),
        sa.ForeignKeyConstraint(
            ["affected_id"], ["case_affected.id"], name=op.f("fk_case_instalment_affected_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["remedy_case.id"], name=op.f("fk_case_instalment_case_id")),
        sa.ForeignKeyConstraint(["payer_id"], ["organisation.id"], name=op.f("fk_case_instalment_payer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_instalment")),
    )
    op.create_index(op.f("ix_case_instalment_affected_id"), "case_instalment", ["affected_id"], unique=False)
    op.create_index(op.f("ix_case_instalment_case_id"), "case_instalment", ["case_id"], unique=False)
    op.create_index(op.f("ix_case_instalment_payer_id"), "case_instalment", ["payer_id"], unique=False)
    op.create_table(
        "case_payment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("instalment_id", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_case_payment_amount")),
        sa.ForeignKeyConstraint(["case_id"], ["remedy_case.id"], name=op.f("fk_case_payment_case_id")),
        sa.ForeignKeyConstraint(
            ["instalment_id"], ["case_instalment.id"], name=op.f("fk_case_payment_instalment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_payment")),
    )
    op.create_index(op.f("ix_case_payment_case_id"), "case_payment", ["case_id"], unique=False)
    op.create_index(op.f("ix_case_payment_instalment_id"), "case_payment", ["instalment_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_case_payment_instalment_id"), table_name="case_payment")
    op.drop_index(op.f("ix_case_payment_case_id"), table_name="case_payment")
    op.drop_table("case_payment")
    op.drop_index(op.f("ix_case_instalment_payer_id"), table_name="case_instalment")
    op.drop_index(op.f("ix_case_instalment_case_id"), table_name="case_instalment")
    op.drop_index(op.f("ix_case_instalment_affected_id"), table_name="case_instalment")
    op.drop_table("case_instalment")
    op.drop_index(op.f("ix_case_amount_case_id"), table_name="case_amount")
    op.drop_index(op.f("ix_case_amount_affected_id"), table_name="case_amount")
    op.drop_table("case_amount")
    op.drop_table("case_reporter")
    op.drop_index(op.f("ix_case_party_organisation_id"), table_name="case_party")
    op.drop_table("case_party")
    op.drop_index(op.f("ix_case_note_case_id"), table_name="case_note")
    op.drop_table("case_note")
    op.drop_index(op.f("ix_case_message_case_id"), table_name="case_message")
    op.drop_table("case_message")
    op.drop_index(op.f("ix_case_affected_worker_id"), table_name="case_affected")
    op.drop_table("case_affected")
    op.drop_index(
        "uq_remedy_case_rule",
        table_name="remedy_case",
        sqlite_where=sa.text("closed_at is null"),
        postgresql_where=sa.text("closed_at is null"),
    )
    op.drop_index(op.f("ix_remedy_case_vacancy_id"), table_name="remedy_case")
    op.drop_index(op.f("ix_remedy_case_state"), table_name="remedy_case")
    op.drop_index(op.f("ix_remedy_case_provider_id"), table_name="remedy_case")
    op.drop_index(op.f("ix_remedy_case_employer_id"), table_name="remedy_case")
    op.drop_index(op.f("ix_remedy_case_due_at"), table_name="remedy_case")
    op.drop_table("remedy_case")
