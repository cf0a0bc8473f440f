"""Whether each database is at its newest version, and its serving role may do no more than it must."""

from sqlalchemy import make_url, text
from sqlalchemy.exc import SQLAlchemyError

from cli.databases import database_of
from cli.db import revisions
from cli.services import database_url
from libs.contracts.catalogue import SERVICES

_RIGHTS = text("""
    SELECT
        has_table_privilege('audit', 'UPDATE') OR has_table_privilege('audit', 'DELETE')
            OR has_table_privilege('audit', 'TRUNCATE') AS changes_audit,
        has_schema_privilege('public', 'CREATE') AS creates_tables,
        coalesce((SELECT rolsuper OR rolcreatedb OR rolcreaterole FROM pg_roles WHERE rolname = current_user), false)
            AS administers,
        ARRAY(SELECT datname::text FROM pg_database
               WHERE datname = ANY(:databases) AND datname <> current_database()
                 AND has_database_privilege(datname, 'CONNECT')) AS others
""")


async def problems() -> list[str]:
    """Of all services."""
    found = []
    for service in SERVICES:
        try:
            found += await _version(service) + await _rights(service)
        except (OSError, SQLAlchemyError) as error:
            found.append(f"The database of {service} cannot be examined ({type(error).__name__}).")
    return found


async def _version(service: str) -> list[str]:
    known = await revisions(service)
    if known.current == known.head:
        return []
    at = known.current or "nothing"
    return [f"The database of {service} is at {at}, its code at {known.head}: run `kiosque db migrate`."]


def _product_databases() -> list[str]:
    return [make_url(database_url(service)).database or "" for service in SERVICES]


async def _rights(service: str) -> list[str]:
    async with database_of(service) as database, database.reading() as connection:
        rights = (await connection.execute(_RIGHTS, {"databases": _product_databases()})).one()
    sentences = {
        "change or delete audit rows": rights.changes_audit,
        "create tables": rights.creates_tables,
        "administer the server": rights.administers,
        f"enter {', '.join(rights.others)}": bool(rights.others),
    }
    return [f"The serving role of {service} may {what}, and should not." for what, may in sentences.items() if may]
