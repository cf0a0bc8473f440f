"""A virtual host for one test: the same accounts and rights as the product's, and nothing declared."""

from dataclasses import dataclass

from deploy.local.instance import Instance


@dataclass(frozen=True)
class VirtualHost:
    """Where one test's events travel.

    Attributes:
        name: the virtual host's.
        operator_url: as `KIOSQUE_OPERATOR_BROKER_URL`: may declare.
        api_url: as `KIOSQUE_OPERATOR_BROKER_API`.
    """

    name: str
    operator_url: str
    api_url: str
    _instance: Instance

    def url_of(self, service: str) -> str:
        """As `<SERVICE>_BROKER_URL`."""
        return self._instance.environments.broker_url(service, self.name)


def create_vhost(instance: Instance, name: str) -> VirtualHost:
    instance.rabbitmq.create_vhost(name)
    environments = instance.environments
    return VirtualHost(
        name=name,
        operator_url=environments.broker_url("operator", name),
        api_url=environments.operator()["KIOSQUE_OPERATOR_BROKER_API"],
        _instance=instance,
    )
