"""The product's own processes, as the launcher forks them."""

from deploy.local import plan
from deploy.local.credentials import SERVICES
from deploy.local.environment import PRODUCT
from deploy.local.folder import Folder

# Heavy and the same for all: imported once, before the first fork.
_STACK = [
    "aio_pika",
    "aiohttp.web",
    "asyncpg",
    "fastapi",
    "httptools",
    "jinja2",
    "joserfc.jwt",
    "prometheus_client",
    "pydantic_settings",
    "sqlalchemy.dialects.postgresql.asyncpg",
    "sqlalchemy.ext.asyncio",
    "structlog",
    "uvicorn.lifespan.on",
    "uvicorn.logging",
    "uvicorn.loops.uvloop",
    "uvicorn.protocols.http.httptools_impl",
    "uvloop",
]


def module_of(process: str) -> str:
    """Where the process' `main` is: `services.household.worker` for `household-worker`."""
    service = process.removesuffix("-worker")
    if service in SERVICES:
        return f"services.{service}.{'worker' if process.endswith('-worker') else 'main'}"
    return f"{process}.main"


def processes(folder: Folder) -> list[plan.Process]:
    """Every process of the product. All are one stage: none needs another in order to start."""
    return [
        plan.Process(
            name=name,
            group=plan.PRODUCT,
            environment=str(folder.environment_of(name)),
            log=str(folder.log_of(name)),
            function=f"{module_of(name)}:main",
            preload=[*_STACK, module_of(name)],
            stage=2,
        )
        for name in PRODUCT
    ]
