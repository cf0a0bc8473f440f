"""A family accepts or refuses the school that the town proposes, within its time."""

from uuid import UUID

from libs.domain.errors import NotFound
from services.schooling.application.act import Act
from services.schooling.application.admission_ports import Seal
from services.schooling.application.conclude_pre_registration import enrol
from services.schooling.application.ports import UnitOfWork


async def answer_proposal(
    family_id: UUID, request_id: UUID, by: str, seal: Seal, uow: UnitOfWork, *, accepted: bool
) -> None:
    """Judged by PostgreSQL's clock. Raises NotFound, NoProposal."""
    async with uow:
        request = await uow.pre_registrations.get(request_id)
        if request.family_id != family_id:
            raise NotFound
        at = await uow.moment()
        placement = request.answer_proposal(accepted=accepted, at=at)
        if placement is None:
            await uow.places.release_held(request.id)
        else:
            child = await uow.children.hold(request.child_id)
            disagreement = child is not None and child.disagreement
            act = Act(at, by, family_id)
            await enrol(request, placement, act, seal, uow, held=True, provisional=disagreement)
            await uow.answers.forget(family_id, request.child_id, request.school_year)
        await uow.pre_registrations.save(request)
        action = f"reassignment.{'accepted' if accepted else 'refused'}"
        uow.note(by, action, f"pre_registration:{request.id}", family_id=family_id)
        await uow.commit()
