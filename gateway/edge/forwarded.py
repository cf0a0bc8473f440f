"""Where a request really comes from, and where it came to.

Forwarding headers count only when a configured proxy set them; Host never does: our own address is a setting.
"""

from collections.abc import Sequence
from ipaddress import ip_address

from starlette.types import ASGIApp, Receive, Scope, Send

from gateway.settings import Network

Header = tuple[bytes, bytes]

_PREFIXES = (b"x-user-", b"x-forwarded-")
_EXACT = frozenset(
    {b"host", b"forwarded", b"x-real-ip", b"x-client-address", b"x-correlation-id", b"traceparent", b"tracestate"}
)


class ForwardedMiddleware:
    """Outermost layer. Drops what only a proxy or ourselves may say; from a proxy, takes address and correlation.

    Args:
        origin: where browsers find us; it stands in for what Host says, so that no redirect leads elsewhere.
    """

    def __init__(self, app: ASGIApp, proxies: Sequence[Network], origin: str) -> None:
        self._app = app
        self._proxies = proxies
        self._scheme, _, host = origin.partition("://")
        self._host = (b"host", host.encode("ascii"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            peer = scope["client"][0] if scope.get("client") else ""
            headers: list[Header] = scope["headers"]
            if self._proxies and self._is_proxy(peer):
                scope["client"] = (self._visitor(headers, peer), 0)
                scope["headers"] = [header for header in headers if _harmless(header) or header[0] == b"traceparent"]
            else:
                scope["headers"] = [header for header in headers if _harmless(header)]
            scope["headers"].append(self._host)
            scope["scheme"] = self._scheme
        await self._app(scope, receive, send)

    def _visitor(self, headers: Sequence[Header], peer: str) -> str:
        """The last address of X-Forwarded-For that is no proxy of ours: what stands before it, anyone can write."""
        hops = ",".join(value.decode("latin-1") for name, value in headers if name == b"x-forwarded-for").split(",")
        for hop in reversed([hop.strip() for hop in hops if hop.strip()]):
            if not _is_address(hop):
                break
            if not self._is_proxy(hop):
                return hop
        return peer

    def _is_proxy(self, address: str) -> bool:
        return _is_address(address) and any(ip_address(address) in network for network in self._proxies)


def _harmless(header: Header) -> bool:
    return not header[0].startswith(_PREFIXES) and header[0] not in _EXACT


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
