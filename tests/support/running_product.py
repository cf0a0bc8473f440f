"""The whole product on servers of its own, for tests that act from the outside."""

import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from fcntl import LOCK_EX, flock

import pyotp

from deploy.local import assets
from deploy.local.credentials import STAFF
from deploy.local.environment import as_lines
from deploy.local.folder import LOCAL
from deploy.local.instance import Instance
from deploy.local.preparation import prepare
from services.identity.commands import create_staff
from tests.support.caught_mails import CaughtMails


@dataclass(frozen=True)
class AgentLogin:
    login: str
    password: str
    totp_secret: str

    def code(self) -> str:
        """What the agent's phone shows now."""
        return pyotp.TOTP(self.totp_secret).now()

    def next_code(self) -> str:
        """What it shows in half a minute: taken already, and no code opens twice."""
        return pyotp.TOTP(self.totp_secret).at(int(time.time()) + 30)


@dataclass(frozen=True)
class Product:
    """A running product.

    Attributes:
        site: where the gateway is.
    """

    instance: Instance

    @property
    def site(self) -> str:
        return self.instance.web_url

    @property
    def mails(self) -> CaughtMails:
        return CaughtMails(self.instance.mail_url)

    def agent(self, number: int = 0) -> AgentLogin:
        """One of the agents that the launcher made."""
        login, credentials = STAFF[number].login, self.instance.credentials
        return AgentLogin(login, credentials[f"staff.{login}.password"], credentials[f"staff.{login}.totp_secret"])

    async def new_agent(self, *roles: str) -> AgentLogin:
        """An agent of this test's own: a code opens once, so two sign-ins of one agent would wait for each other."""
        variables = self.instance.environment_of("identity")
        login, password = f"agent.{secrets.token_hex(4)}", f"Agent-{secrets.token_hex(8)}"
        totp_secret = await create_staff(
            variables["IDENTITY_DATABASE_URL"],
            variables["IDENTITY_TOTP_KEYS"],
            login=login,
            name="Camille Essai",
            roles=list(roles) or ["agent_famille"],
            password=password,
        )
        return AgentLogin(login, password, totp_secret)


@contextmanager
def running_product(name: str, extra: Mapping[str, Mapping[str, str]] | None = None) -> Iterator[Product]:
    """Start the instance `name` from nothing, unless it runs already; whoever needs it last stops it.

    Args:
        extra: variables to add to a process' environment, by process.
    """
    LOCAL.mkdir(exist_ok=True)
    instance = Instance(name, durable=False)
    with (LOCAL / f".{name}.starting").open("w") as lock:
        flock(lock, LOCK_EX)
        if not instance.running():
            instance.reset()
        lease = instance.leased()
        lease.__enter__()
        try:
            _bring_up(instance, extra or {})
        except BaseException:
            lease.__exit__(None, None, None)
            raise
    try:
        yield Product(instance)
    finally:
        lease.__exit__(None, None, None)


def _bring_up(instance: Instance, extra: Mapping[str, Mapping[str, str]]) -> None:
    before = instance.supervisor()
    assets.ensure()
    instance.start_infrastructure(with_product_in_mind=True, leased=True)
    if instance.supervisor() != before:
        for process, variables in extra.items():
            with instance.folder.environment_of(process).open("a") as file:
                file.write(as_lines(variables))
        prepare(instance)
    instance.start_product()
