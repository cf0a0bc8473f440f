"""What the routes need, composed in `main.py`."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from libs.chassis.db import Database
from services.schooling.adapters.town_map_copy import TownMapCopy


@dataclass(frozen=True)
class Dependencies:
    database: Database
    town_map: TownMapCopy


async def _dependencies(request: Request) -> Dependencies:
    """Async, since FastAPI runs a plain function in a thread."""
    found: Dependencies = request.app.state.deps
    return found


Deps = Annotated[Dependencies, Depends(_dependencies)]
