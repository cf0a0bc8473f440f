"""The parts that every page works with, put together once by `gateway.main`."""

from asyncio import Semaphore
from dataclasses import dataclass, field
from typing import Any

from gateway.clients.all_services import Clients
from gateway.clients.household import Street
from gateway.edge.cookies import Cookies
from gateway.edge.csrf import Csrf
from gateway.edge.kept_forms import KeptForms
from gateway.edge.sessions import Sessions
from gateway.settings import GatewaySettings
from gateway.web.assets import Assets
from gateway.web.cities import Cities
from gateway.web.kept import Kept
from gateway.web.pages import Pages
from libs.commune.commune import Commune


@dataclass(frozen=True)
class Kiosk:
    """What `request.app.state.kiosk` holds.

    Attributes:
        typesetting: how many letters are typeset at once; each is a process of its own.
        exporting: how many archives of a family's data leave at once.
    """

    settings: GatewaySettings
    commune: Commune
    clients: Clients
    sessions: Sessions
    csrf: Csrf
    kept_forms: KeptForms
    cookies: Cookies
    assets: Assets
    pages: Pages
    cities: Cities
    streets: Kept[list[Street]] = field(default_factory=lambda: Kept(60))
    api_document: Kept[dict[str, Any]] = field(default_factory=lambda: Kept(60))
    typesetting: Semaphore = field(default_factory=lambda: Semaphore(2))
    exporting: Semaphore = field(default_factory=lambda: Semaphore(4))
