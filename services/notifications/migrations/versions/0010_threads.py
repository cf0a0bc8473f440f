"""Threads: what was a single message becomes one of a thread; drafts; whose code famille is which."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from libs.chassis.migration import grant

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_TEMPLATES = (
    "account-closed",
    "activation",
    "activation-reminder",
    "address-known",
    "appointment-booked",
    "appointment-cancelled",
    "appointment-moved",
    "appointment-reminder",
    "certificate",
    "certificate-revoked",
    "claim-offer",
    "decision",
    "email-change",
    "email-changed",
    "family-codes",
    "mail-code",
    "new-message",
    "password-changed",
    "password-reset",
    "piece-reminder",
    "resumption",
)


def upgrade() -> None:
    _create_families()
    _create_threads()
    _thread_messages()
    _create_drafts()
    _thread_deliveries()
    grant("notifications", "families", "threads", "drafts")


def _create_families() -> None:
    op.create_table(
        "families",
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("family_id", name="pk_families"),
    )
    op.create_index("ix_families_code_prefix", "families", ["code"], postgresql_ops={"code": "text_pattern_ops"})
    # What the inbox still holds of accounts that were registered before.
    op.execute("""
        INSERT INTO families (family_id, code)
        SELECT DISTINCT ON (family_id) family_id, code
          FROM (SELECT (envelope::jsonb #>> '{data,family_id}')::uuid AS family_id,
                       envelope::jsonb #>> '{data,family_code}' AS code, position
                  FROM inbox WHERE type = 'identity.account.registered.v1' AND state = 'applied') AS told
         WHERE family_id IN (SELECT family_id FROM recipients) ORDER BY family_id, position DESC
    """)


def _create_threads() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "threads",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("about_kind", sa.Text()),
        sa.Column("about_id", sa.Uuid()),
        sa.Column("opened_at", moment, nullable=False),
        sa.Column("last_at", moment, nullable=False),
        sa.Column("waiting_since", moment),
        sa.Column("closed_at", moment),
        sa.Column("noticed_at", moment),
        sa.PrimaryKeyConstraint("id", name="pk_threads"),
        sa.UniqueConstraint("about_kind", "about_id", name="uq_threads_about_kind_about_id"),
        sa.CheckConstraint("state IN ('told', 'to_answer', 'answered', 'closed')", name="ck_threads_state"),
        sa.CheckConstraint("(about_kind IS NULL) = (about_id IS NULL)", name="ck_threads_about"),
        sa.CheckConstraint("(state = 'to_answer') = (waiting_since IS NOT NULL)", name="ck_threads_waiting"),
        sa.CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="ck_threads_closed"),
    )
    op.create_index("ix_threads_family_id_last_at_id", "threads", ["family_id", "last_at", "id"])
    op.create_index(
        "ix_threads_waiting_since_id",
        "threads",
        ["waiting_since", "id"],
        postgresql_where=sa.text("state = 'to_answer'"),
    )
    op.create_index("ix_threads_state_last_at_id", "threads", ["state", "last_at", "id"])
    # One a submission, with the words and the desk that the commune's texts had when this was written.
    op.execute("""
        INSERT INTO threads (id, version, family_id, desk, subject, state, about_kind, about_id, opened_at, last_at)
        SELECT gen_random_uuid(), 1, family_id, 'famille',
               'Votre demande du ' || to_char(min(posted_at) AT TIME ZONE 'Europe/Paris', 'DD/MM/YYYY'),
               'told', 'submission', submission_id, min(posted_at), max(posted_at)
          FROM messages GROUP BY family_id, submission_id
    """)


def _thread_messages() -> None:
    op.add_column("messages", sa.Column("thread_id", sa.Uuid()))
    op.add_column("messages", sa.Column("author", sa.Text(), server_default=sa.text("'kiosk'"), nullable=False))
    op.add_column("messages", sa.Column("author_id", sa.Uuid()))
    op.add_column("messages", sa.Column("signature", sa.Text()))
    op.add_column("messages", sa.Column("purpose", sa.Text()))
    op.add_column("messages", sa.Column("notice", sa.Text()))
    op.add_column(
        "messages", sa.Column("document_ids", ARRAY(sa.Uuid()), server_default=sa.text("'{}'"), nullable=False)
    )
    op.execute("""
        UPDATE messages SET thread_id = threads.id, purpose = kind || ':' || submission_id,
               notice = CASE kind WHEN 'submission-concluded' THEN 'decision' END
          FROM threads WHERE threads.about_id = messages.submission_id
    """)
    # Numbered in the order in which they were posted.
    op.add_column("messages", sa.Column("position", sa.BigInteger()))
    op.execute("""
        UPDATE messages SET position = numbered.position
          FROM (SELECT id, row_number() OVER (ORDER BY posted_at, kind DESC, id) AS position FROM messages) AS numbered
         WHERE numbered.id = messages.id
    """)
    op.alter_column("messages", "position", nullable=False)
    op.execute("ALTER TABLE messages ALTER COLUMN position ADD GENERATED ALWAYS AS IDENTITY")
    op.execute(
        "SELECT setval(pg_get_serial_sequence('messages', 'position'), coalesce(max(position), 0) + 1, false)"
        " FROM messages"
    )
    # A decision that was mailed already is not mailed again under its new name.
    op.execute("""
        UPDATE deliveries SET purpose = 'decision:' || messages.id || ':' || deliveries.account_id
          FROM messages
         WHERE deliveries.template = 'decision' AND messages.notice = 'decision'
           AND deliveries.purpose = 'decision:' || messages.submission_id || ':' || deliveries.account_id
    """)
    for name in ("author", "id", "posted_at"):
        op.alter_column("messages", name, server_default=None)
    for name in ("kind", "subject"):
        op.alter_column("messages", name, nullable=True)
    op.alter_column("messages", "thread_id", nullable=False)
    op.drop_constraint("uq_messages_submission_id_kind", "messages", type_="unique")
    op.drop_constraint("ck_messages_kind", "messages", type_="check")
    op.drop_index("ix_messages_family_id_posted_at_id", "messages")
    op.drop_index("ix_messages_unread", "messages")
    op.drop_column("messages", "submission_id")
    op.create_unique_constraint("uq_messages_purpose", "messages", ["purpose"])
    op.create_unique_constraint("uq_messages_position", "messages", ["position"])
    op.create_foreign_key("fk_messages_thread_id_threads", "messages", "threads", ["thread_id"], ["id"])
    op.create_check_constraint("ck_messages_author", "messages", "author IN ('family', 'town', 'kiosk')")
    op.create_check_constraint("ck_messages_author_id", "messages", "(author = 'kiosk') = (author_id IS NULL)")
    op.create_check_constraint("ck_messages_purpose", "messages", "(author = 'kiosk') = (purpose IS NOT NULL)")
    op.create_index("ix_messages_thread_id_position", "messages", ["thread_id", "position"])
    op.create_index(
        "ix_messages_unread",
        "messages",
        ["family_id"],
        postgresql_where=sa.text("read_at IS NULL AND author <> 'family'"),
    )
    op.create_index(
        "ix_messages_written",
        "messages",
        ["family_id", "posted_at"],
        postgresql_where=sa.text("author = 'family'"),
    )


def _create_drafts() -> None:
    op.create_table(
        "drafts",
        sa.Column("id", sa.Uuid(), server_default=sa.func.gen_random_uuid(), nullable=False),
        sa.Column("writer", sa.Text(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("thread_id", sa.Uuid()),
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_drafts"),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], name="fk_drafts_thread_id_threads"),
        sa.UniqueConstraint(
            "writer",
            "family_id",
            "thread_id",
            name="uq_drafts_writer_family_id_thread_id",
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index("ix_drafts_family_id", "drafts", ["family_id"])
    op.create_index("ix_drafts_thread_id", "drafts", ["thread_id"])
    op.create_index("ix_drafts_saved_at", "drafts", ["saved_at"])


def _thread_deliveries() -> None:
    op.add_column("deliveries", sa.Column("thread_id", sa.Uuid()))
    op.create_index(
        "ix_deliveries_thread_id",
        "deliveries",
        ["thread_id"],
        postgresql_where=sa.text("state = 'waiting' AND thread_id IS NOT NULL"),
    )
    op.drop_constraint("ck_deliveries_template", "deliveries", type_="check")
    listed = ", ".join(f"'{template}'" for template in _TEMPLATES)
    op.create_check_constraint("ck_deliveries_template", "deliveries", f"template IN ({listed})")
