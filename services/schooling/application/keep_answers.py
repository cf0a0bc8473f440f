"""A family's unsent answers are kept: RETOUR, a file, an error or a session that ends loses none of them."""

from uuid import UUID

from libs.domain.errors import NotFound
from services.schooling.application.ports import UnitOfWork
from services.schooling.domain.answers import Answers


async def keep_answers(family_id: UUID, child_id: UUID, school_year: int, answers: Answers, uow: UnitOfWork) -> None:
    """In the place of those kept before. Raises NotFound: no such child in this family."""
    async with uow:
        child = await uow.children.hold(child_id)
        if child is None or family_id not in child.family_ids:
            raise NotFound
        await uow.answers.keep(family_id, child_id, school_year, answers)
        await uow.commit()
