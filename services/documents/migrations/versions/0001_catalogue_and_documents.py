"""The catalogue, the files, what pins them, and what is to be disposed of."""

import sqlalchemy as sa
from alembic import op

from libs.chassis.migration import create_chassis_tables, grant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_chassis_tables("documents")
    _create_catalogue()
    _create_documents()
    _create_pins()
    _create_endings()
    grant("documents", "dossiers", "pieces", "documents", "pins", "closed_registrations", "disposals")


def _create_catalogue() -> None:
    op.create_table(
        "dossiers",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_dossiers"),
    )
    op.create_table(
        "pieces",
        sa.Column("dossier", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("hint", sa.Text()),
        sa.Column("legal_basis", sa.Text()),
        sa.Column("max_files", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("dossier", "code", name="pk_pieces"),
        sa.ForeignKeyConstraint(["dossier"], ["dossiers.code"], name="fk_pieces_dossier_dossiers", ondelete="CASCADE"),
        sa.CheckConstraint("max_files > 0", name="ck_pieces_max_files"),
    )


def _create_documents() -> None:
    op.create_table(
        "documents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("owner_kind", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("record_kind", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("piece", sa.Text(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("object_key", sa.Text(), nullable=False),
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=False),
        sa.Column("scan", sa.Text(), nullable=False),
        sa.Column("scanned_late", sa.Boolean(), nullable=False),
        sa.Column("scan_attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("next_scan_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("promised", sa.Boolean(), nullable=False),
        sa.Column("position", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_documents"),
        sa.UniqueConstraint("object_key", name="uq_documents_object_key"),
        sa.UniqueConstraint("position", name="uq_documents_position"),
        sa.CheckConstraint("owner_kind IN ('registration', 'family')", name="ck_documents_owner_kind"),
        sa.CheckConstraint("record_kind IN ('family', 'adult', 'child')", name="ck_documents_record_kind"),
        sa.CheckConstraint("scan IN ('pending', 'clean', 'infected')", name="ck_documents_scan"),
        sa.CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="ck_documents_sha256"),
        sa.CheckConstraint("size > 0 AND pages > 0", name="ck_documents_extent"),
    )
    op.create_index("ix_documents_owner", "documents", ["owner_kind", "owner_id", "position"])
    op.create_index("ix_documents_pending", "documents", ["next_scan_at"], postgresql_where=sa.text("scan = 'pending'"))
    op.create_index(
        "ix_documents_removed_at", "documents", ["removed_at"], postgresql_where=sa.text("removed_at IS NOT NULL")
    )
    op.create_index("ix_documents_key_id", "documents", ["key_id"])


def _create_pins() -> None:
    op.create_table(
        "pins",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("pinned_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", "submission_id", name="pk_pins"),
        sa.UniqueConstraint("position", name="uq_pins_position"),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_pins_document_id_documents"),
    )


def _create_endings() -> None:
    op.create_table(
        "closed_registrations",
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid()),
        sa.Column("closed_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.PrimaryKeyConstraint("registration_id", name="pk_closed_registrations"),
    )
    op.create_table(
        "disposals",
        sa.Column("object_key", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.PrimaryKeyConstraint("object_key", name="pk_disposals"),
    )
