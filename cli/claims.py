"""`kiosque claims`: codes for the families that the town knows, so that they open their account."""

import asyncio
import io
import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, BinaryIO
from uuid import UUID
from zoneinfo import ZoneInfo

import pikepdf
import typer

from cli.environment import required
from cli.failure import Failure
from cli.output import say
from cli.services import database_url
from libs.commune.profile import read_profile
from libs.typesetting.claim_letters import AT_ONCE, ClaimLetter, typeset_claim_letters
from libs.typesetting.typeset import TypesettingFailed
from services.household.commands import Recipient, letter_recipients
from services.identity.commands import IssuedClaim, issue_claim_codes

app = typer.Typer(no_args_is_help=True, help="The codes with which known families open their account.")

_PARIS = ZoneInfo("Europe/Paris")
_ONLY_ITS_OWNER = 0o600


@app.callback()
def group() -> None:
    """Keeps `issue` a subcommand although it is alone."""


@app.command()
def issue(
    family: Annotated[list[str] | None, typer.Option(help="Code of a family; may be repeated.")] = None,
    everyone: Annotated[bool, typer.Option("--all", help="Every family without an account.")] = False,
    letters: Annotated[
        Path | None, typer.Option(help="A new file for the letters to print, one page a family.", dir_okay=False)
    ] = None,
    mail: Annotated[bool, typer.Option("--mail", help="Mail the code to the families whose address is known.")] = False,
) -> None:
    """Give families their one-time code, by letter or by mail; with both, letters to those that no mail reaches.

    A code given before ends at once, in the post or not. No code is ever printed here: only the letters hold them.
    """
    if bool(family) == everyone:
        raise Failure(
            "Say for whom: --family CODE, as often as needed, or --all; letters in the post lose their codes."
        )
    if letters is None and not mail:
        raise Failure("Say how the codes travel: --letters FILE.pdf, --mail, or both.")
    if letters is None:
        _report(asyncio.run(_issue(family, by_mail=True, on_paper=False)), family)
        return
    with _private(letters) as file:
        try:
            issued = asyncio.run(_issue_and_print(family, file, by_mail=mail))
        except BaseException:
            letters.unlink()
            raise
    if not any(given.claim_code for given in issued):
        letters.unlink()
    _report(issued, family)


async def _issue_and_print(family_codes: list[str] | None, file: BinaryIO, *, by_mail: bool) -> list[IssuedClaim]:
    issued = await _issue(family_codes, by_mail=by_mail, on_paper=True)
    on_paper = [given for given in issued if given.claim_code]
    if on_paper:
        recipients = await letter_recipients(database_url("household"), [given.family_id for given in on_paper])
        file.write(await _letters(on_paper, recipients))
    return issued


async def _issue(family_codes: list[str] | None, *, by_mail: bool, on_paper: bool) -> list[IssuedClaim]:
    return await issue_claim_codes(
        database_url("identity"),
        required("IDENTITY_NOTIFICATIONS_SEALING_PUBLIC_KEY"),
        days=read_profile(_commune_dir()).delays.claim_days,
        family_codes=family_codes or None,
        by_mail=by_mail,
        on_paper=on_paper,
    )


async def _letters(issued: Sequence[IssuedClaim], recipients: Mapping[UUID, Recipient]) -> bytes:
    """A family that household does not know gets a letter without an address, to be handed over."""
    letters = [
        ClaimLetter(
            _lines(recipients.get(given.family_id)),
            given.family_code,
            given.claim_code,
            until=given.expires_at.astimezone(_PARIS).date(),
        )
        for given in issued
        if given.claim_code and given.expires_at
    ]
    today, url = datetime.now(_PARIS).date(), required("KIOSQUE_PUBLIC_URL")
    batches = (letters[start : start + AT_ONCE] for start in range(0, len(letters), AT_ONCE))
    try:
        return joined(
            [await typeset_claim_letters(_commune_dir(), batch, public_url=url, written_on=today) for batch in batches]
        )
    except TypesettingFailed as error:
        raise Failure(f"The letters cannot be typeset, and the codes given before no longer open: {error}") from error


def joined(parts: Sequence[bytes]) -> bytes:
    """PDFs one behind the other, in one."""
    if len(parts) == 1:
        return parts[0]  # as it was typeset: accessible
    with pikepdf.new() as whole:
        for part in parts:
            with pikepdf.open(io.BytesIO(part)) as document:
                whole.pages.extend(document.pages)
        written = io.BytesIO()
        whole.save(written)
    return written.getvalue()


def _lines(recipient: Recipient | None) -> list[str]:
    return [*recipient.name_lines, *recipient.address_lines] if recipient else []


def _private(path: Path) -> BinaryIO:
    """A new file that its owner alone reads, open before any code is given. Raises Failure."""
    try:
        return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _ONLY_ITS_OWNER), "wb")
    except FileExistsError as error:
        raise Failure(f"{path} exists; letters go to a new file, so that none is lost.") from error
    except OSError as error:
        raise Failure(f"{path} cannot be written: {error.strerror}.") from error


def _report(issued: Sequence[IssuedClaim], asked: Sequence[str] | None) -> None:
    mailed = sum(given.email is not None for given in issued)
    printed = sum(given.claim_code is not None for given in issued)
    without = [given.family_code for given in issued if given.expires_at is None]
    say(f"Codes by letter: {printed}; by mail: {mailed}.")
    if without:
        say(f"No address is known, so no code was given: {', '.join(without)}. Use --letters for them.")
    if missing := sorted(set(asked or ()) - {given.family_code for given in issued}):
        say(f"Not a known family without account: {', '.join(missing)}.")


def _commune_dir() -> Path:
    return Path(required("KIOSQUE_COMMUNE_DIR"))
