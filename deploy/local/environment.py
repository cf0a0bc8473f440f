"""The environment of every process: which variable exists, and who gets it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from deploy.local.credentials import SERVICES, Credentials
from deploy.local.folder import ROOT

Variables = dict[str, str]

WORKERS = tuple(f"{service}-worker" for service in SERVICES)
PRODUCT = (*SERVICES, *WORKERS, "gateway")
BUCKET = "kiosque-documents"
LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Environments:
    """What each process of an installation may know, on one machine or in containers.

    Args:
        ports: a port for every name of `PORT_NAMES`.
        commune: the folder of the commune's data.
        hosts: where a name of `PORT_NAMES` listens, when that is not loopback.
        listen: the address that the product's processes listen on.
    """

    ports: Mapping[str, int]
    credentials: Credentials
    commune: Path = ROOT / "communes" / "carros"
    log_level: str = "INFO"
    hosts: Mapping[str, str] = field(default_factory=dict)
    listen: str = LOOPBACK

    @property
    def public_url(self) -> str:
        return f"http://localhost:{self.ports['web']}"

    @property
    def mail_url(self) -> str:
        return f"http://localhost:{self.ports['mail']}"

    def of(self, process: str) -> Variables:
        """The variables of one process of the product. Raises KeyError for an unknown one."""
        if process == "gateway":
            return self.shared() | self.gateway()
        service = process.removesuffix("-worker")
        if service not in SERVICES:
            raise KeyError(process)
        variables = self.shared() | self.service(service)
        return variables | self.worker(service) if process.endswith("-worker") else variables

    def everything(self) -> Variables:
        """All of it, with the operator's and the migrating roles': for the `kiosque` command only."""
        variables = self.shared() | self.gateway() | self.operator()
        for service in SERVICES:
            variables |= self.service(service) | self.worker(service) | self.migration(service)
        return variables

    def shared(self) -> Variables:
        return {
            "KIOSQUE_COMMUNE_DIR": str(self.commune),
            "KIOSQUE_PUBLIC_URL": self.public_url,
            "KIOSQUE_SUBJECT_PUBLIC_KEY": self.credentials.jwk("key.subject", private=False),
            "KIOSQUE_LOG_LEVEL": self.log_level,
            "KIOSQUE_LISTEN_HOST": self.listen,
        }

    def service(self, service: str) -> Variables:
        """What the API and the worker of a service both get."""
        prefix = service.upper()
        own = {
            "identity": self._identity,
            "household": self._household,
            "documents": self._documents,
            "schooling": self._schooling,
            "notifications": self._notifications,
        }.get(service, dict)
        return {
            f"{prefix}_DATABASE_URL": self.database_url(service, f"{service}_app"),
            f"{prefix}_PORT": str(self.ports[service]),
            f"{prefix}_WORKER_PORT": str(self.ports[f"{service}-worker"]),
        } | own()

    def worker(self, service: str) -> Variables:
        """Only workers speak to the broker, and only one of them writes mails."""
        variables = {f"{service.upper()}_BROKER_URL": self.broker_url(service)}
        return variables | self._mailing() if service == "notifications" else variables

    def migration(self, service: str) -> Variables:
        return {f"{service.upper()}_MIGRATION_DATABASE_URL": self.database_url(service, f"{service}_owner")}

    def operator(self) -> Variables:
        """What the operator's command needs besides: the account that declares, and where every process answers."""
        workers = {f"KIOSQUE_OPERATOR_{name.upper()}_WORKER_URL": self._url(f"{name}-worker") for name in SERVICES}
        return workers | {
            "KIOSQUE_OPERATOR_GATEWAY_URL": self._url("web"),
            "KIOSQUE_OPERATOR_BROKER_URL": self.broker_url("operator"),
            "KIOSQUE_OPERATOR_BROKER_API": self._broker_api("operator"),
        }

    def administrator(self) -> Variables:
        """What `kiosque servers prepare` alone may know: the servers' own administrators."""
        return {
            "KIOSQUE_ADMIN_DATABASE_URL": self._database_url(
                "postgresql", "postgres", self.credentials["postgresql.superuser"], "postgres"
            ),
            "KIOSQUE_ADMIN_BROKER_API": self._broker_api("administrator"),
        }

    def gateway(self) -> Variables:
        urls = {f"GATEWAY_{name.upper()}_URL": self._url(name) for name in SERVICES}
        return urls | {
            "GATEWAY_PORT": str(self.ports["web"]),
            "GATEWAY_SUBJECT_PRIVATE_KEY": self.credentials.jwk("key.subject", private=True),
            "GATEWAY_CSRF_KEY": self.credentials["key.csrf"],
            "GATEWAY_TRUSTED_PROXIES": "",
        }

    def database_url(self, service: str, role: str, database: str | None = None) -> str:
        password = self.credentials[f"postgresql.{role}"]
        return self._database_url("postgresql+asyncpg", role, password, database or f"kiosque_{service}")

    def broker_url(self, user: str, vhost: str = "kiosque") -> str:
        return f"amqp://{user}:{self.credentials[f'broker.{user}']}@{self._address('rabbitmq')}/{vhost}"

    def _database_url(self, scheme: str, role: str, password: str, database: str) -> str:
        return f"{scheme}://{role}:{password}@{self._address('postgresql')}/{database}"

    def _broker_api(self, user: str) -> str:
        return f"http://{user}:{self.credentials[f'broker.{user}']}@{self._address('rabbitmq-api')}"

    def _url(self, name: str) -> str:
        return f"http://{self._address(name)}"

    def _address(self, name: str) -> str:
        return f"{self._host(name)}:{self.ports[name]}"

    def _host(self, name: str) -> str:
        return self.hosts.get(name, LOOPBACK)

    def _identity(self) -> Variables:
        return {
            "IDENTITY_NOTIFICATIONS_SEALING_PUBLIC_KEY": self.credentials.jwk("key.sealing", private=False),
            "IDENTITY_TOTP_KEYS": self.credentials["keys.totp"],
            "IDENTITY_CAPTCHA_KEY": self.credentials["key.captcha"],
        }

    def _household(self) -> Variables:
        return {"HOUSEHOLD_MANIFEST_PUBLIC_KEY": self.credentials.jwk("key.manifest", private=False)}

    def _schooling(self) -> Variables:
        return {
            "SCHOOLING_MANIFEST_PUBLIC_KEY": self.credentials.jwk("key.manifest", private=False),
            "SCHOOLING_CERTIFICATE_PRIVATE_KEY": self.credentials.jwk("key.certificates", private=True),
        }

    def _documents(self) -> Variables:
        return {
            "DOCUMENTS_S3_ENDPOINT": self._url("storage"),
            "DOCUMENTS_S3_ACCESS_KEY": self.credentials["storage.documents.access_key"],
            "DOCUMENTS_S3_SECRET_KEY": self.credentials["storage.documents.secret_key"],
            "DOCUMENTS_S3_BUCKET": BUCKET,
            "DOCUMENTS_CLAMD_HOST": self._host("clamd"),
            "DOCUMENTS_CLAMD_PORT": str(self.ports["clamd"]),
            "DOCUMENTS_ENCRYPTION_KEYS": self.credentials["keys.documents"],
            "DOCUMENTS_MANIFEST_PRIVATE_KEY": self.credentials.jwk("key.manifest", private=True),
        }

    def _notifications(self) -> Variables:
        return {"NOTIFICATIONS_MANIFEST_PUBLIC_KEY": self.credentials.jwk("key.manifest", private=False)}

    def _mailing(self) -> Variables:
        return {
            "NOTIFICATIONS_SMTP_HOST": self._host("smtp"),
            "NOTIFICATIONS_SMTP_PORT": str(self.ports["smtp"]),
            "NOTIFICATIONS_SMTP_USERNAME": "",
            "NOTIFICATIONS_SMTP_PASSWORD": "",
            "NOTIFICATIONS_SMTP_STARTTLS": "false",
            "NOTIFICATIONS_MAIL_FROM": "kiosque-famille@ville.example",
            "NOTIFICATIONS_SEALING_PRIVATE_KEY": self.credentials.jwk("key.sealing", private=True),
        }


SERVERS = (
    "postgresql",
    "rabbitmq",
    "rabbitmq-api",
    "rabbitmq-distribution",
    "epmd",
    "clamd",
    "storage",
    "smtp",
    "mail",
)
PORT_NAMES = ("web", *SERVERS, *SERVICES, *WORKERS)


def as_lines(variables: Mapping[str, str]) -> str:
    """One `NAME=value` a line, value as it is: no quotes, no escapes, and so no line break.

    Raises:
        ValueError: a value holds a line break.
    """
    for name, value in variables.items():
        if "\n" in value:
            raise ValueError(f"{name} holds a line break")
    return "".join(f"{name}={value}\n" for name, value in variables.items())


def from_lines(text: str) -> Variables:
    """The inverse of `as_lines`; empty lines and lines that start with # are left out."""
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return {name: value for name, _, value in (line.partition("=") for line in lines)}
