"""What identity's routes work with; `main.create_app` builds it once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from libs.chassis.db import Database
from services.identity.adapters.unit_of_work import IdentityUnitOfWork
from services.identity.application.ports import (
    Captcha,
    Clock,
    CodeDigests,
    Directory,
    PasswordEstimator,
    PasswordHasher,
    SecondFactor,
    Throttle,
)
from services.identity.application.rules import Rules


@dataclass(frozen=True)
class Dependencies:
    """`roles`: the permissions of each of the town's roles; a role that the town does not know has none."""

    database: Database
    uow: Callable[[], IdentityUnitOfWork]
    clock: Clock
    directory: Directory
    throttle: Throttle
    hasher: PasswordHasher
    estimator: PasswordEstimator
    second_factor: SecondFactor
    captcha: Captcha
    codes: CodeDigests
    rules: Rules
    roles: Mapping[str, list[str]]


async def _deps(request: Request) -> Dependencies:
    """Async, since FastAPI runs a plain function in a thread."""
    deps: Dependencies = request.app.state.deps
    return deps


Deps = Annotated[Dependencies, Depends(_deps)]
