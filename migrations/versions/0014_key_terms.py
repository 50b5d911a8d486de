"""Key terms: the work as it really is, the terms of each offer as they were made, and contracts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    for table in ("vacancy", "vacancy_version"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("conditions", JSON, server_default="{}", nullable=False))


def downgrade() -> None:
    for table in ("vacancy_version", "vacancy"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("conditions")
