"""Tell every home of a child that its certificate is there, or holds no more; the text of the mail names nobody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.notifications.application.ports import NewDelivery, Unit
from services.notifications.domain.delivery import Template


@dataclass(frozen=True)
class AnnounceCertificate:
    """`sheet`: what the paper says, where the commune attaches it to the mail; None: it stays in the portal."""

    number: str
    family_ids: Sequence[UUID]
    meets_head: bool
    sheet: Mapping[str, Any] | None


async def announce_certificate(command: AnnounceCertificate, unit: Unit) -> None:
    params: dict[str, Any] = {"meets_head": command.meets_head, "attached": command.sheet is not None}
    if command.sheet is not None:
        params["sheet"] = dict(command.sheet)
    await _tell(Template.CERTIFICATE, command.number, command.family_ids, params, unit)


async def announce_revocation(number: str, family_ids: Sequence[UUID], unit: Unit) -> None:
    await _tell(Template.CERTIFICATE_REVOKED, number, family_ids, {}, unit)


async def _tell(
    template: Template, number: str, family_ids: Sequence[UUID], params: Mapping[str, Any], unit: Unit
) -> None:
    for family_id in family_ids:
        for account_id in await unit.recipients.confirmed_accounts(family_id):
            purpose = f"{template}:{number}:{account_id}"
            await unit.deliveries.add(NewDelivery(template, purpose, account_id=account_id, params=params))
