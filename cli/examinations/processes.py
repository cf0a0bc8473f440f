"""Whether every process says that it is ready."""

import asyncio

import aiohttp

from cli.environment import required
from libs.contracts.catalogue import SERVICES

_SECONDS = 5.0


async def problems() -> list[str]:
    """Each process that is not ready, with what it lacks."""
    addresses = {"gateway": required("KIOSQUE_OPERATOR_GATEWAY_URL")}
    for service in SERVICES:
        addresses[service] = required(f"GATEWAY_{service.upper()}_URL").rstrip("/")
        addresses[f"{service}-worker"] = required(f"KIOSQUE_OPERATOR_{service.upper()}_WORKER_URL")
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_SECONDS)) as session:
        found = await asyncio.gather(*(_problem(session, name, url) for name, url in addresses.items()))
    return [problem for problem in found if problem]


async def _problem(session: aiohttp.ClientSession, process: str, url: str) -> str | None:
    try:
        async with session.get(f"{url}/readyz") as answer:
            if answer.status == 200:
                return None
            lacking = [name for name, well in (await answer.json())["checks"].items() if not well]
    except (aiohttp.ClientError, TimeoutError) as error:
        return f"{process} does not answer ({type(error).__name__})."
    return f"{process} is not ready: {', '.join(lacking)}."
