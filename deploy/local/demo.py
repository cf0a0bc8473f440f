"""`make demo`: the whole product with a demo's data, in the foreground or detached."""

import json
import re
import signal
from collections.abc import Collection
from contextlib import ExitStack, suppress
from dataclasses import asdict

from deploy.local import assets, packages
from deploy.local.console import CannotContinue, say, table
from deploy.local.credentials import STAFF
from deploy.local.demo_family import ensure_family, families
from deploy.local.folder import LOCAL, write_private
from deploy.local.instance import Instance
from deploy.local.known_families import ensure_known_families, known_families
from deploy.local.ports import PortTaken
from deploy.local.preparation import bring_up

FIRST = "demo"
DEFAULT_PORT = 8000
_ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_NAME = re.compile(r"demo(-\d+)?$")


def names() -> list[str]:
    """Every demo that has a folder in this clone."""
    if not LOCAL.exists():
        return []
    return sorted(path.name for path in LOCAL.iterdir() if path.is_dir() and _NAME.match(path.name))


def name_for(port: int, running: dict[str, int], known: Collection[str] = ()) -> str:
    """The instance that a web port means.

    It is `demo`, whatever its port, unless `demo` runs on another port at this moment: then it is one more beside it,
    which keeps its port and its data from then on.

    Args:
        running: web port by name, of the demos that run.
        known: every demo that has a folder.
    """
    by_port = {web: name for name, web in running.items()}
    if port in by_port:
        return by_port[port]
    beside = f"{FIRST}-{port}"
    return beside if FIRST in running or beside in known else FIRST


def running() -> dict[str, int]:
    """The web port of each demo of this clone that runs now."""
    found = {name: Instance(name) for name in names()}
    return {name: instance.ports["web"] for name, instance in found.items() if instance.running()}


def start(port: int, *, detached: bool) -> None:
    """Start the demo, print where it is, and stay until Ctrl-C unless detached. A running one is only shown again."""
    already = running()
    instance = Instance(name_for(port, already, names()), web_port=port)
    if instance.name in already:
        say("It runs already.")
        print(summary(instance, in_foreground=False))
        return
    packages.ensure(packages.SERVERS)
    assets.ensure()
    for signum in _ENDINGS:
        signal.signal(signum, _interrupt)
    with ExitStack() as unless_it_stays:
        unless_it_stays.callback(_stop, instance)
        try:
            bring_up(instance, die_with_me=not detached)
        except PortTaken as taken:
            advice = f"make demo PORT={taken.port + 1000}"
            raise CannotContinue(f"Port {taken.port} is taken or not ours to use; type: {advice}") from None
        ensure_family(instance)
        ensure_known_families(instance)
        write_summary(instance)
        if detached:
            unless_it_stays.pop_all()
        print(summary(instance, in_foreground=not detached), flush=True)
        if detached:
            return
        with suppress(KeyboardInterrupt):
            instance.wait()
            raise CannotContinue(f"The demo was stopped from elsewhere; its logs are in {instance.folder.logs}")


def stop(port: int | None) -> None:
    """Stop the demo on a port, or every demo of this clone."""
    for name, web in running().items():
        if port in (None, web):
            say(f"Stopping {name} (port {web}).")
            Instance(name).stop()
    for name in names():
        Instance(name).stop()  # what a killed supervisor may have left


def reset(port: int | None) -> None:
    """Stop and empty the demo of a port, or every demo of this clone."""
    for name in names():
        instance = Instance(name)
        if port in (None, instance.ports.get("web")):
            say(f"Emptying {name}.")
            instance.reset()


def write_summary(instance: Instance) -> None:
    """Write what scripts need to know: addresses and demo logins."""
    secrets = instance.credentials
    staff = [
        {
            "login": person.login,
            "password": secrets[f"staff.{person.login}.password"],
            "totp_secret": secrets[f"staff.{person.login}.totp_secret"],
            "roles": list(person.roles),
        }
        for person in STAFF
    ]
    facts = {
        "web": instance.web_url,
        "mail": instance.mail_url,
        "staff": staff,
        "families": [asdict(known) for known in families(instance)],
        "known_families": [asdict(known) for known in known_families(instance)],
    }
    write_private(instance.folder.summary, json.dumps(facts, indent=1) + "\n")


def summary(instance: Instance, *, in_foreground: bool) -> str:
    """The same for a person."""
    secrets = instance.credentials
    addresses = [
        ("Parents", f"{instance.web_url}/"),
        ("Agents", f"{instance.web_url}/agents/connexion"),
        ("API", f"{instance.web_url}/api/docs"),
        ("Mails", f"{instance.mail_url}/"),
    ]
    logins = [("Login", "Password", "TOTP secret", "Roles")] + [
        (
            person.login,
            secrets[f"staff.{person.login}.password"],
            secrets[f"staff.{person.login}.totp_secret"],
            ", ".join(person.roles),
        )
        for person in STAFF
    ]
    after = (
        "Ctrl-C stops everything; the data stays for the next time."
        if in_foreground
        else "`make demo-stop` stops it, `make demo-reset` empties it."
    )
    parents = [("Code famille", "Password", "E-mail")] + [
        (family.family_code, family.password, family.email) for family in families(instance)
    ]
    first_uses = [("First use: N° de compte famille", "Code d'accès")] + [
        (known.family_code, known.claim_code) for known in known_families(instance)
    ]
    which = "" if instance.name == FIRST else f" --instance {instance.name}"
    code = (
        f"An agent's six digits: .venv/bin/python -m deploy.local code {STAFF[0].login}{which}\n"
        f"The same for scripts: {instance.folder.summary.relative_to(LOCAL.parent)}"
    )
    tables = "\n\n".join(table(rows) for rows in (addresses, parents, first_uses, logins))
    return f"\nKiosque famille is ready.\n\n{tables}\n\n{code}\n{after}\n"


def _interrupt(_signum: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _stop(instance: Instance) -> None:
    for signum in _ENDINGS:
        signal.signal(signum, signal.SIG_IGN)
    with suppress(BrokenPipeError):  # nobody reads any more: stop all the same
        say("Stopping everything.")
    instance.stop()
