"""Passwords and keys of one instance: invented at its first start, kept in `secrets.json`, never printed."""

import base64
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from deploy.local.folder import Folder, write_private

SERVICES = ("identity", "household", "documents", "schooling", "notifications")


@dataclass(frozen=True)
class StaffLogin:
    """A member of the town's staff who exists in the demo."""

    login: str
    name: str
    roles: tuple[str, ...]


STAFF = (
    StaffLogin("claire.martin", "Claire Martin", ("agent_famille",)),
    StaffLogin("paul.bernard", "Paul Bernard", ("agent_famille",)),
    StaffLogin("nadia.roche", "Nadia Roche", ("agent_scolaire",)),
    StaffLogin("solene.garnier", "Solène Garnier", ("direction_lou_souleu",)),
)


@dataclass
class Credentials:
    """A flat book of secrets by name, such as `postgresql.household_app` or `key.subject`."""

    entries: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.entries[name]

    def jwk(self, name: str, *, private: bool) -> str:
        """A key pair as one line of JSON, or its public half."""
        jwk: dict[str, Any] = json.loads(self.entries[name])
        if not private:
            jwk.pop("d")
        return json.dumps(jwk, separators=(",", ":"))


def credentials_of(folder: Folder) -> Credentials:
    """The instance's secrets; what is missing is invented and written down first."""
    entries: dict[str, str] = {}
    if folder.credentials.exists():
        entries = json.loads(folder.credentials.read_text())
    missing = {name: invent for name, invent in _inventions().items() if name not in entries}
    if missing:
        entries |= {name: invent() for name, invent in missing.items()}
        write_private(folder.credentials, json.dumps(entries, indent=1))
    return Credentials(entries)


def _inventions() -> dict[str, Callable[[], str]]:
    inventions: dict[str, Callable[[], str]] = {
        "postgresql.superuser": _password,
        "broker.operator": _password,
        "broker.administrator": _password,
        "storage.documents.access_key": lambda: f"documents-{secrets.token_hex(4)}",
        "storage.documents.secret_key": _password,
        "key.subject": lambda: _key_pair("Ed25519"),
        "key.manifest": lambda: _key_pair("Ed25519"),
        "key.certificates": lambda: _key_pair("Ed25519"),
        "key.sealing": lambda: _key_pair("X25519"),
        "key.csrf": _symmetric_key,
        "keys.totp": _key_ring,
        "key.captcha": _symmetric_key,
        "keys.documents": _key_ring,
    }
    for service in SERVICES:
        inventions[f"postgresql.{service}_owner"] = _password
        inventions[f"postgresql.{service}_app"] = _password
        inventions[f"broker.{service}"] = _password
    for person in STAFF:
        inventions[f"staff.{person.login}.password"] = _typeable_password
        inventions[f"staff.{person.login}.totp_secret"] = _totp_secret
    return inventions


def _password() -> str:
    return secrets.token_urlsafe(24)


def _typeable_password() -> str:
    """What a person copies from the terminal: groups, and no letter that looks like a digit."""
    letters = "abcdefghjkmnpqrstuvwxyz"
    groups = ["".join(secrets.choice(letters) for _ in range(5)) for _ in range(3)]
    return "-".join([*groups, f"{secrets.choice('ABCDEFGHJKMNPQRSTUVWXYZ')}{secrets.randbelow(900) + 100}"])


def _totp_secret() -> str:
    return base64.b32encode(secrets.token_bytes(20)).decode()


def _symmetric_key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def _key_ring() -> str:
    return json.dumps({"current": "k1", "keys": {"k1": _symmetric_key()}}, separators=(",", ":"))


def _key_pair(curve: Literal["Ed25519", "X25519"]) -> str:
    from joserfc.jwk import OKPKey  # noqa: PLC0415 - a later start need not load a cryptography library

    return json.dumps(OKPKey.generate_key(curve, auto_kid=True).as_dict(private=True), separators=(",", ":"))
