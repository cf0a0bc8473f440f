"""Who may configure, write and read what on the broker, as regular expressions over names."""

from collections.abc import Iterable

EXCHANGE = "kiosque.events"


def permissions(services: Iterable[str]) -> list[dict[str, str]]:
    """A service declares nothing, writes to the exchange alone and reads its own queue alone."""
    own = [
        {"user": service, "configure": "^$", "write": r"^kiosque\.events$", "read": rf"^kiosque\.{service}$"}
        for service in services
    ]
    everything = {"configure": ".*", "write": ".*", "read": ".*"}
    return [{"user": "operator"} | everything, {"user": "administrator"} | everything, *own]


def topic_permissions(services: Iterable[str]) -> list[dict[str, str]]:
    """A service publishes only under its own prefix."""
    return [{"user": service, "exchange": EXCHANGE, "write": rf"^{service}\.", "read": "^$"} for service in services]


def tags(user: str) -> list[str]:
    """What the user may do through the management API."""
    return {"operator": ["monitoring", "policymaker"], "administrator": ["administrator"]}.get(user, [])
