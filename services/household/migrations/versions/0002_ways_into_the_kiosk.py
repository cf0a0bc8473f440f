"""Families of the counter and of the town's own files, the parent who lives elsewhere, and what erasing needs."""

import sqlalchemy as sa
from alembic import op

from libs.chassis.migration import grant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# A choice of guardians as it was written before, with the members that it has now.
_WHOLE = """
    '{{"elsewhere_link": null, "elsewhere_telephone": null, "elsewhere_email": null, "elsewhere_address": null,
       "states": []}}'::jsonb || {choice}
"""


def upgrade() -> None:
    _families_of_three_origins()
    _drafts_of_the_counter()
    _the_parent_elsewhere()
    _complete_the_choices()
    grant(
        "household",
        "families",
        "adults",
        "children",
        "submissions",
        "submission_items",
        "submission_documents",
        "records",
        privileges="DELETE",
    )


def _families_of_three_origins() -> None:
    op.alter_column("families", "registration_id", nullable=True)
    op.add_column("families", sa.Column("origin", sa.Text(), server_default=sa.text("'online'"), nullable=False))
    op.add_column("families", sa.Column("registered_by", sa.Uuid()))
    op.create_check_constraint("ck_families_origin", "families", "origin IN ('online', 'counter', 'imported')")
    op.create_check_constraint(
        "ck_families_registration", "families", "(registration_id IS NULL) = (origin = 'imported')"
    )
    op.create_check_constraint(
        "ck_families_registered_by", "families", "(registered_by IS NULL) = (origin <> 'counter')"
    )


def _drafts_of_the_counter() -> None:
    op.add_column("drafts", sa.Column("opened_by", sa.Uuid()))
    op.add_column("drafts", sa.Column("opened_at", sa.DateTime(timezone=True)))
    op.create_check_constraint("ck_drafts_opened", "drafts", "(opened_by IS NULL) = (opened_at IS NULL)")
    op.create_index("ix_drafts_opened_at", "drafts", ["opened_at"], postgresql_where=sa.text("opened_by IS NOT NULL"))


def _the_parent_elsewhere() -> None:
    for name in ("elsewhere_link", "elsewhere_telephone", "elsewhere_email", "elsewhere_address"):
        op.add_column("guardianships", sa.Column(name, sa.Text()))
    op.create_check_constraint(
        "ck_guardianships_elsewhere_link", "guardianships", "elsewhere_link IN ('mere', 'pere', 'autre')"
    )
    op.create_check_constraint(
        "ck_guardianships_elsewhere",
        "guardianships",
        "adult_id IS NULL OR num_nonnulls(elsewhere_link, elsewhere_telephone, elsewhere_email, elsewhere_address) = 0",
    )
    op.create_check_constraint(
        "ck_guardianships_protected_address",
        "guardianships",
        "elsewhere_address IS NULL OR NOT 'protected_address' = ANY (states)",
    )


def _complete_the_choices() -> None:
    for column in ("written", "accepted"):
        op.execute(f"""
            UPDATE records SET {column} = jsonb_set({column}, '{{guardians}}', {_whole(f"{column} -> 'guardians'")})
             WHERE kind = 'child' AND jsonb_typeof({column} -> 'guardians') = 'object'
        """)  # noqa: S608 - our own words
    op.execute(f"""
        UPDATE records
           SET refusals = jsonb_set(refusals, '{{guardians,value}}', {_whole("refusals #> '{guardians,value}'")})
         WHERE kind = 'child' AND jsonb_typeof(refusals #> '{{guardians,value}}') = 'object'
    """)  # noqa: S608 - our own words
    for column in ("old", "new"):
        op.execute(f"""
            UPDATE submission_items SET {column} = {_whole(column)}
             WHERE key LIKE 'child-%.guardians' AND jsonb_typeof({column}) = 'object'
        """)  # noqa: S608 - our own words


def _whole(choice: str) -> str:
    return _WHOLE.format(choice=f"({choice})")
