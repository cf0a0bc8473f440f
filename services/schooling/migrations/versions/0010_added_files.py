"""Files that follow a request."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("request_documents", sa.Column("added_at", sa.DateTime(timezone=True)))
