"""What the routes need, composed in `main.py`."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, HTTPException, Path, Request

from libs.chassis.auth import StaffSubject, Subject
from libs.chassis.db import Database
from libs.domain.errors import FieldError, Invalid, NotFound
from services.household.adapters.unit_of_work import HouseholdUnitOfWork
from services.household.application.locality import Locality
from services.household.application.ports import Manifests, Throttle
from services.household.domain.agent import Agent
from services.household.domain.ids import AgentId, ItemKey, RecordKey

_ETAG = re.compile(r'"(\d{1,9})"', re.ASCII)


@dataclass(frozen=True)
class Dependencies:
    """The parts.

    Attributes:
        uow: gives a fresh unit of work.
        draft_hours: how long an untouched draft is kept.
        link_days: how long a « code de rattachement » can be used.
        never_activated_days: how long a family is kept whose account nobody activates.
    """

    database: Database
    uow: Callable[[], HouseholdUnitOfWork]
    locality: Locality
    manifests: Manifests
    draft_hours: int
    link_days: int
    throttle: Throttle
    never_activated_days: int


async def _dependencies(request: Request) -> Dependencies:
    dependencies: Dependencies = request.app.state.deps
    return dependencies


async def _agent(subject: StaffSubject) -> Agent:
    return Agent(AgentId(subject.id), subject.permissions)


async def _version(if_match: Annotated[str | None, Header(description='`"<version>"`, as it was read')] = None) -> int:
    """The version that the client read: 428 without it."""
    if if_match is None:
        raise HTTPException(428)
    if not (found := _ETAG.fullmatch(if_match.strip())):
        raise Invalid(errors=[FieldError("If-Match", "not-a-version")])
    return int(found[1])


async def _record_key(key: Annotated[str, Path(max_length=60)]) -> RecordKey:
    """A record of that name may exist; any other text is as missing as a foreign one."""
    if (found := RecordKey.parse(key)) is None:
        raise NotFound
    return found


async def _item_key(item_key: Annotated[str, Path(max_length=160)]) -> ItemKey:
    if (found := ItemKey.parse(item_key)) is None:
        raise NotFound
    return found


def writing_agent(subject: Subject) -> AgentId | None:
    """Who writes a registration at the counter; None when the family writes its own."""
    return AgentId(subject.agent_id) if subject.agent_id else None


def etag(version: int) -> dict[str, str]:
    """The header that tells a new version."""
    return {"ETag": f'"{version}"'}


# In a route the subject comes first: who may not ask is told so before anything else about the question.
Deps = Annotated[Dependencies, Depends(_dependencies)]
CurrentAgent = Annotated[Agent, Depends(_agent)]
IfMatch = Annotated[int, Depends(_version)]
AskedRecord = Annotated[RecordKey, Depends(_record_key)]
AskedItem = Annotated[ItemKey, Depends(_item_key)]
