"""When a family is reminded of a proposal that it has not answered; those that wait already get their time too."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("pre_registrations", sa.Column("proposal_remind_at", sa.DateTime(timezone=True)))
    # Three days before the end, and never before half of the time: what a town that says nothing gets.
    op.execute("""
        UPDATE pre_registrations
           SET proposal_remind_at = greatest(
                   proposal_until - interval '3 days',
                   (proposal ->> 'at')::timestamptz + (proposal_until - (proposal ->> 'at')::timestamptz) / 2)
         WHERE proposal_until > (proposal ->> 'at')::timestamptz
    """)
    op.create_check_constraint(
        "ck_pre_registrations_proposal_remind_at",
        "pre_registrations",
        "proposal_remind_at IS NULL OR proposal_until IS NOT NULL",
    )
    op.create_index(
        "ix_pre_registrations_proposal_remind_at",
        "pre_registrations",
        ["proposal_remind_at"],
        postgresql_where=sa.text("proposal_remind_at IS NOT NULL"),
    )
