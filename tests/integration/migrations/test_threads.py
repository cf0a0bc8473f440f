"""Messages of before threads: those of a submission become one thread, as read as they were; no mail goes out twice."""

import asyncio
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import uuid4

import asyncpg
import pytest
from alembic import command
from alembic.config import Config

from deploy.local.folder import ROOT
from deploy.local.instance import Instance

BEFORE = "0009"


def upgrade(owner_url: str, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "services" / "notifications" / "migrations"))
    config.set_main_option("sqlalchemy.url", owner_url.replace("%", "%%"))
    command.upgrade(config, revision)


@pytest.fixture
async def owner_url(infrastructure: Instance) -> AsyncIterator[str]:
    """A database of notifications as it was before threads."""
    name = f"kiosque_notifications_before_{os.getpid()}"
    postgresql = infrastructure.postgresql
    await asyncio.to_thread(postgresql.create_database, "notifications", name)
    url = infrastructure.environments.database_url("notifications", "notifications_owner", name)
    await asyncio.to_thread(upgrade, url, BEFORE)
    yield url
    await asyncio.to_thread(postgresql.execute, f"DROP DATABASE {name} WITH (FORCE);")


async def test_old_messages_become_threads(owner_url: str) -> None:
    family, other, account, first, second = (uuid4() for _ in range(5))
    connection = await asyncpg.connect(owner_url.replace("+asyncpg", ""))
    post = """
        INSERT INTO messages (family_id, kind, submission_id, subject, body, posted_at, read_at, read_by)
        VALUES ($1, $2, $3, $4, 'Bonjour,', $5, $6, $7) RETURNING id
    """
    late, later = datetime(2026, 11, 23, 23, 30, tzinfo=UTC), datetime(2026, 11, 25, 9, tzinfo=UTC)
    await connection.fetchval(post, family, "submission-received", first, "Reçue", late, later, account)
    decision = await connection.fetchval(post, family, "submission-concluded", first, "Décidée", later, None, None)
    await connection.fetchval(post, other, "submission-received", second, "Reçue", late, None, None)
    await connection.execute(
        "INSERT INTO deliveries (template, purpose, account_id, params) VALUES ('decision', $1, $2, '{}')",
        f"decision:{first}:{account}",
        account,
    )
    await asyncio.to_thread(upgrade, owner_url, "head")
    threads = await connection.fetch("SELECT * FROM threads ORDER BY family_id = $1 DESC", family)
    assert [(thread["family_id"], thread["about_id"], thread["subject"], thread["state"]) for thread in threads] == [
        (family, first, "Votre demande du 24/11/2026", "told"),
        (other, second, "Votre demande du 24/11/2026", "told"),
    ]
    messages = await connection.fetch("SELECT * FROM messages WHERE family_id = $1 ORDER BY position", family)
    assert [(message["subject"], message["thread_id"], message["read_by"]) for message in messages] == [
        ("Reçue", threads[0]["id"], account),
        ("Décidée", threads[0]["id"], None),
    ]
    assert messages[0]["purpose"] == f"submission-received:{first}"
    assert messages[1]["notice"] == "decision"
    assert await connection.fetchval("SELECT purpose FROM deliveries") == f"decision:{decision}:{account}"
    await connection.close()
