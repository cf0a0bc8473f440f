"""The ledger's tables: the chassis' and one of its own."""

from sqlalchemy import BigInteger, Column, Identity, Integer, Table, Text, Uuid

from libs.chassis.db import new_metadata
from libs.chassis.tables import chassis_tables

metadata = new_metadata()
CHASSIS = chassis_tables(metadata)

notes = Table(
    "notes",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("event_id", Uuid, nullable=False),
    Column("subject", Text, nullable=False),
    Column("number", Integer, nullable=False),
)
