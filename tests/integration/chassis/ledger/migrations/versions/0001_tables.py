"""The chassis' tables and the ledger's."""

from alembic import context, op

from libs.chassis.migration import create_chassis_tables, grant
from tests.integration.chassis.ledger.tables import notes

revision = "0001"
down_revision = None


def upgrade() -> None:
    service = context.config.get_main_option("service") or ""
    create_chassis_tables(service)
    notes.create(op.get_bind())
    grant(service, "notes")
