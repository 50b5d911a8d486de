"""A worker's private page, notices of being listed, objections, corrections"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "own_page",
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_own_page_worker_id")),
        sa.PrimaryKeyConstraint("worker_id", name=op.f("pk_own_page")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_own_page_code_hash")),
    )
    op.create_table(
        "listing_notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("text_version", sa.String(20), nullable=False),
        sa.Column("language", sa.String(12), nullable=False),
        sa.Column("road", sa.String(40), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_listing_notice_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_notice")),
    )
    op.create_index(op.f("ix_listing_notice_worker_id"), "listing_notice", ["worker_id"])
    op.create_table(
        "listing_objection",
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("ground", sa.String(40), nullable=False),
        sa.Column("objected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("remove_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_listing_objection_worker_id")),
        sa.PrimaryKeyConstraint("worker_id", name=op.f("pk_listing_objection")),
    )
    op.create_table(
        "worker_correction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(40), nullable=False),
        sa.Column("value", sa.String(254), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decide_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_worker_correction_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker_correction")),
    )
    op.create_index(op.f("ix_worker_correction_worker_id"), "worker_correction", ["worker_id"])


def downgrade() -> None:
    for table in ("worker_correction", "listing_objection", "listing_notice", "own_page"):
        op.drop_table(table)
