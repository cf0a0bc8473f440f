"""Somebody forgot the password, or the code famille.

Nobody is looked up here: known or unknown, the same row is written and the same answer given. A job
(`answer_recoveries`) looks afterwards, and what it finds goes to the mailbox alone.
"""

from dataclasses import dataclass
from uuid import uuid4

from libs.domain.throttling import address_block, limit
from services.identity.application.ports import Throttle, UnitOfWork
from services.identity.application.rules import Rules
from services.identity.domain.errors import TooManyMails
from services.identity.domain.identifier import identifier_key
from services.identity.domain.recovery import Forgotten, Recovery, RecoveryId


@dataclass(frozen=True)
class AskRecovery:
    """`identifier` as typed; `client_address` as the gateway saw it."""

    forgotten: Forgotten
    identifier: str
    client_address: str | None


async def ask_recovery(command: AskRecovery, uow: UnitOfWork, throttle: Throttle, rules: Rules) -> None:
    """Raises TooManyMails."""
    identifier = identifier_key(command.identifier)
    asked = [
        limit(rules.rates.recovery, "recovery", command.forgotten, identifier),
        limit(rules.rates.recovery_block, "recovery", address_block(command.client_address)),
    ]
    if wait := await throttle.take(asked):
        raise TooManyMails(wait)
    async with uow:
        uow.recoveries.add(Recovery(RecoveryId(uuid4()), command.forgotten, identifier))
        await uow.commit()
