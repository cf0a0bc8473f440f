"""The edge: headers on every page, cookies, CSRF and Origin on every unsafe method, forwarding headers."""

import json
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from joserfc.jwk import OKPKey
from starlette.requests import Request
from starlette.responses import PlainTextResponse

from gateway.main import ROUTERS, create_app
from gateway.settings import GatewaySettings
from gateway.web.kiosk import Kiosk
from libs.chassis.auth import SubjectReader
from libs.commune.commune import Commune
from tests.fakes.admission_behind_gateway import CHECK, DAY, NUMBER, SLOT_ID, UAI
from tests.fakes.family_file import CHILD_ID, CHILD_KEY, SUBMISSION_ID, THREAD_ID, with_a_draft, with_a_family
from tests.fakes.household_counter import COUNTER_DRAFT
from tests.fakes.services_behind_gateway import FAMILY_ID, World, fake_clients
from tests.unit.gateway.conftest import ORIGIN, Browser, settings_for

VALUES = {
    "token": "good",
    "adult_id": CHILD_ID,
    "child_id": CHILD_ID,
    "key": CHILD_KEY,
    "thread_id": THREAD_ID,
    "submission_id": SUBMISSION_ID,
    "registration_id": COUNTER_DRAFT,
    "family_id": FAMILY_ID,
    "item_key": f"{CHILD_KEY}.last_name",
    "document_id": CHILD_ID,
    "piece": "livret-famille",
    "request_id": CHILD_ID,
    "school_year": "2027",
    "answer": "accepter",
    "step": "niveau",
    "number": NUMBER,
    "check": CHECK,
    "uai": UAI,
    "day": DAY,
    "slot_id": SLOT_ID,
    "service": "household",
    "path:path": "streets",
    "path": "streets",
}


def routes() -> list[tuple[str, str]]:
    """Every route of pages and API: method and a concrete path."""
    found = []
    for router in ROUTERS:
        for route in router.routes:
            if isinstance(route, APIRoute):
                path = route.path
                for name, value in VALUES.items():
                    path = path.replace("{" + name + "}", value)
                found += [(method, path) for method in sorted(route.methods or ())]
    return sorted(set(found))


def test_every_route_is_tried_with_values_of_its_own() -> None:
    assert [path for _, path in routes() if "{" in path] == []


UNSAFE = [(method, path) for method, path in routes() if method != "GET"]
SAFE = [path for method, path in routes() if method == "GET" and not path.startswith("/api/")]


def assert_protected(answer: httpx.Response) -> None:
    policy = answer.headers["content-security-policy"]
    assert "unsafe-inline" not in policy
    for part in (
        "default-src 'none'",
        "script-src 'self'",
        "frame-ancestors 'none'",
        "form-action 'self'",
        "base-uri 'none'",
    ):
        assert part in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert "no-store" in answer.headers["cache-control"]


@pytest.mark.parametrize("path", SAFE)
@pytest.mark.parametrize("who", ["visitor", "registration", "family", "staff"])
async def test_every_page_has_its_headers_and_none_is_a_500(
    browser: Browser, world: World, path: str, who: str
) -> None:
    with_a_family(world)
    if who != "visitor":
        token = {
            "registration": world.registration_session,
            "family": world.family_session,
            "staff": world.staff_session,
        }[who]()
        if who == "registration":
            with_a_draft(world, token)
        browser.arrive(token)
    answer = await browser.get(path)
    assert_protected(answer)
    assert answer.status_code in (200, 303, 307, 403, 404, 503), answer.text
    if "/pieces/" not in path and not path.endswith("/etat"):
        assert answer.status_code != 503
    assert "<script>" not in answer.text
    assert " style=" not in answer.text
    assert " onclick=" not in answer.text


@pytest.mark.parametrize(("method", "path"), UNSAFE)
async def test_every_unsafe_route_asks_for_origin_and_token(
    browser: Browser, world: World, method: str, path: str
) -> None:
    browser.arrive(world.family_session())
    form = {"csrf": browser.token}
    header = {"X-CSRF-Token": browser.token}
    for headers, data in (
        ({}, form),
        ({"Origin": "http://evil.test", **header}, form),
        ({"Origin": "null", **header}, form),
        ({"Origin": ORIGIN}, {}),
        ({"Origin": ORIGIN, "X-CSRF-Token": "0" * 64}, {}),
        ({"Origin": ORIGIN}, {"csrf": "é"}),
    ):
        answer = await browser.http.request(method, path, data=data, headers=headers)
        assert answer.status_code == 403, (headers, data)
        assert_protected(answer)


