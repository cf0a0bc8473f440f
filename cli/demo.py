"""`kiosque demo`: families that do not exist, to show the kiosk and to measure it."""

import asyncio
import base64
import gc
import hashlib
import hmac
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer
from sqlalchemy import text

from cli.environment import required
from cli.failure import Failure
from cli.output import say, show_rows
from cli.progress import counting, working
from cli.services import database_url, migration_url
from libs.chassis.db import Database
from libs.commune.profile import read_profile
from services.household import commands as household
from services.identity import commands as identity

app = typer.Typer(no_args_is_help=True, help="Invented families, on a demo or a test alone.")
_STORIES = {
    household.Story.SETTLED: "everything is accepted",
    household.Story.HALFWAY: "the family's own record was never handed in",
    household.Story.UNSENT: "a change was not handed in",
    household.Story.REFUSED: "a change was refused",
    household.Story.WAITING: "a change waits for the agents",
}


@dataclass(frozen=True)
class Loaded:
    """What `kiosque demo load` found and did.

    Attributes:
        families, accounts: how many were written; the others were there.
        password: of every invented account.
        logins: a code famille for each story, the first of its kind.
    """

    families: int
    accounts: int
    password: str
    logins: dict[household.Story, str]


@app.callback()
def group() -> None:
    """Keeps `load` a subcommand although it is alone."""


@app.command("load")
def load_command(
    families: Annotated[int, typer.Option(min=1, max=999_999, help="How many there shall be of this seed.")],
    seed: Annotated[int, typer.Option(min=0, max=9999, help="Another one gives other families beside them.")] = 1,
) -> None:
    """Invent families with their accounts, records and requests. Those that are there already stay as they are.

    Only where KIOSQUE_PUBLIC_URL is on this very machine: a town's kiosk has an address that families can reach. No
    event and no mail leaves: `kiosque bus resync schooling.child` and `schooling.family` tell schooling of them.
    """
    require_demo(required("KIOSQUE_PUBLIC_URL"))
    started = time.monotonic()
    loaded = asyncio.run(load(families=families, seed=seed))
    seconds = time.monotonic() - started
    say(f"{loaded.families} families and {loaded.accounts} accounts written in {seconds:.0f} s; the others were there.")
    show_rows(
        [{"code": code, "story": _STORIES[story]} for story, code in loaded.logins.items()],
        as_json=False,
        title="Some logins",
        nothing="No family.",
    )
    say(f"The password of every invented family of seed {seed}: {loaded.password}")


def require_demo(public_url: str) -> None:
    """Raises Failure unless the kiosk's public address is on loopback, as a demo's and a test's is."""
    host = urlsplit(public_url).hostname or ""
    if host != "localhost" and not _is_loopback(host):
        raise Failure(
            "This kiosk has a public address (KIOSQUE_PUBLIC_URL): invented families are for a demo or a test, "
            "whose address is on this machine alone."
        )


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


@contextmanager
def _without_looking_for_cycles() -> Iterator[None]:
    """Nothing here makes any, and looking for them takes a third of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


async def load(*, families: int, seed: int) -> Loaded:
    """As the command does, with the environment's variables.

    Raises:
        Failure: a variable is missing, or the commune's data was never loaded.
    """
    commune, secret = Path(required("KIOSQUE_COMMUNE_DIR")), password(required("GATEWAY_CSRF_KEY"), seed)
    terms, written, accounts = read_profile(commune).terms_version, 0, 0
    logins: dict[household.Story, str] = {}
    try:
        async with identity.load_invented(database_url("identity"), password=secret, terms_version=terms) as directory:
            with counting(families, "Families") as done, _without_looking_for_cycles():
                invented = household.load_invented(database_url("household"), commune, seed=seed, families=families)
                async for batch in invented:
                    written += batch.written
                    accounts += await directory.add([_account(holder) for holder in batch.holders])
                    for holder in batch.holders:
                        logins.setdefault(holder.story, holder.family_code)
                    done(len(batch.holders))
    except household.NoCommuneData:
        raise Failure("The commune's data was never loaded: kiosque commune load.") from None
    with working("Statistics for the databases"):
        await _analyze(("household", "identity"))
    return Loaded(written, accounts, secret, logins)


def password(key: str, seed: int) -> str:
    """The same for a seed as long as the installation's key is; nobody guesses it without the key."""
    digest = hmac.new(key.encode(), f"kiosque demo load {seed}".encode(), hashlib.sha256).digest()
    return f"Demo-{seed}-{base64.b32encode(digest)[:12].decode().lower()}"


def _account(holder: household.Holder) -> identity.InventedAccount:
    known = asdict(holder)
    del known["story"]
    return identity.InventedAccount(id=known.pop("account_id"), **known)


async def _analyze(services: Iterable[str]) -> None:
    """What a day of ordinary use would have told the servers; only the tables' owner may."""
    for service in services:
        database = Database(migration_url(service), application="kiosque demo load", pool_size=1)
        try:
            async with database.reading() as connection:
                await connection.execute(text("ANALYZE"))
        finally:
            await database.close()
