"""« J'ai un code de rattachement »: a child gets a second home, whose walls stand from the first moment."""

from dataclasses import dataclass
from datetime import date

from libs.domain.errors import Invalid, Throttled
from services.household.application.mirror_shared import shared_facts
from services.household.application.ports import Throttle, UnitOfWork
from services.household.domain.checking import Refused, any_date
from services.household.domain.child import Child
from services.household.domain.errors import WrongLinkCode
from services.household.domain.ids import FamilyId, RecordKey, RecordKind
from services.household.domain.link_code import link_attempts, link_digest
from services.household.domain.record import Record


@dataclass(frozen=True)
class LinkChild:
    """`birth_date` is typed JJ/MM/AAAA; `by` is the subject's reference."""

    family_id: FamilyId
    code: str
    birth_date: str
    by: str


async def link_child(command: LinkChild, uow: UnitOfWork, throttle: Throttle) -> RecordKey:
    """The key of the child's new record here.

    Raises:
        Invalid: the birth date is none.
        Throttled
        WrongLinkCode: there is no such code, it is spent or lapsed, or it is of a child born on another day.
        ChildKnown, TwoHomesAtMost
    """
    born = _birth_date(command.birth_date)
    if wait := await throttle.take([link_attempts(command.family_id)]):
        raise Throttled(wait)
    async with uow:
        found = await uow.link_codes.take(link_digest(command.code))
        if found is None:
            raise WrongLinkCode
        child = await uow.children.get(found.child_id)
        if child.birth_date != born:
            raise WrongLinkCode
        origin = child.homes[0]
        child.live_also_in(command.family_id)
        await uow.children.save(child)
        key = RecordKey(RecordKind.CHILD, child.id)
        for first in (key, RecordKey(RecordKind.HEALTH, child.id)):
            await uow.records.add(_second_record(await uow.records.get(origin, first), command.family_id, child))
        await uow.link_codes.use(found, command.family_id)
        uow.note(command.by, "child.linked", f"child:{child.id}", family=command.family_id, record=str(key))
        await uow.commit()
    return key


def _second_record(first: Record, family_id: FamilyId, child: Child) -> Record:
    """The facts that both homes know come accepted; everything else is for this home to write."""
    facts = shared_facts(first)
    frozen = child.disagreement is not None
    said = {name: at for name, at in first.said_at.items() if name in facts}
    return Record(family_id, first.key, values=dict(facts), accepted=dict(facts), said_at=said, frozen=frozen)


def _birth_date(typed: str) -> date:
    try:
        return any_date(" ".join(typed.split()))
    except Refused as refused:
        raise Invalid(errors=[refused.at("birth_date")]) from None
