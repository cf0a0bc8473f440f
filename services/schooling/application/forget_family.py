"""Forget an erased family, and the children who left with it."""

from collections.abc import Sequence
from uuid import UUID

from services.schooling.application.ports import Unit


async def forget_family(family_id: UUID, child_ids: Sequence[UUID], unit: Unit) -> None:
    """Their states and requests go, and one that was told before but arrives later brings none of them back.

    The enrolment of a child who keeps another home stays, without a word of who asked for it.
    """
    await unit.pre_registrations.forget_family(family_id)
    await unit.appointments.forget_family(family_id)
    await unit.answers.forget_family(family_id)
    await unit.families.forget(family_id)
    for child_id in child_ids:
        await unit.certificates.forget(child_id)
        await unit.appointments.forget_child(child_id)
        await unit.enrolments.forget(child_id)
        await unit.children.forget(child_id)
