"""Forget the children who left with an erased family."""

from collections.abc import Sequence
from uuid import UUID

from services.schooling.application.ports import Unit


async def forget_children(child_ids: Sequence[UUID], unit: Unit) -> None:
    """Their state goes, and one that was told before but arrives later brings none of them back."""
    for child_id in child_ids:
        await unit.children.forget(child_id)
