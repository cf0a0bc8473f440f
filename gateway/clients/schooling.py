"""schooling: the schools of the commune."""

from typing import TypedDict

from gateway.clients.service import ServiceClient


class School(TypedDict):
    uai: str
    name: str
    kind: str
    address: str
    telephone: str
    levels: list[str]


class SchoolingClient(ServiceClient):
    """Every method raises Problem and Unavailable."""

    async def schools(self, bearer: str) -> list[School]:
        schools: list[School] = (await self.call("GET", "/schools", bearer)).body
        return schools
