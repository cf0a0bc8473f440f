"""Doing once what was asked twice.

The first request stores its answer (status and location) in the transaction of its effect. A repetition with the same
key and body gets that answer; the same key with another body is refused. A parallel repetition waits on the row's
primary key until the first one ends.
"""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Protocol, Self, TypeVar

from fastapi import Depends, Header, Request
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.chassis.auth import AnySubject
from libs.chassis.db import Database
from libs.chassis.tables import ChassisTables
from libs.domain.errors import Invalid

KEPT_HOURS = 24


class KeyReused(Invalid):
    """The key was used with another body."""

    code = "idempotency-key-reused"


@dataclass(frozen=True)
class Once:
    """A request that must act once: who asks, under which key, with which body (SHA-256, hexadecimal)."""

    subject: str
    key: str
    body_hash: str


@dataclass(frozen=True)
class Answer:
    """What is repeated: the HTTP status and the path of what was made."""

    status: int
    location: str


@dataclass(frozen=True)
class Promise:
    """The answer that stands if the transaction commits."""

    once: Once
    answer: Answer


class Promising(Protocol):
    """A unit of work that can store a promise."""

    def promise(self, promise: Promise) -> Self: ...


U = TypeVar("U", bound=Promising)


async def once_from_request(
    request: Request,
    subject: AnySubject,
    idempotency_key: Annotated[str, Header(min_length=8, max_length=200)],
) -> Once:
    """Dependency: reads the `Idempotency-Key` header (422 without it) and hashes the method, path and body."""
    asked = f"{request.method} {request.url.path}\n".encode() + await request.body()
    return Once(subject.reference, idempotency_key, hashlib.sha256(asked).hexdigest())


OnceAsked = Annotated[Once, Depends(once_from_request)]


async def answer_once(
    once: Once,
    answer: Answer,
    *,
    database: Database,
    tables: ChassisTables,
    uow: U,
    act: Callable[[U], Awaitable[None]],
) -> Answer:
    """Run `act` in a unit of work that also stores `answer`, unless this was done already.

    Args:
        answer: known before acting, since ids are made by the caller.
        act: the use-case; it opens the unit of work and commits it.

    Returns:
        `answer`, or the one stored the first time.

    Raises:
        KeyReused: the key came with another body.
    """
    if done := await recall(database, tables, once):
        return done
    try:
        await act(uow.promise(Promise(once, answer)))
    except IntegrityError as error:
        if "pk_idempotency" not in str(error.orig):
            raise
        if done := await recall(database, tables, once):
            return done
        raise
    return answer


async def recall(database: Database, tables: ChassisTables, once: Once) -> Answer | None:
    """The answer given before. Raises KeyReused."""
    table = tables.idempotency
    query = select(table.c.body_hash, table.c.status, table.c.location).where(
        table.c.subject == once.subject, table.c.key == once.key
    )
    async with database.reading() as connection:
        row = (await connection.execute(query)).one_or_none()
    if row is None:
        return None
    if row.body_hash != once.body_hash:
        raise KeyReused
    return Answer(row.status, row.location)


async def keep_promise(connection: AsyncConnection, tables: ChassisTables, promise: Promise) -> None:
    """Insert the row first thing in the transaction: a parallel repetition waits here, before it does anything."""
    await connection.execute(
        tables.idempotency.insert().values(
            subject=promise.once.subject,
            key=promise.once.key,
            body_hash=promise.once.body_hash,
            status=promise.answer.status,
            location=promise.answer.location,
        )
    )


async def forget_old_answers(database: Database, tables: ChassisTables) -> int:
    """Delete answers older than 24 hours; the number deleted."""
    old = tables.idempotency.c.created_at < text(f"now() - interval '{KEPT_HOURS} hours'")
    async with database.transaction() as connection:
        return (await connection.execute(tables.idempotency.delete().where(old))).rowcount
