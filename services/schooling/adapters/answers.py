"""Unsent answers, one row a family, child and school year."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.schooling.adapters.tables import KEPT_ANSWERS
from services.schooling.domain.answers import Answers


class SqlAnswers:
    """In the current transaction, or on a reading connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def keep(self, family_id: UUID, child_id: UUID, school_year: int, answers: Answers) -> None:
        values = {"answers": asdict(answers), "kept_at": func.now()}
        key = {"family_id": family_id, "child_id": child_id, "school_year": school_year}
        put = insert(KEPT_ANSWERS).values(**key, **values)
        await self._connection.execute(put.on_conflict_do_update(constraint="pk_kept_answers", set_=values))

    async def get(self, family_id: UUID, child_id: UUID, school_year: int) -> Answers:
        """Empty ones where nothing was kept."""
        kept = KEPT_ANSWERS.c
        query = select(kept.answers).where(
            kept.family_id == family_id, kept.child_id == child_id, kept.school_year == school_year
        )
        found: dict[str, Any] | None = await self._connection.scalar(query)
        return Answers(**found | {"reasons": tuple(found["reasons"])}) if found else Answers()

    async def forget(self, family_id: UUID, child_id: UUID, school_year: int) -> None:
        """The request is decided."""
        kept = KEPT_ANSWERS.c
        mine = and_(kept.family_id == family_id, kept.child_id == child_id, kept.school_year == school_year)
        await self._connection.execute(KEPT_ANSWERS.delete().where(mine))

    async def forget_family(self, family_id: UUID) -> None:
        await self._connection.execute(KEPT_ANSWERS.delete().where(KEPT_ANSWERS.c.family_id == family_id))
