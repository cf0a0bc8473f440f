"""What an instance writes down for its supervisor: which processes there are, and the variables of each."""

import json
import os
from dataclasses import dataclass

from deploy.local import plan, product
from deploy.local.environment import BUCKET, PRODUCT, Environments, Variables, as_lines
from deploy.local.folder import Folder, write_private
from deploy.local.servers.clamd import Clamd
from deploy.local.servers.postgresql import Postgresql
from deploy.local.servers.rabbitmq import Rabbitmq


@dataclass(frozen=True)
class ServerSet:
    """The private servers, with the product that stands on them."""

    folder: Folder
    environments: Environments
    postgresql: Postgresql
    rabbitmq: Rabbitmq
    clamd: Clamd

    def write_down(self) -> None:
        """Make the servers' own folders and files, then the environments and the plan."""
        for server in (self.postgresql, self.rabbitmq, self.clamd):
            server.prepare()
        self._write_environments()
        write_private(self.folder.plan, plan.plan_to_json([*self._servers(), *product.processes(self.folder)]))

    def _servers(self) -> list[plan.Process]:
        return [
            *self.rabbitmq.processes(),
            self.postgresql.process(),
            self.clamd.process(),
            self._own_server("storage", "deploy.local.servers.storage"),
            self._own_server("mail", "deploy.local.mail_catcher.main"),
        ]

    def _own_server(self, name: str, module: str) -> plan.Process:
        return plan.Process(
            name=name,
            group=plan.INFRASTRUCTURE,
            environment=str(self.folder.environment_of(name)),
            log=str(self.folder.log_of(name)),
            function=f"{module}:main",
            preload=[module],
        )

    def _write_environments(self) -> None:
        common = {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", "HOME": str(self.folder.path)}
        own = {name: common | self.environments.of(name) for name in PRODUCT}
        own["postgresql"] = self.postgresql.environment()
        own["rabbitmq"] = self.rabbitmq.environment()
        own["epmd"] = self.rabbitmq.epmd_environment()
        own["clamd"] = self.clamd.environment()
        own["storage"] = common | self._storage_environment()
        own["mail"] = common | self._mail_environment()
        for name, variables in own.items():
            write_private(self.folder.environment_of(name), as_lines(variables))
        write_private(self.folder.environment, as_lines(self.environments.everything()))

    def _storage_environment(self) -> Variables:
        secrets = self.environments.credentials
        grant = {
            "access_key": secrets["storage.documents.access_key"],
            "secret_key": secrets["storage.documents.secret_key"],
            "bucket": BUCKET,
        }
        return {
            "STORAGE_FOLDER": str(self.folder.objects),
            "STORAGE_PORT": str(self.environments.ports["storage"]),
            "STORAGE_GRANTS": json.dumps([grant]),
        }

    def _mail_environment(self) -> Variables:
        return {
            "MAIL_FOLDER": str(self.folder.mails),
            "MAIL_SMTP_PORT": str(self.environments.ports["smtp"]),
            "MAIL_PORT": str(self.environments.ports["mail"]),
        }
