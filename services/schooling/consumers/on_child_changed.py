"""Household tells of a child, whole."""

from libs.contracts.envelope import Envelope
from libs.contracts.household.v1 import ChildChanged
from services.schooling.application.ports import Unit
from services.schooling.application.track_child import track_child
from services.schooling.domain.child import Child


async def on_child_changed(event: ChildChanged, envelope: Envelope, uow: Unit) -> None:
    child = Child(
        id=event.child_id,
        version=envelope.aggregate_version,
        family_ids=tuple(event.family_ids),
        last_name=event.last_name,
        first_name=event.first_name,
        sex=event.sex,
        birth_date=event.birth_date,
        validated=event.validated,
        disagreement=event.disagreement,
    )
    await track_child(child, uow)
