"""When an agent first opened a submission, when its family took it back, and what a record then has again."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What agents read before is opened: the audit says since when."""
    op.add_column("submissions", sa.Column("opened_at", sa.DateTime(timezone=True)))
    op.add_column("submissions", sa.Column("opened_by", sa.Uuid()))
    op.add_column("submissions", sa.Column("withdrawn_at", sa.DateTime(timezone=True)))
    op.execute("""
        UPDATE submissions SET opened_at = first.at, opened_by = first.by
          FROM (SELECT DISTINCT ON (object) object, at, right(actor, 36)::uuid AS by
                  FROM audit WHERE action = 'submission.read' AND actor LIKE 'staff:%' ORDER BY object, at) AS first
         WHERE first.object = 'submission:' || submissions.id
    """)
    op.execute("""
        UPDATE submissions SET opened_at = concluded_at, opened_by = concluded_by
         WHERE opened_at IS NULL AND concluded_at IS NOT NULL
    """)
    op.create_check_constraint(
        op.f("ck_submissions_opened"), "submissions", "(opened_at IS NULL) = (opened_by IS NULL)"
    )
    op.create_check_constraint(
        op.f("ck_submissions_withdrawn"),
        "submissions",
        "withdrawn_at IS NULL OR num_nonnulls(opened_at, concluded_at) = 0",
    )
    op.drop_index("ix_submissions_open", "submissions")
    op.create_index(
        "ix_submissions_open",
        "submissions",
        ["made_at", "id"],
        postgresql_where=sa.text("concluded_at IS NULL AND withdrawn_at IS NULL"),
    )
    for column in ("answered", "replaced"):
        op.add_column("records", sa.Column(column, JSONB(), nullable=False, server_default=sa.text("'{}'")))