async def test_a_token_of_another_session_is_refused(browser: Browser, world: World, kiosk: Kiosk) -> None:
    browser.arrive(world.family_session())
    strange = kiosk.csrf.token("another-session")
    answer = await browser.http.post("/deconnexion", data={"csrf": strange}, headers={"Origin": ORIGIN})
    assert answer.status_code == 403
    assert "n'est plus valable" in answer.text


async def test_a_strange_page_is_told_where_the_kiosk_is(browser: Browser) -> None:
    answer = await browser.http.post("/connexion", data={"csrf": browser.token}, headers={"Origin": "http://127.0.0.1"})
    assert answer.status_code == 403
    assert f'href="{ORIGIN}/"' in answer.text


async def test_cookies_over_http_are_hidden_from_scripts(browser: Browser) -> None:
    answer = await browser.get("/")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("kiosque-visite=")
    for flag in ("HttpOnly", "SameSite=lax", "Path=/"):
        assert flag in cookie
    assert "Secure" not in cookie


async def test_over_https_cookies_are_host_cookies_and_hsts_is_on(
    world: World, commune: Commune, private_key: OKPKey, assets_dir: Path
) -> None:
    app = create_app(
        settings_for(private_key, assets_dir, "https://kiosque.test"), commune, fake_clients(world, commune)
    )
    browser = Browser(app, app.state.kiosk.csrf, "https://kiosque.test")
    first = await browser.get("/")
    cookie = first.headers["set-cookie"]
    assert cookie.startswith("__Host-kiosque-visite=")
    assert "Secure" in cookie
    assert "Domain" not in cookie
    assert first.headers["strict-transport-security"].startswith("max-age=31536000")
    binding = browser.http.cookies["__Host-kiosque-visite"]
    form = {"csrf": app.state.kiosk.csrf.token(binding), "identifier": "00012", "password": "bon mot 1"}
    signed_in = await browser.http.post("/connexion", data=form, headers={"Origin": "https://kiosque.test"})
    assert signed_in.headers["location"] == "/mon-espace"
    assert signed_in.headers["set-cookie"].startswith("__Host-kiosque=session-family")
    await browser.http.aclose()


async def test_sign_in_changes_the_session_and_sign_out_ends_it_on_the_server(browser: Browser, world: World) -> None:
    browser.arrive(world.registration_session())
    before = browser.http.cookies["kiosque"]
    signed_in = await browser.post("/connexion", {"identifier": "00012", "password": "bon mot 1"})
    after = browser.http.cookies["kiosque"]
    assert signed_in.status_code == 303
    assert after != before
    out = await browser.post("/deconnexion")
    assert out.headers["location"] == "/?fait=deconnexion"
    assert "revoke" in world.calls
    browser.arrive(after)
    assert (await browser.get("/mon-espace")).headers["location"] == "/?fait=expire"


