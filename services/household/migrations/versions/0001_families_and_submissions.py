"""The town's data, drafts, families, children, submissions, records."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from libs.chassis.migration import create_chassis_tables, grant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_chassis_tables("household")
    # A code that a rolled back transaction took is lost; none is given twice.
    op.execute("CREATE SEQUENCE family_codes START WITH 10000 NO CYCLE")
    _create_streets()
    _create_refusal_reasons()
    _create_pieces()
    _create_drafts()
    _create_families()
    _create_adults()
    _create_children()
    _create_homes()
    _create_guardianships()
    _create_submissions()
    _create_submission_items()
    _create_submission_documents()
    _create_records()
    grant("household", "streets", "refusal_reasons", "pieces", "drafts", "homes", "guardianships")
    grant(
        "household",
        "families",
        "adults",
        "children",
        "submissions",
        "submission_items",
        "submission_documents",
        "records",
        privileges="SELECT, INSERT, UPDATE",
    )
    grant("household", "SEQUENCE family_codes", privileges="USAGE")


def _create_streets() -> None:
    op.create_table(
        "streets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("matching_name", sa.Text(), nullable=False),
        sa.Column("postal_code", sa.Text(), nullable=False),
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("insee", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_streets"),
        sa.UniqueConstraint("key", name="uq_streets_key"),
    )
    op.create_index("ix_streets_matching_name", "streets", ["matching_name"])


def _create_refusal_reasons() -> None:
    op.create_table(
        "refusal_reasons",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("applies_to", ARRAY(sa.Text()), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_refusal_reasons"),
    )


def _create_pieces() -> None:
    op.create_table(
        "pieces",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('family', 'adult', 'child')", name="ck_pieces_kind"),
        sa.PrimaryKeyConstraint("kind", "code", name="pk_pieces"),
    )


def _create_drafts() -> None:
    op.create_table(
        "drafts",
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("adults", JSONB(), nullable=False),
        sa.Column("children", JSONB(), nullable=False),
        sa.Column("family_id", sa.Uuid()),
        sa.Column("family_code", sa.Text()),
        sa.Column("written_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.CheckConstraint("(family_id IS NULL) = (family_code IS NULL)", name="ck_drafts_outcome"),
        sa.PrimaryKeyConstraint("registration_id", name="pk_drafts"),
    )
    op.create_index("ix_drafts_written_at", "drafts", ["written_at"])


def _create_families() -> None:
    op.create_table(
        "families",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("activated_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_families"),
        sa.UniqueConstraint("code", name="uq_families_code"),
        sa.UniqueConstraint("registration_id", name="uq_families_registration_id"),
    )
    op.create_index(
        "ix_families_never_activated", "families", ["registered_at"], postgresql_where=sa.text("activated_at IS NULL")
    )


def _create_adults() -> None:
    op.create_table(
        "adults",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["family_id"], ["families.id"], name="fk_adults_family_id_families"),
        sa.PrimaryKeyConstraint("id", name="pk_adults"),
        sa.UniqueConstraint("family_id", "position", name="uq_adults_family_id_position"),
    )


def _create_children() -> None:
    op.create_table(
        "children",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("last_name", sa.Text(), nullable=False),
        sa.Column("first_name", sa.Text(), nullable=False),
        sa.Column("sex", sa.Text(), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=False),
        sa.Column("birth_place", sa.Text()),
        sa.Column("validated", sa.Boolean(), nullable=False),
        sa.CheckConstraint("sex IN ('feminin', 'masculin')", name="ck_children_sex"),
        sa.PrimaryKeyConstraint("id", name="pk_children"),
    )


def _create_homes() -> None:
    op.create_table(
        "homes",
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.ForeignKeyConstraint(["child_id"], ["children.id"], name="fk_homes_child_id_children"),
        sa.ForeignKeyConstraint(["family_id"], ["families.id"], name="fk_homes_family_id_families"),
        sa.PrimaryKeyConstraint("child_id", "family_id", name="pk_homes"),
    )
    op.create_index("ix_homes_family_id", "homes", ["family_id"])


def _create_guardianships() -> None:
    op.create_table(
        "guardianships",
        sa.Column("id", sa.Uuid(), server_default=sa.func.gen_random_uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("adult_id", sa.Uuid()),
        sa.Column("elsewhere_last_name", sa.Text()),
        sa.Column("elsewhere_first_name", sa.Text()),
        sa.Column("states", ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.CheckConstraint(
            "states <@ ARRAY['exclusive_authority', 'delegated', 'placed', 'protected_address']",
            name="ck_guardianships_states",
        ),
        sa.CheckConstraint("(adult_id IS NULL) = (elsewhere_last_name IS NOT NULL)", name="ck_guardianships_person"),
        sa.ForeignKeyConstraint(["adult_id"], ["adults.id"], name="fk_guardianships_adult_id_adults"),
        sa.ForeignKeyConstraint(["child_id"], ["children.id"], name="fk_guardianships_child_id_children"),
        sa.ForeignKeyConstraint(["family_id"], ["families.id"], name="fk_guardianships_family_id_families"),
        sa.PrimaryKeyConstraint("id", name="pk_guardianships"),
        sa.UniqueConstraint("child_id", "family_id", "adult_id", name="uq_guardianships_child_id_family_id_adult_id"),
    )
    op.create_index("ix_guardianships_adult_id", "guardianships", ["adult_id"])
    op.create_index("ix_guardianships_family_id", "guardianships", ["family_id"])


def _create_submissions() -> None:
    op.create_table(
        "submissions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("record_names", JSONB(), nullable=False),
        sa.Column("concluded_at", sa.DateTime(timezone=True)),
        sa.Column("concluded_by", sa.Uuid()),
        sa.CheckConstraint("kind IN ('registration', 'change')", name="ck_submissions_kind"),
        sa.CheckConstraint("(concluded_at IS NULL) = (concluded_by IS NULL)", name="ck_submissions_concluded"),
        sa.ForeignKeyConstraint(["family_id"], ["families.id"], name="fk_submissions_family_id_families"),
        sa.PrimaryKeyConstraint("id", name="pk_submissions"),
    )
    op.create_index(
        "ix_submissions_concluded",
        "submissions",
        ["concluded_at", "id"],
        postgresql_where=sa.text("concluded_at IS NOT NULL"),
    )
    op.create_index("ix_submissions_family_id", "submissions", ["family_id"])
    op.create_index(
        "ix_submissions_open", "submissions", ["made_at", "id"], postgresql_where=sa.text("concluded_at IS NULL")
    )


def _create_submission_items() -> None:
    op.create_table(
        "submission_items",
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("old", JSONB()),
        sa.Column("new", JSONB()),
        sa.Column("piece_label", sa.Text()),
        sa.Column("old_documents", ARRAY(sa.Uuid()), nullable=False),
        sa.Column("decision", sa.Text()),
        sa.Column("reason_code", sa.Text()),
        sa.Column("reason_label", sa.Text()),
        sa.Column("comment", sa.Text()),
        sa.Column("decided_by", sa.Uuid()),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint(
            "(decision = 'refuse') = (reason_label IS NOT NULL)", name="ck_submission_items_refusal_has_a_reason"
        ),
        sa.CheckConstraint("decision IN ('accept', 'refuse', 'waive')", name="ck_submission_items_decision"),
        sa.CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name="ck_submission_items_decided"),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name="fk_submission_items_submission_id_submissions"
        ),
        sa.PrimaryKeyConstraint("submission_id", "key", name="pk_submission_items"),
    )


def _create_submission_documents() -> None:
    op.create_table(
        "submission_documents",
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("item_key", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("scan", sa.Text(), nullable=False),
        sa.CheckConstraint("scan IN ('clean', 'pending', 'infected')", name="ck_submission_documents_scan"),
        sa.ForeignKeyConstraint(
            ["submission_id", "item_key"],
            ["submission_items.submission_id", "submission_items.key"],
            name="fk_submission_documents_submission_id_item_key_submission_items",
        ),
        sa.PrimaryKeyConstraint("submission_id", "item_key", "document_id", name="pk_submission_documents"),
    )
    op.create_index("ix_submission_documents_document_id", "submission_documents", ["document_id"])


def _create_records() -> None:
    op.create_table(
        "records",
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("written", JSONB(), nullable=False),
        sa.Column("accepted", JSONB(), nullable=False),
        sa.Column("refusals", JSONB(), nullable=False),
        sa.Column("pieces", JSONB(), nullable=False),
        sa.Column("submission_id", sa.Uuid()),
        sa.Column("pending_items", ARRAY(sa.Text()), nullable=False),
        sa.CheckConstraint("(submission_id IS NULL) = (pending_items = '{}')", name="ck_records_pending"),
        sa.CheckConstraint("kind IN ('family', 'adult', 'child')", name="ck_records_kind"),
        sa.CheckConstraint("starts_with(key, kind || '-')", name="ck_records_key"),
        sa.ForeignKeyConstraint(["family_id"], ["families.id"], name="fk_records_family_id_families"),
        sa.ForeignKeyConstraint(["submission_id"], ["submissions.id"], name="fk_records_submission_id_submissions"),
        sa.PrimaryKeyConstraint("family_id", "key", name="pk_records"),
    )
    op.create_index("ix_records_submission_id", "records", ["submission_id"])
