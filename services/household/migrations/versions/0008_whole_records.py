"""Every field of the procedure, each child's fiche sanitaire, what was declared exact, the table of vaccinations."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from libs.chassis.migration import grant

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_CIVILITY = "jsonb_build_object('civility', CASE {column} ->> 'sex' WHEN 'feminin' THEN 'madame' ELSE 'monsieur' END)"


def upgrade() -> None:
    _columns()
    _diseases()
    _civilities_of_adults()
    _names_of_families()
    _fiches_sanitaires()


def _columns() -> None:
    op.add_column("records", sa.Column("declared_at", sa.DateTime(timezone=True)))
    op.add_column("records", sa.Column("said_at", JSONB(), server_default=sa.text("'{}'"), nullable=False))
    op.drop_constraint("ck_records_kind", "records", type_="check")
    op.create_check_constraint("ck_records_kind", "records", "kind IN ('family', 'adult', 'child', 'health')")
    op.add_column("submissions", sa.Column("declarations", JSONB(), server_default=sa.text("'{}'"), nullable=False))
    op.add_column("pieces", sa.Column("health", sa.Boolean(), server_default=sa.text("false"), nullable=False))


def _diseases() -> None:
    op.create_table(
        "diseases",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("duties", JSONB(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_diseases"),
    )
    grant("household", "diseases")


def _civilities_of_adults() -> None:
    """As their sex suggests, in what the family wrote and in what the town accepted: nobody has to hand it in."""
    for column in ("written", "accepted"):
        op.execute(f"""
            UPDATE records SET {column} = {column} || {_CIVILITY.format(column=column)}
             WHERE kind = 'adult' AND {column} ->> 'sex' IN ('feminin', 'masculin')
        """)  # noqa: S608 - our own words


def _names_of_families() -> None:
    """The household bears its first adult's name; as accepted only where the town accepted the household's record."""
    for column, held in (("written", "true"), ("accepted", "families.accepted <> '{}'")):
        op.execute(f"""
            UPDATE records AS families
               SET {column} = families.{column} || jsonb_strip_nulls(jsonb_build_object(
                       'civility', adults.{column} -> 'civility', 'last_name', adults.{column} -> 'last_name',
                       'first_name', adults.{column} -> 'first_name'))
              FROM (SELECT DISTINCT ON (family_id) family_id, written, accepted FROM records
                     WHERE kind = 'adult' ORDER BY family_id, position) AS adults
             WHERE families.kind = 'family' AND adults.family_id = families.family_id AND {held}
        """)  # noqa: S608 - our own words


def _fiches_sanitaires() -> None:
    """Empty ones, after the family's other records."""
    op.execute("""
        INSERT INTO records
               (family_id, key, kind, position, version, written, accepted, refusals, pieces, pending_items)
        SELECT family_id, 'health-' || right(key, 36), 'health',
               (SELECT max(position) FROM records AS all_of_it WHERE all_of_it.family_id = children.family_id)
               + row_number() OVER (PARTITION BY family_id ORDER BY position),
               1, '{}', '{}', '{}', '{}', '{}'
          FROM records AS children WHERE kind = 'child'
    """)
