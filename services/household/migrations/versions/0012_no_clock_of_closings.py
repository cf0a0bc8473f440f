"""Identity judges the delay after a closing (ADR 0043): nothing writes or reads when household heard of it.

Processes of the version before name the column whenever they load a family: docs/operations.md says in which order.
"""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("families", "closed_at")  # and its index with it
