"""Forget an erased family, and the children who left with it."""

from collections.abc import Sequence
from uuid import UUID

from services.schooling.application.ports import Unit


async def forget_family(family_id: UUID, child_ids: Sequence[UUID], unit: Unit) -> None:
    """Their states go, and one that was told before but arrives later brings none of them back."""
    await unit.families.forget(family_id)
    for child_id in child_ids:
        await unit.children.forget(child_id)
