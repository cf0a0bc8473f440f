"""The clients of the five services, over one pool of connections."""

from dataclasses import dataclass
from typing import Self

from gateway.clients.connections import Connections
from gateway.clients.documents import DocumentsClient
from gateway.clients.family_data import FamilyData
from gateway.clients.household import HouseholdClient
from gateway.clients.identity import IdentityClient
from gateway.clients.notifications import NotificationsClient
from gateway.clients.schooling import SchoolingClient
from gateway.clients.service import ServiceClient
from gateway.settings import GatewaySettings


@dataclass(frozen=True)
class Clients:
    """One client a service."""

    identity: IdentityClient
    household: HouseholdClient
    documents: DocumentsClient
    schooling: SchoolingClient
    notifications: NotificationsClient

    @classmethod
    def over(cls, settings: GatewaySettings, connections: Connections) -> Self:
        return cls(
            IdentityClient("identity", str(settings.identity_url), connections),
            HouseholdClient("household", str(settings.household_url), connections),
            DocumentsClient("documents", str(settings.documents_url), connections),
            SchoolingClient("schooling", str(settings.schooling_url), connections),
            NotificationsClient("notifications", str(settings.notifications_url), connections),
        )

    def all(self) -> tuple[FamilyData, ...]:
        """All of them, in the order of the fields."""
        return self.identity, self.household, self.documents, self.schooling, self.notifications

    def named(self, service: str) -> ServiceClient | None:
        """By the service's name, as paths of the API have it."""
        known: dict[str, ServiceClient] = {client.name: client for client in vars(self).values()}
        return known.get(service)
