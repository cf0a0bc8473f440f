"""What writing a message needs from outside, and what every such use-case does with it."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from services.notifications.application.ports import Clock, Manifests, Unit
from services.notifications.domain.correspondence_rules import CorrespondenceRules
from services.notifications.domain.draft import DraftPlace
from services.notifications.domain.message import MessageId


@dataclass(frozen=True)
class Office:
    """The town's rules for messages, documents' signature, and the clock."""

    rules: CorrespondenceRules
    manifests: Manifests
    clock: Clock


@dataclass(frozen=True)
class Taken:
    """A message about to be written: its id, which its files know already, and those files."""

    message_id: MessageId
    document_ids: tuple[UUID, ...]


async def take_draft(place: DraftPlace, manifest: str | None, unit: Unit, office: Office) -> Taken:
    """What was kept while it was typed becomes the message. Raises ManifestInvalid, ManifestExpired."""
    draft = await unit.drafts.take(place)
    message_id = draft.id if draft else MessageId(uuid4())
    if manifest is None:
        return Taken(message_id, ())
    return Taken(message_id, office.manifests.documents_of(manifest, str(place.writer), message_id))
