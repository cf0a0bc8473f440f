"""What the page behind a link to a new password shows."""

from sqlalchemy import exists, func, select

from libs.chassis.db import Database
from services.identity.adapters.tables import password_resets
from services.identity.domain.session import digest


async def opens_new_password(database: Database, token: str) -> bool:
    """Whether the link is still good."""
    good = exists().where(password_resets.c.token_hash == digest(token), password_resets.c.expires_at > func.now())
    async with database.reading() as connection:
        return bool((await connection.execute(select(good))).scalar_one())
