"""The family that a demo starts with: handed in through the services' own interfaces, as the gateway would."""

import asyncio
import io
import json
import re
import secrets
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

import aiohttp
import pikepdf
from altcha.v2 import Challenge, Payload, solve_challenge

from deploy.local.environment import Variables
from deploy.local.folder import write_private
from deploy.local.instance import Instance
from libs.chassis.auth import VISITOR, Subject, SubjectKind, SubjectMint
from libs.commune.profile import read_profile

EMAIL = "famille.durand@example.org"
_PATIENCE = 30.0
_ADULT = {
    "family_situation": "marie",
    "last_name": "Durand",
    "first_name": "Camille",
    "birth_date": "14/02/1988",
    "sex": "feminin",
    "mobile": "06 39 98 12 34",
    "country": "FR",
    "street_number": "25",
}
_CHILD = {
    "sex": "masculin",
    "last_name": "Durand",
    "first_name": "Léo",
    "birth_date": "09/05/2021",
    "birth_place": "Nice",
    "second_guardian": "none",
}


@dataclass(frozen=True)
class DemoFamily:
    """What one signs in with."""

    family_code: str
    password: str
    email: str


def families(instance: Instance) -> list[DemoFamily]:
    """Those that the demo started with; none before `ensure_family`."""
    kept = _kept(instance)
    return [DemoFamily(**found) for found in json.loads(kept.read_text())] if kept.exists() else []


def ensure_family(instance: Instance) -> None:
    """Create the demo's family once; its first request then waits for the agents.

    Raises:
        aiohttp.ClientError: a service refused or is away.
        TimeoutError: the activation mail did not come.
    """
    if not families(instance):
        family = asyncio.run(_Creation.of(instance).carry_out())
        write_private(_kept(instance), json.dumps([asdict(family)]))


def _kept(instance: Instance) -> Path:
    return instance.folder.path / "families.json"


@dataclass(frozen=True)
class _Creation:
    """Procedure 1, from the address to the confirmed account."""

    mint: SubjectMint
    urls: Mapping[str, str]
    mail_url: str
    commune: Path
    password: str

    @classmethod
    def of(cls, instance: Instance) -> "_Creation":
        gateway: Variables = instance.environment_of("gateway")
        services = ("identity", "household", "documents")
        return cls(
            SubjectMint(gateway["GATEWAY_SUBJECT_PRIVATE_KEY"]),
            {name: gateway[f"GATEWAY_{name.upper()}_URL"] for name in services},
            instance.mail_url,
            Path(gateway["KIOSQUE_COMMUNE_DIR"]),
            f"Demo-{secrets.token_hex(6)}",
        )

    async def carry_out(self) -> DemoFamily:
        async with aiohttp.ClientSession(raise_for_status=True) as http:
            opened = await self._call(http, VISITOR, "POST", "identity", "/registrations", {"email": EMAIL})
            parent = Subject(SubjectKind.REGISTRATION, UUID(opened["registration_id"]))
            await self._describe_account(http, parent)
            adult, child = uuid4(), uuid4()
            await self._fill_household(http, parent, adult, child)
            await self._join_papers(http, parent, f"child-{child}")
            records = {"records": [f"adult-{adult}", f"child-{child}"]}
            manifest = (await self._call(http, parent, "POST", "documents", "/manifests", records))["manifest"]
            path = f"/drafts/{parent.id}/submission"
            code = (await self._call(http, parent, "POST", "household", path, {"manifest": manifest}))["family_code"]
            token = await self._mailed_token(http)
            await self._call(http, VISITOR, "POST", "identity", "/activations", {"token": token})
            return DemoFamily(code, self.password, EMAIL)

    async def _describe_account(self, http: aiohttp.ClientSession, parent: Subject) -> None:
        account = {
            "civility": "madame",
            "last_name": _ADULT["last_name"],
            "first_name": _ADULT["first_name"],
            "password": self.password,
            "email": EMAIL,
            "terms_version": read_profile(self.commune).terms_version,
            "accepts_terms": True,
            "declares_exact": True,
            "proof": await self._proof(http),
        }
        await self._call(http, parent, "PUT", "identity", f"/registrations/{parent.id}/account", account)

    async def _proof(self, http: aiohttp.ClientSession) -> Mapping[str, str]:
        """Of being a person: the puzzle is solved as a browser would."""
        challenge = Challenge.from_dict(await self._call(http, VISITOR, "GET", "identity", "/captcha/challenge"))
        solution = await asyncio.to_thread(solve_challenge, challenge)
        if solution is None:
            raise TimeoutError("the puzzle of the demo's family took too long")
        return {"kind": "altcha", "payload": Payload(challenge, solution).to_base64()}

    async def _fill_household(self, http: aiohttp.ClientSession, parent: Subject, adult: UUID, child: UUID) -> None:
        street = (await self._call(http, parent, "GET", "household", "/streets"))[0]
        home = {"street_id": street["id"], "postal_code": street["postal_code"], "city": street["city"]}
        draft = f"/drafts/{parent.id}"
        await self._call(http, parent, "PUT", "household", f"{draft}/adults/{adult}", _ADULT | home, version=0)
        guarded = _CHILD | {"guardians": [str(adult)]}
        await self._call(http, parent, "PUT", "household", f"{draft}/children/{child}", guarded, version=1)

    async def _join_papers(self, http: aiohttp.ClientSession, parent: Subject, record: str) -> None:
        dossiers = (await self._call(http, parent, "GET", "documents", "/catalogue"))["dossiers"]
        pieces = next(dossier["pieces"] for dossier in dossiers if dossier["code"] == "child")
        for piece in (piece for piece in pieces if piece["required"]):
            headers = self._headers(parent) | {
                "Content-Type": "application/pdf",
                "X-File-Name": quote(f"{piece['code']}.pdf"),
            }
            where = f"{self.urls['documents']}/documents"
            query = {"record": record, "piece": piece["code"]}
            async with http.post(where, params=query, headers=headers, data=_page()):
                pass

    async def _mailed_token(self, http: aiohttp.ClientSession) -> str:
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            async with http.get(f"{self.mail_url}/api/messages") as answer:
                for mail in await answer.json():
                    if EMAIL in str(mail["to"]) and (link := re.search(r"/activation/([\w-]+)", mail["text"])):
                        return link[1]
            await asyncio.sleep(0.2)
        raise TimeoutError("the activation mail of the demo's family did not come")

    async def _call(
        self,
        http: aiohttp.ClientSession,
        subject: Subject,
        method: str,
        service: str,
        path: str,
        body: object = None,
        *,
        version: int | None = None,
    ) -> Any:
        headers = self._headers(subject) | ({"If-Match": f'"{version}"'} if version is not None else {})
        async with http.request(method, self.urls[service] + path, json=body, headers=headers) as answer:
            return await answer.json() if answer.content_type == "application/json" else None

    def _headers(self, subject: Subject) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.mint.mint(subject)}", "Idempotency-Key": secrets.token_hex(16)}


def _page() -> bytes:
    document, written = pikepdf.new(), io.BytesIO()
    document.add_blank_page(page_size=(595, 842))
    document.save(written)
    return written.getvalue()
