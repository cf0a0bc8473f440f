"""When a family is reminded of a proposal stands in its column alone: the copy in the proposal was never read."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE pre_registrations SET proposal = proposal - 'remind_at' WHERE proposal ? 'remind_at'")
