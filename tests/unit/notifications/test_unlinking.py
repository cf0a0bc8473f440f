"""Two homes hear that a child has left one of them, each in its own words."""

from datetime import UTC, datetime
from uuid import uuid4

from libs.commune.admission import read_admission
from libs.contracts.household.v1 import ChildUnlinked
from services.notifications.adapters.letterhead import read_letterhead
from services.notifications.domain.delivery import Template
from services.notifications.domain.message import MessageKind
from services.notifications.worker import new_subscriber, new_voice
from tests.fakes.notifications import FakeUnit
from tests.support.envelopes import enveloped
from tests.unit.notifications.test_texts import COMMUNE

LEFT, STAYS = uuid4(), uuid4()


async def test_each_home_hears_of_itself_alone() -> None:
    news = ChildUnlinked(
        child_id=uuid4(),
        first_name="Léa",
        family_id=LEFT,
        staying_family_ids=[STAYS],
        unlinked_at=datetime(2026, 11, 28, 8, 5, tzinfo=UTC),
    )
    unit, envelope = FakeUnit(), enveloped(news)
    voice = new_voice(COMMUNE, read_letterhead(COMMUNE, "http://localhost:8000/"))
    for _ in range(2):
        await new_subscriber(voice, read_admission(COMMUNE)).apply(envelope, unit)  # type: ignore[arg-type]
    [left] = unit.threads.of(LEFT)
    [stays] = unit.threads.of(STAYS)
    assert (left.kind, left.notice) == (MessageKind.CHILD_LEFT, Template.NEW_MESSAGE)
    assert (stays.kind, stays.notice) == (MessageKind.CHILD_STAYS, Template.NEW_MESSAGE)
    assert left.subject == "Léa ne fait plus partie de votre dossier"
    assert "le 28/11/2026" in left.body
    assert stays.subject == "Le rattachement de Léa a été revu"
    assert "autre" not in stays.body + left.body
