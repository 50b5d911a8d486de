"""A worker's own contact and secret word; answers as they were shown; questions; from where answers came"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("more_time_asked_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("prolonged_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "own_contact",
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("word_hash", sa.String(200), nullable=False),
        sa.Column("word_set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("help_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("key_made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("key_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_own_contact_worker_id")),
        sa.PrimaryKeyConstraint("worker_id", name=op.f("pk_own_contact")),
    )
    op.create_table(
        "own_contact_key",
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_own_contact_key_worker_id")),
        sa.PrimaryKeyConstraint("worker_id", "key", name=op.f("pk_own_contact_key")),
    )
    op.create_index(op.f("ix_own_contact_key_key"), "own_contact_key", ["key"])
    op.create_table(
        "answer_record",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("act", sa.String(40), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("shown_hash", sa.String(64), nullable=False),
        sa.Column("language", sa.String(12), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_answer_record_offer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_record")),
    )
    op.create_index(op.f("ix_answer_record_offer_id"), "answer_record", ["offer_id"])
    op.create_table(
        "offer_question",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("to_side", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(12), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("passed_on_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(40), nullable=True),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_offer_question_offer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_question")),
    )
    op.create_index(op.f("ix_offer_question_offer_id"), "offer_question", ["offer_id"])
    op.create_table(
        "worker_act",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("browser_key", sa.String(64), nullable=False),
        sa.Column("network_key", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["provider_id"], ["organisation.id"], name=op.f("fk_worker_act_provider_id")),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_worker_act_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker_act")),
    )
    op.create_index(op.f("ix_worker_act_at"), "worker_act", ["at"])


def downgrade() -> None:
    for table in ("worker_act", "offer_question", "answer_record", "own_contact_key", "own_contact"):
        op.drop_table(table)
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.drop_column("prolonged_at")
        batch_op.drop_column("more_time_asked_at")
