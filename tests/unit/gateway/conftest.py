"""The gateway over services in memory, and a browser without JavaScript for it."""

import base64
import json
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from joserfc.jwk import OKPKey

from gateway.edge.csrf import Csrf
from gateway.main import create_app
from gateway.settings import GatewaySettings
from gateway.web.kiosk import Kiosk
from libs.commune.commune import Commune, load_commune
from tests.fakes.services_behind_gateway import World, fake_clients

ORIGIN = "http://kiosque.test"
KEY = base64.b64encode(b"k" * 32).decode()
CARROS = Path(__file__).parents[3] / "communes" / "carros"
NAMES = (
    "kiosque.css",
    "altcha.css",
    "kiosque.js",
    "letters-400.woff2",
    "swagger-ui.css",
    "swagger-ui-bundle.js",
    "api-docs.css",
    "api-docs.js",
)


TOWNS = {
    "06": {"06510": ["BÉZAUDUN-LES-ALPES", "CARROS", "LE BROC"], "06700": ["SAINT-LAURENT-DU-VAR"]},
    "75": {"75011": ["PARIS"]},
}


@pytest.fixture(scope="session")
def commune() -> Commune:
    return load_commune(CARROS)


@pytest.fixture(scope="session")
def assets_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the front-end build would have written, empty: unit tests need no Node."""
    folder = tmp_path_factory.mktemp("dist")
    for name in NAMES:
        (folder / name).write_bytes(b"")
    (folder / "towns").mkdir()
    for start, towns in TOWNS.items():
        (folder / "towns" / f"{start}.json").write_text(json.dumps(towns))
    (folder / "manifest.json").write_text(json.dumps({name: name for name in NAMES}))
    return folder


@pytest.fixture(scope="session")
def private_key() -> OKPKey:
    return OKPKey.generate_key("Ed25519")


def settings_for(private_key: OKPKey, assets_dir: Path, public_url: str = ORIGIN, proxies: str = "") -> GatewaySettings:
    given = {
        "KIOSQUE_COMMUNE_DIR": CARROS,
        "KIOSQUE_PUBLIC_URL": public_url,
        "KIOSQUE_SUBJECT_PUBLIC_KEY": json.dumps(private_key.as_dict(private=False)),
        "subject_private_key": json.dumps(private_key.as_dict(private=True)),
        "csrf_key": KEY,
        "port": 0,
        "assets_dir": assets_dir,
        "trusted_proxies": proxies,
        **{f"{name}_url": "http://127.0.0.1:9" for name in SERVICES},
    }
    return GatewaySettings.model_validate(given)


SERVICES = ("identity", "household", "documents", "schooling", "notifications")


@pytest.fixture(scope="session")
def only_world() -> World:
    return World()


@pytest.fixture
def world(only_world: World) -> World:
    """A fresh one for each test, behind the one app."""
    vars(only_world).update(vars(World()))
    return only_world


@pytest.fixture(scope="session")
def app(only_world: World, commune: Commune, private_key: OKPKey, assets_dir: Path) -> FastAPI:
    """One for all tests: compiling the templates is what costs."""
    return create_app(settings_for(private_key, assets_dir), commune, fake_clients(only_world, commune))


@pytest.fixture
def kiosk(app: FastAPI) -> Kiosk:
    found: Kiosk = app.state.kiosk
    return found


class Browser:
    """Sends what a browser sends: cookies, Origin, and the form token that the page held."""

    def __init__(self, app: FastAPI, csrf: Csrf, origin: str = ORIGIN) -> None:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=("203.0.113.9", 1234))
        self.http = httpx.AsyncClient(transport=transport, base_url=origin)
        self.origin = origin
        self._csrf = csrf
        self.writer = ""

    def arrive(self, session_token: str, writer: str = "") -> None:
        """Come with a session; `writer`: the mark of its owner in the forms of the pages that were shown."""
        self.writer = writer
        self.http.cookies.set("kiosque", session_token, domain="kiosque.test")

    @property
    def token(self) -> str:
        """The token that a page rendered for this browser holds."""
        binding = self.http.cookies.get("kiosque") or self.http.cookies.get("kiosque-visite")
        if binding is None:
            binding = "a-first-visit"
            self.http.cookies.set("kiosque-visite", binding, domain="kiosque.test")
        return self._csrf.token(binding, self.writer)

    async def get(self, path: str) -> httpx.Response:
        return await self.http.get(path)

    async def post(
        self,
        path: str,
        data: Mapping[str, str | list[str]] | None = None,
        files: list[tuple[str, tuple[str, bytes, str]]] | None = None,
    ) -> httpx.Response:
        fields = {"csrf": self.token, "form_key": "a-form-key", **(data or {})}
        return await self.http.post(path, data=fields, files=files, headers={"Origin": self.origin})


@pytest.fixture
async def browser(app: FastAPI, kiosk: Kiosk, world: World) -> AsyncIterator[Browser]:
    browser = Browser(app, kiosk.csrf)
    yield browser
    await browser.http.aclose()
