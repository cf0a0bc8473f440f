"""Pre-registrations: requests and their files, places, enrolments, and what the town set for deciding them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from libs.chassis.migration import app_role, grant

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

LEVEL = "level = ANY (ARRAY['TPS','PS','MS','GS','CP','CE1','CE2','CM1','CM2'])"


def upgrade() -> None:
    _town()
    _requests()
    _enrolments()


def _town() -> None:
    op.create_table(
        "derogation_reasons",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=True),
        sa.Column("between_communes", sa.Boolean(), nullable=False),
        sa.Column("proof", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_derogation_reasons"),
    )
    op.create_table(
        "refusal_reasons",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("applies_to", ARRAY(sa.Text()), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_refusal_reasons"),
    )
    op.create_table(
        "commission_sessions",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("school_year", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_year"], ["school_years.year"], name="fk_commission_sessions_school_year_school_years"
        ),
        sa.PrimaryKeyConstraint("code", name="pk_commission_sessions"),
    )
    op.create_index("ix_commission_sessions_school_year", "commission_sessions", ["school_year"])
    grant(
        "schooling", "derogation_reasons", "refusal_reasons", "commission_sessions", privileges="SELECT, INSERT, UPDATE"
    )


def _requests() -> None:
    op.execute("CREATE SEQUENCE pre_registration_numbers")
    op.create_table(
        "pre_registrations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("school_year", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("school", sa.Text(), nullable=True),
        sa.Column("wanted_school", sa.Text(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("silence_accepts", sa.Boolean(), nullable=False),
        sa.Column("silence_on", sa.Date(), nullable=False),
        sa.Column("silence_basis", sa.Text(), nullable=False),
        sa.Column("offer", JSONB(), nullable=False),
        sa.Column("level_objection", sa.Text(), nullable=True),
        sa.Column("former_school", sa.Text(), nullable=True),
        sa.Column("derogation", JSONB(none_as_null=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_level", JSONB(none_as_null=True), nullable=True),
        sa.Column("determined_school", JSONB(none_as_null=True), nullable=True),
        sa.Column("decision", JSONB(none_as_null=True), nullable=True),
        sa.Column("concluded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("concluded_by", sa.Uuid(), nullable=True),
        sa.Column("placed_at", sa.Text(), nullable=True),
        sa.Column("placed_level", sa.Text(), nullable=True),
        sa.Column("waiting_for", sa.Text(), nullable=True),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("proposal", JSONB(none_as_null=True), nullable=True),
        sa.Column("proposal_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("address_changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(kind = 'sector') = (derogation IS NULL)", name=op.f("ck_pre_registrations_derogation")),
        sa.CheckConstraint(
            "(state = 'concluded') = (concluded_at IS NOT NULL)", name=op.f("ck_pre_registrations_concluded")
        ),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name=op.f("ck_pre_registrations_withdrawn")
        ),
        sa.CheckConstraint("kind IN ('sector', 'derogation', 'outside')", name=op.f("ck_pre_registrations_kind")),
        sa.CheckConstraint(LEVEL, name=op.f("ck_pre_registrations_level")),
        sa.CheckConstraint(
            "proposal_until IS NULL OR (proposal IS NOT NULL AND state = 'open')",
            name=op.f("ck_pre_registrations_proposal"),
        ),
        sa.CheckConstraint("state IN ('open', 'withdrawn', 'concluded')", name=op.f("ck_pre_registrations_state")),
        sa.CheckConstraint("waiting_for IS NULL OR state = 'open'", name=op.f("ck_pre_registrations_waits_while_open")),
        sa.CheckConstraint(
            "(derogation IS NULL) = (wanted_school IS NULL)", name=op.f("ck_pre_registrations_wanted_school")
        ),
        sa.CheckConstraint("(opened_at IS NULL) = (opened_by IS NULL)", name=op.f("ck_pre_registrations_opened")),
        sa.CheckConstraint("(placed_at IS NULL) = (placed_level IS NULL)", name=op.f("ck_pre_registrations_placed")),
        sa.CheckConstraint(
            "(waiting_for IS NULL) = (waiting_since IS NULL)", name=op.f("ck_pre_registrations_waiting")
        ),
        sa.ForeignKeyConstraint(["placed_at"], ["schools.uai"], name="fk_pre_registrations_placed_at_schools"),
        sa.ForeignKeyConstraint(["school"], ["schools.uai"], name="fk_pre_registrations_school_schools"),
        sa.ForeignKeyConstraint(
            ["school_year"], ["school_years.year"], name="fk_pre_registrations_school_year_school_years"
        ),
        sa.ForeignKeyConstraint(["waiting_for"], ["schools.uai"], name="fk_pre_registrations_waiting_for_schools"),
        sa.ForeignKeyConstraint(["wanted_school"], ["schools.uai"], name="fk_pre_registrations_wanted_school_schools"),
        sa.PrimaryKeyConstraint("id", name="pk_pre_registrations"),
        sa.UniqueConstraint("number", name="uq_pre_registrations_number"),
    )
    op.create_index("ix_pre_registrations_child_id_school_year", "pre_registrations", ["child_id", "school_year"])
    op.create_index("ix_pre_registrations_family_id", "pre_registrations", ["family_id"])
    op.create_index(
        "ix_pre_registrations_open",
        "pre_registrations",
        ["submitted_at", "id"],
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index("ix_pre_registrations_placed_at", "pre_registrations", ["placed_at"])
    op.create_index(
        "ix_pre_registrations_proposal_until",
        "pre_registrations",
        ["proposal_until"],
        postgresql_where=sa.text("proposal_until IS NOT NULL"),
    )
    op.create_index("ix_pre_registrations_school", "pre_registrations", ["school"])
    op.create_index("ix_pre_registrations_school_year", "pre_registrations", ["school_year"])
    op.create_index("ix_pre_registrations_submitted_at_id", "pre_registrations", ["submitted_at", "id"])
    op.create_index(
        "ix_pre_registrations_waiting",
        "pre_registrations",
        ["waiting_for", "school_year", "level", "waiting_since"],
        postgresql_where=sa.text("waiting_for IS NOT NULL"),
    )
    op.create_index("ix_pre_registrations_wanted_school", "pre_registrations", ["wanted_school"])
    op.create_index(
        "uq_pre_registrations_open",
        "pre_registrations",
        ["child_id", "school_year"],
        unique=True,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "request_documents",
        sa.Column("pre_registration_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("piece", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("scan", sa.Text(), nullable=False),
        sa.CheckConstraint("scan IN ('clean', 'pending', 'infected')", name=op.f("ck_request_documents_scan")),
        sa.ForeignKeyConstraint(
            ["pre_registration_id"],
            ["pre_registrations.id"],
            name="fk_request_documents_pre_registration_id_pre_registrations",
        ),
        sa.PrimaryKeyConstraint("pre_registration_id", "document_id", name="pk_request_documents"),
    )
    op.create_index("ix_request_documents_document_id", "request_documents", ["document_id"])
    op.execute(f"GRANT USAGE ON SEQUENCE pre_registration_numbers TO {app_role('schooling')}")
    grant("schooling", "pre_registrations", "request_documents")


def _enrolments() -> None:
    op.create_table(
        "seats",
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("school_year", sa.Integer(), nullable=False),
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("pre_registration_id", sa.Uuid(), nullable=True),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(LEVEL, name=op.f("ck_seats_level")),
        sa.CheckConstraint("NOT held OR pre_registration_id IS NOT NULL", name=op.f("ck_seats_held")),
        sa.ForeignKeyConstraint(
            ["pre_registration_id"], ["pre_registrations.id"], name="fk_seats_pre_registration_id_pre_registrations"
        ),
        sa.ForeignKeyConstraint(["school_year"], ["school_years.year"], name="fk_seats_school_year_school_years"),
        sa.ForeignKeyConstraint(["uai"], ["schools.uai"], name="fk_seats_uai_schools"),
        sa.PrimaryKeyConstraint("child_id", "school_year", name="pk_seats"),
        sa.UniqueConstraint("pre_registration_id", name="uq_seats_pre_registration_id"),
    )
    op.create_index("ix_seats_school_year", "seats", ["school_year"])
    op.create_index("ix_seats_uai_school_year_level", "seats", ["uai", "school_year", "level"])
    op.create_table(
        "enrolments",
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("school_year", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=True),
        sa.Column("pre_registration_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(LEVEL, name=op.f("ck_enrolments_level")),
        sa.CheckConstraint("status IN ('inscrit', 'admis', 'radie')", name=op.f("ck_enrolments_status")),
        sa.ForeignKeyConstraint(
            ["pre_registration_id"],
            ["pre_registrations.id"],
            name="fk_enrolments_pre_registration_id_pre_registrations",
        ),
        sa.ForeignKeyConstraint(["school_year"], ["school_years.year"], name="fk_enrolments_school_year_school_years"),
        sa.ForeignKeyConstraint(["uai"], ["schools.uai"], name="fk_enrolments_uai_schools"),
        sa.PrimaryKeyConstraint("child_id", "school_year", name="pk_enrolments"),
    )
    op.create_index("ix_enrolments_pre_registration_id", "enrolments", ["pre_registration_id"])
    op.create_index("ix_enrolments_school_year", "enrolments", ["school_year"])
    op.create_index("ix_enrolments_uai", "enrolments", ["uai"])
    grant("schooling", "seats", "enrolments")
