"""The puzzle that a browser solves to show that a person sits before it."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter

from libs.chassis.auth import AnySubject
from libs.chassis.problems import problems
from services.identity.api.dependencies import Deps

router = APIRouter(prefix="/captcha", tags=["captcha"])


@router.get("/challenge", responses=problems(401))
async def challenge(_subject: AnySubject, deps: Deps) -> Mapping[str, Any]:
    """As the widget of ALTCHA 3 takes it: `{"parameters": {...}, "signature": ...}`."""
    return deps.captcha.challenge()
