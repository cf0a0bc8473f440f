"""The gateway's composition root: the edge around the pages and the API."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from gateway.api import routes as routes_api
from gateway.clients.all_services import Clients
from gateway.clients.connections import Connections
from gateway.edge.cookies import Cookies
from gateway.edge.csrf import Csrf
from gateway.edge.forwarded import ForwardedMiddleware
from gateway.edge.guard import GuardMiddleware
from gateway.edge.head import HeadMiddleware
from gateway.edge.headers import SecurityHeadersMiddleware
from gateway.edge.kept_forms import KeptForms
from gateway.edge.sessions import Sessions
from gateway.settings import GatewaySettings
from gateway.web import address_form
from gateway.web.account import routes as routes_account_home
from gateway.web.account import routes_address, routes_closing, routes_data, routes_devices, routes_history
from gateway.web.account import routes_confirmation as routes_new_address
from gateway.web.account import routes_password as routes_own_password
from gateway.web.agents import home as routes_agents_home
from gateway.web.agents import (
    routes_conclusion,
    routes_file,
    routes_health,
    routes_homes,
    routes_sign_in,
    routes_work_list,
)
from gateway.web.agents.appointments import routes as routes_school_week
from gateway.web.agents.appointments import routes_publishing
from gateway.web.agents.counter import (
    routes_done,
    routes_drafts,
    routes_families,
    routes_link_codes,
    routes_prints,
    routes_unlinking,
)
from gateway.web.agents.counter.door import DRAFT, counter_step
from gateway.web.agents.counter.door import PATH as COUNTER
from gateway.web.agents.messages import routes_list as routes_agent_messages
from gateway.web.agents.messages import routes_new as routes_agent_message
from gateway.web.agents.messages import routes_thread as routes_agent_thread
from gateway.web.agents.schooling import routes_list as routes_school_requests
from gateway.web.agents.schooling import routes_request as routes_school_request
from gateway.web.appointments import routes as routes_appointments
from gateway.web.assets import PREFIX, Assets
from gateway.web.certificates import routes_agents as routes_agents_certificates
from gateway.web.certificates import routes_family as routes_family_certificates
from gateway.web.certificates import routes_public as routes_public_certificates
from gateway.web.cities import Cities
from gateway.web.creation import (
    routes_account,
    routes_confirmation,
    routes_resuming,
    routes_start,
)
from gateway.web.creation.household_pages import household_pages
from gateway.web.creation.step import HOUSEHOLD, online_step
from gateway.web.errors import ErrorPagesMiddleware, answer_http
from gateway.web.family import routes as routes_family
from gateway.web.family import routes_attestation, routes_finish, routes_messages, routes_record, routes_reuse
from gateway.web.family.members import routes_adding, routes_leaving
from gateway.web.family.submissions import routes as routes_own_submissions
from gateway.web.first_use import routes_account as routes_first_account
from gateway.web.first_use import routes_claim
from gateway.web.home import routes as routes_home
from gateway.web.home import routes_activation
from gateway.web.information import routes as routes_information
from gateway.web.information import routes_files
from gateway.web.kiosk import Kiosk
from gateway.web.pages import Pages
from gateway.web.recovery import routes_code, routes_password
from gateway.web.schooling import (
    routes_added_files,
    routes_children,
    routes_derogation,
    routes_first_day,
    routes_follow_up,
    routes_pre_registration,
    routes_request,
)
from gateway.web.schooling import routes_reuse as routes_proof_reuse
from gateway.web.schools import routes_sector
from libs.chassis.auth import SubjectMint
from libs.chassis.health import health_router
from libs.chassis.logging import configure_logging
from libs.chassis.observing import ObservingMiddleware
from libs.chassis.service import serve
from libs.chassis.settings import settings_or_exit
from libs.commune.commune import Commune, load_commune

_FILES = (
    "/creer-ma-famille/foyer/enfants/",
    "/mon-espace/fiches/",
    "/mon-espace/inscriptions/",
    "/mon-espace/messages/",
    "/agents/messages/",
    f"{COUNTER}/",
)
ROUTERS: tuple[APIRouter, ...] = (
    routes_family.router,  # asked most, so tried first
    routes_home.router,
    routes_activation.router,
    routes_password.router,
    routes_code.router,
    routes_claim.router,
    routes_first_account.router,
    routes_start.router,
    routes_resuming.router,
    address_form.router,
    routes_account.router,
    household_pages(HOUSEHOLD, online_step),
    routes_confirmation.router,
    routes_finish.router,
    routes_own_submissions.router,
    routes_adding.router,
    routes_leaving.router,
    routes_messages.router,
    routes_record.router,
    routes_attestation.router,
    routes_reuse.router,
    routes_children.router,
    routes_pre_registration.router,
    routes_derogation.router,
    routes_proof_reuse.router,
    routes_request.router,
    routes_added_files.router,
    routes_first_day.router,
    routes_follow_up.router,
    routes_account_home.router,
    routes_own_password.router,
    routes_address.router,
    routes_devices.router,
    routes_history.router,
    routes_data.router,
    routes_closing.router,
    routes_new_address.router,
    routes_sign_in.router,
    routes_agents_home.router,
    routes_work_list.router,
    routes_file.router,
    routes_homes.router,
    routes_conclusion.router,
    routes_health.router,
    routes_agent_messages.router,
    routes_agent_message.router,
    routes_agent_thread.router,
    routes_drafts.router,
    household_pages(f"{DRAFT}/foyer", counter_step),
    routes_done.router,
    routes_families.router,
    routes_link_codes.router,
    routes_unlinking.router,
    routes_prints.router,
    routes_school_requests.router,
    routes_school_request.router,
    routes_sector.router,
    routes_public_certificates.router,
    routes_family_certificates.router,
    routes_agents_certificates.router,
    routes_appointments.router,
    routes_publishing.router,
    routes_school_week.router,
    routes_information.router,
    routes_files.router,
    routes_api.router,
)


def create_app(settings: GatewaySettings, commune: Commune | None = None, clients: Clients | None = None) -> FastAPI:
    """The whole gateway.

    Args:
        commune: loaded already, by a test; else from the settings' folder.
        clients: stand-ins of the services, by a test; else over HTTP at the settings' addresses.

    Raises:
        CommuneError, AssetsMissing
    """
    connections = Connections()
    kiosk = _kiosk(
        settings, commune or load_commune(settings.commune_dir), clients or Clients.over(settings, connections)
    )

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with connections:
            yield

    app = FastAPI(title="Kiosque famille: gateway", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.kiosk = kiosk
    app.add_exception_handler(HTTPException, answer_http)
    app.add_exception_handler(RequestValidationError, answer_http)
    app.include_router(health_router({}))
    app.add_route(PREFIX + "{name}", kiosk.assets.serve)
    for router in ROUTERS:
        app.include_router(router, include_in_schema=False)
    _surround(app, settings, kiosk)
    return app


def _surround(app: FastAPI, settings: GatewaySettings, kiosk: Kiosk) -> None:
    """The layers around the routes; the last one added is the outermost."""
    layers: list[tuple[Any, dict[str, Any]]] = [
        (GuardMiddleware, {"csrf": kiosk.csrf, "cookies": kiosk.cookies, "takes_files": _takes_files}),
        (ErrorPagesMiddleware, {"kiosk": kiosk}),
        (HeadMiddleware, {}),
        (SecurityHeadersMiddleware, {"secure": settings.secure}),
        (ObservingMiddleware, {}),
        (ForwardedMiddleware, {"proxies": settings.proxies, "origin": settings.origin}),
    ]
    for layer, arguments in layers:
        app.add_middleware(layer, **arguments)


def _kiosk(settings: GatewaySettings, commune: Commune, clients: Clients) -> Kiosk:
    assets = Assets.load(settings.assets_dir, commune)
    return Kiosk(
        settings=settings,
        commune=commune,
        clients=clients,
        sessions=Sessions(clients.identity, SubjectMint(settings.subject_private_key.get_secret_value())),
        csrf=Csrf(settings.csrf_secret, settings.origin),
        kept_forms=KeptForms(settings.csrf_secret),
        cookies=Cookies(settings.secure),
        assets=assets,
        pages=Pages(commune, assets, settings),
        cities=Cities(settings.assets_dir / "towns"),
    )


def _takes_files(path: str) -> bool:
    return path.startswith(_FILES)


def main() -> None:
    """Run the gateway from the environment."""
    settings = settings_or_exit(GatewaySettings)
    configure_logging("gateway", settings.log_level)
    serve(create_app(settings), settings)


if __name__ == "__main__":
    main()
