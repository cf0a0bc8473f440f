"""Certificates, the slots of heads of school, appointments; counters against guessing."""

import sqlalchemy as sa
from alembic import op

from libs.chassis.migration import app_role, grant

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _certificates()
    _slots()
    _appointments()
    op.create_table(
        "throttles",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("empty_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_throttles"),
    )
    op.create_index("ix_throttles_empty_at", "throttles", ["empty_at"])
    grant("schooling", "certificate_numbers", privileges="SELECT, INSERT, UPDATE")
    grant("schooling", "certificates", privileges="SELECT, INSERT, DELETE")
    # What is signed stays as it is, whatever the code does; only the end of a certificate is written down.
    changing = "version, replaced_by, revoked_at, revoked_by, revoked_for"
    op.execute(f"GRANT UPDATE ({changing}) ON certificates TO {app_role('schooling')}")
    grant("schooling", "slots", "appointments", "throttles")


def _certificates() -> None:
    op.create_table(
        "certificate_numbers",
        sa.Column("school_year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.CheckConstraint("last > 0", name=op.f("ck_certificate_numbers_last")),
        sa.ForeignKeyConstraint(
            ["school_year"], ["school_years.year"], name="fk_certificate_numbers_school_year_school_years"
        ),
        sa.PrimaryKeyConstraint("school_year", name="pk_certificate_numbers"),
    )
    op.create_table(
        "certificates",
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("school_year", sa.Integer(), nullable=False),
        sa.Column("commune", sa.Text(), nullable=False),
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("school", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("last_name", sa.Text(), nullable=False),
        sa.Column("first_name", sa.Text(), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("newcomer", sa.Boolean(), nullable=False),
        sa.Column("meets_head", sa.Boolean(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by", sa.Text(), nullable=False),
        sa.Column("replaces", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("replaced_by", sa.Text(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.Uuid(), nullable=True),
        sa.Column("revoked_for", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "num_nonnulls(revoked_at, revoked_by, revoked_for) IN (0, 3)", name=op.f("ck_certificates_revoked")
        ),
        sa.CheckConstraint(
            "replaced_by IS NULL OR revoked_at IS NULL", name=op.f("ck_certificates_replaced_or_revoked")
        ),
        sa.ForeignKeyConstraint(
            ["school_year"], ["school_years.year"], name="fk_certificates_school_year_school_years"
        ),
        sa.ForeignKeyConstraint(["uai"], ["schools.uai"], name="fk_certificates_uai_schools"),
        sa.PrimaryKeyConstraint("number", name="pk_certificates"),
    )
    op.create_index("ix_certificates_school_year", "certificates", ["school_year"])
    op.create_index("ix_certificates_uai", "certificates", ["uai"])
    op.create_index("ix_certificates_child_id_issued_at", "certificates", ["child_id", "issued_at"])
    op.create_index(
        "uq_certificates_valid",
        "certificates",
        ["child_id", "school_year"],
        unique=True,
        postgresql_where=sa.text("replaced_by IS NULL AND revoked_at IS NULL"),
    )


def _slots() -> None:
    op.create_table(
        "slots",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("published_by", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_by", sa.Text(), nullable=True),
        sa.CheckConstraint("minutes BETWEEN 5 AND 180", name=op.f("ck_slots_minutes")),
        sa.CheckConstraint("(cancelled_at IS NULL) = (cancelled_by IS NULL)", name=op.f("ck_slots_cancelled")),
        sa.ForeignKeyConstraint(["uai"], ["schools.uai"], name="fk_slots_uai_schools"),
        sa.PrimaryKeyConstraint("id", name="pk_slots"),
    )
    op.create_index("ix_slots_uai_starts_at", "slots", ["uai", "starts_at"])
    op.create_index(
        "uq_slots_standing",
        "slots",
        ["uai", "starts_at"],
        unique=True,
        postgresql_where=sa.text("cancelled_at IS NULL"),
    )


def _appointments() -> None:
    op.create_table(
        "appointments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("school_year", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Text(), nullable=True),
        sa.Column("word", sa.Text(), nullable=True),
        sa.Column("reminded", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "state IN ('booked', 'cancelled', 'attended', 'missed')", name=op.f("ck_appointments_state")
        ),
        sa.CheckConstraint("closed_by IN ('family', 'town')", name=op.f("ck_appointments_closed_by")),
        sa.CheckConstraint("(state = 'booked') = (closed_at IS NULL)", name=op.f("ck_appointments_closed")),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_by IS NULL)", name=op.f("ck_appointments_closed_by_somebody")
        ),
        sa.ForeignKeyConstraint(
            ["school_year"], ["school_years.year"], name="fk_appointments_school_year_school_years"
        ),
        sa.ForeignKeyConstraint(["slot_id"], ["slots.id"], name="fk_appointments_slot_id_slots"),
        sa.PrimaryKeyConstraint("id", name="pk_appointments"),
    )
    op.create_index("ix_appointments_family_id", "appointments", ["family_id"])
    op.create_index("ix_appointments_school_year", "appointments", ["school_year"])
    op.create_index("ix_appointments_slot_id", "appointments", ["slot_id"])
    op.create_index("ix_appointments_child_id_school_year", "appointments", ["child_id", "school_year"])
    op.create_index(
        "uq_appointments_slot_id",
        "appointments",
        ["slot_id"],
        unique=True,
        postgresql_where=sa.text("state <> 'cancelled'"),
    )
    op.create_index(
        "uq_appointments_current",
        "appointments",
        ["child_id", "school_year"],
        unique=True,
        postgresql_where=sa.text("state IN ('booked', 'attended')"),
    )
    op.create_index(
        "ix_appointments_to_remind",
        "appointments",
        ["slot_id"],
        postgresql_where=sa.text("state = 'booked' AND NOT reminded"),
    )
