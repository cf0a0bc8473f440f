"""What the routes need, composed in `main.py`."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from libs.chassis.db import Database


@dataclass(frozen=True)
class Dependencies:
    database: Database


def _dependencies(request: Request) -> Dependencies:
    found: Dependencies = request.app.state.deps
    return found


Deps = Annotated[Dependencies, Depends(_dependencies)]
