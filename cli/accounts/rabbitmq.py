"""The broker's virtual host, accounts and rights, through its management API; never the topology."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import aiohttp
from yarl import URL

from cli.accounts.broker_rights import permissions, tags, topic_permissions
from cli.failure import Failure

_SECONDS = 20.0


@dataclass(frozen=True)
class Account:
    name: str
    password: str = field(repr=False)


@dataclass(frozen=True)
class Broker:
    """A broker as its administrator sees it.

    Attributes:
        api: `http://administrator:<password>@host:port` of the management API.
    """

    api: str = field(repr=False)

    async def answers(self) -> bool:
        """Whether the administrator comes in now. Raises Failure when refused for good."""
        try:
            async with self._session() as session, session.get("/api/whoami") as answer:
                if answer.status in (401, 403):
                    raise Failure("The broker does not let its administrator in.")
                return answer.status == 200
        except (aiohttp.ClientError, TimeoutError, OSError):
            return False

    async def create(self, vhost: str, accounts: Iterable[Account], services: Iterable[str]) -> None:
        """Make virtual host and accounts, or give them their passwords and rights anew.

        Raises:
            Failure: the broker refused.
        """
        names, place = list(services), quote(vhost, safe="")
        await self._put(f"vhosts/{place}", {})
        for account in accounts:
            await self._put(f"users/{account.name}", {"password": account.password, "tags": tags(account.name)})
        for right in permissions(names):
            await self._put(f"permissions/{place}/{right['user']}", right)
        for right in topic_permissions(names):
            await self._put(f"topic-permissions/{place}/{right['user']}", right)

    async def _put(self, path: str, body: dict[str, Any]) -> None:
        async with self._session() as session, session.put(URL(f"/api/{path}", encoded=True), json=body) as answer:
            if not answer.ok:
                raise Failure(f"The broker's management API answers {answer.status} to {path.partition('/')[0]}.")

    @asynccontextmanager
    async def _session(self) -> AsyncIterator[aiohttp.ClientSession]:
        url = URL(self.api)
        headers = {"Authorization": aiohttp.encode_basic_auth(url.user or "", url.password or "")}
        timeout = aiohttp.ClientTimeout(total=_SECONDS)
        async with aiohttp.ClientSession(url.origin(), headers=headers, timeout=timeout) as session:
            yield session
