"""The open sessions of an account, as its holder recognises them."""

from collections.abc import Sequence
from dataclasses import dataclass

from gateway.clients.identity_account import OpenSession

DEVICES = {"phone": "Téléphone", "tablet": "Tablette", "computer": "Ordinateur"}
BROWSERS = {
    "chrome": "Chrome",
    "edge": "Edge",
    "firefox": "Firefox",
    "opera": "Opera",
    "safari": "Safari",
    "samsung": "Samsung Internet",
}


@dataclass(frozen=True)
class Device:
    """One line of the list. `name`: « Téléphone, Firefox ». `this`: the page is read with it."""

    id: str
    kind: str
    name: str
    opened_at: str
    last_seen_at: str
    this: bool


def devices(sessions: Sequence[OpenSession], this: str) -> list[Device]:
    """This one first, the others in their order, the last used first."""
    found = [_device(session, this) for session in sessions]
    return sorted(found, key=lambda device: not device.this)


def _device(session: OpenSession, this: str) -> Device:
    kind = session["device"] or ""
    words = [DEVICES.get(kind, "Appareil inconnu"), BROWSERS.get(session["browser"] or "", "")]
    return Device(
        session["id"],
        kind,
        ", ".join(word for word in words if word),
        session["opened_at"],
        session["last_seen_at"],
        session["id"] == this,
    )