async def test_a_session_is_believed_for_two_seconds_only(
    browser: Browser, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_a_family(world)
    now = [1000.0]
    monkeypatch.setattr("gateway.edge.sessions.time.monotonic", lambda: now[0])
    token = world.family_session()
    browser.arrive(token)
    await browser.get("/mon-espace/tableau-de-bord")
    del world.sessions[token]
    now[0] += 1.9
    assert (await browser.get("/mon-espace/tableau-de-bord")).status_code == 200
    now[0] += 0.2
    assert (await browser.get("/mon-espace/tableau-de-bord")).status_code == 303


@pytest.mark.parametrize("path", SAFE)
async def test_the_host_header_leads_nowhere(browser: Browser, world: World, path: str) -> None:
    with_a_family(world)
    browser.arrive(world.family_session())
    for asked in (path, f"{path}/"):
        answer = await browser.http.get(asked, headers={"Host": "evil.test"})
        assert "evil.test" not in answer.text
        assert "evil.test" not in answer.headers.get("location", "")


async def test_a_slash_too_many_stays_at_our_address(browser: Browser) -> None:
    answer = await browser.http.get("/mot-de-passe-oublie/", headers={"Host": "evil.test"})
    assert answer.headers["location"] == f"{ORIGIN}/mot-de-passe-oublie"


async def test_head_is_get_without_its_body(browser: Browser) -> None:
    answer = await browser.http.head("/")
    assert (answer.status_code, answer.content) == (200, b"")
    assert_protected(answer)


async def test_a_dashboard_costs_two_calls(browser: Browser, world: World) -> None:
    with_a_family(world)
    assert world.dashboard
    for card in world.dashboard["records"]:
        card["status"] = "valid"
    browser.arrive(world.family_session())
    assert (await browser.get("/mon-espace/tableau-de-bord")).status_code == 200
    assert world.calls == ["introspect", "dashboard"]


@pytest.mark.parametrize(("undeclared", "more"), [(True, []), (False, ["documents"])])
async def test_a_dashboard_asks_for_files_where_nothing_else_can_be_missing(
    browser: Browser, world: World, *, undeclared: bool, more: list[str]
) -> None:
    with_a_family(world)
    assert world.dashboard
    for card in world.dashboard["records"]:
        card["undeclared"] = undeclared
    world.documents = []
    browser.arrive(world.family_session())
    assert (await browser.get("/mon-espace/tableau-de-bord")).status_code == 200
    assert world.calls == ["introspect", "dashboard", *more]


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("second_factor", "/agents/foyers"),
        ("family", "/agents/foyers"),
        ("registration", "/agents/foyers"),
        ("staff", "/mon-espace"),
        ("family", "/agents/connexion/code"),
    ],
)
async def test_a_page_for_others_is_forbidden(browser: Browser, world: World, kind: str, path: str) -> None:
    browser.arrive(world.session(kind))
    assert (await browser.get(path)).status_code == 403


class Echo:
    """What reached the inside."""

    def __init__(self) -> None:
        self.client = ""
        self.headers: dict[bytes, bytes] = {}


FORGED = {
    "X-User-Id": "1",
    "X-Forwarded-For": "198.51.100.7, 203.0.113.50",
    "X-Forwarded-Host": "evil.test",
    "Forwarded": "for=198.51.100.7",
    "X-Client-Address": "198.51.100.7",
    "X-Correlation-Id": "00000000-0000-4000-8000-000000000000",
}


@pytest.mark.parametrize(
    ("proxies", "expected"),
    [("", "203.0.113.9"), ("10.0.0.0/8", "203.0.113.9"), ("203.0.113.0/24", "198.51.100.7")],
)
async def test_forwarding_headers_count_from_a_proxy_alone(
    world: World, commune: Commune, private_key: OKPKey, assets_dir: Path, proxies: str, expected: str
) -> None:
    app = create_app(settings_for(private_key, assets_dir, proxies=proxies), commune, fake_clients(world, commune))
    seen = Echo()
    _listen(app, seen)
    browser = Browser(app, app.state.kiosk.csrf)
    await browser.http.get("/echo", headers=FORGED)
    assert seen.client == expected
    assert not [name for name in seen.headers if name.startswith((b"x-user-", b"x-forwarded-", b"forwarded"))]
    assert b"x-client-address" not in seen.headers
    assert b"x-correlation-id" not in seen.headers
    await browser.http.aclose()


def _listen(app: FastAPI, seen: Echo) -> None:
    async def echo(request: Request) -> PlainTextResponse:
        seen.client = request.client.host if request.client else ""
        seen.headers = dict(request.scope["headers"])
        return PlainTextResponse("")

    app.add_route("/echo", echo)


def test_settings_name_what_is_wrong(private_key: OKPKey, assets_dir: Path) -> None:
    good = settings_for(private_key, assets_dir)
    assert good.origin == ORIGIN
    assert not good.secure
    for wrong in ({"csrf_key": "c2hvcnQ="}, {"csrf_key": "?"}, {"trusted_proxies": "not-an-address"}):
        with pytest.raises(ValueError, match=r"csrf_key|trusted_proxies"):
            GatewaySettings.model_validate({**good.model_dump(by_alias=True), **wrong})


async def test_the_subject_token_says_who_asks(kiosk: Kiosk, world: World, private_key: OKPKey) -> None:
    session = await kiosk.sessions.resolve(world.family_session())
    reader = SubjectReader(json.dumps(private_key.as_dict(private=False)))
    assert session is not None
    assert reader.read(f"Bearer {kiosk.sessions.bearer(session)}") == session.subject
    assert reader.read(f"Bearer {kiosk.sessions.bearer(None)}").kind == "visitor"
