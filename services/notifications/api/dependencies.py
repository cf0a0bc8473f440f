"""What the routes need, composed in `main.py`."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, HTTPException, Request

from libs.chassis.auth import Permission, StaffSubject
from libs.chassis.db import Database
from libs.domain.errors import FieldError, Invalid
from services.notifications.adapters.unit_of_work import NotificationsUnitOfWork
from services.notifications.application.office import Office
from services.notifications.domain.agent import Agent, AgentId

_ETAG = re.compile(r'"(\d{1,9})"', re.ASCII)


@dataclass(frozen=True)
class Dependencies:
    database: Database
    uow: Callable[[], NotificationsUnitOfWork]
    office: Office


async def _dependencies(request: Request) -> Dependencies:
    """Async, since FastAPI runs a plain function in a thread."""
    found: Dependencies = request.app.state.deps
    return found


async def _agent(subject: StaffSubject) -> Agent:
    may_answer = Permission.MESSAGES_ANSWER in subject.permissions
    return Agent(AgentId(subject.id), subject.roles, may_answer, subject.display_name)


async def _version(if_match: Annotated[str | None, Header(description='`"<version>"`, as it was read')] = None) -> int:
    """The version that the client read: 428 without it."""
    if if_match is None:
        raise HTTPException(428)
    if not (found := _ETAG.fullmatch(if_match.strip())):
        raise Invalid(errors=[FieldError("If-Match", "not-a-version")])
    return int(found[1])


# In a route the subject comes first: who may not ask is told so before anything else about the question.
Deps = Annotated[Dependencies, Depends(_dependencies)]
CurrentAgent = Annotated[Agent, Depends(_agent)]
IfMatch = Annotated[int, Depends(_version)]
