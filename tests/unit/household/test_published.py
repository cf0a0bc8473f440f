from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

from libs.chassis.clock import SystemClock
from libs.contracts.catalogue import EVENTS, read_by
from libs.domain.aggregate import DomainEvent
from libs.french.fields import FIELD_LABELS
from services.household.adapters.published import published
from services.household.api.schemas_fields import RecordFieldsIn
from services.household.domain import events
from services.household.domain.fields import FIELDS
from services.household.domain.ids import (
    AdultId,
    ChildId,
    DocumentId,
    FamilyId,
    ItemKey,
    RecordKey,
    RecordKind,
    RegistrationId,
    SubmissionId,
)
from services.household.worker import new_subscriber

AT = datetime(2026, 9, 1, 8, tzinfo=UTC)
FAMILY, CHILD = FamilyId(uuid4()), ChildId(uuid4())
RECORD = RecordKey(RecordKind.CHILD, CHILD)
FACTS: list[DomainEvent] = [
    events.RegistrationAbandoned(RegistrationId(uuid4())),
    events.FamilyRegistered(FAMILY, "10000", RegistrationId(uuid4()), (AdultId(uuid4()),), (CHILD,), AT),
    events.FamilyImported(FAMILY, "0042", "a@example.org", AT),
    events.FamilyChanged(FAMILY, "10000", None, complete=False),
    events.FamilyErased(FAMILY, None, (CHILD,), AT),
    events.ChildChanged(
        CHILD, (FAMILY,), "Martin", "Lina", "feminin", date(2021, 5, 2), validated=True, disagreement=False
    ),
    events.SubmissionMade(SubmissionId(uuid4()), FAMILY, (DocumentId(uuid4()),), AT),
    events.SubmissionWithdrawn(SubmissionId(uuid4()), FAMILY, (DocumentId(uuid4()),), AT),
    events.SubmissionConcluded(SubmissionId(uuid4()), FAMILY, 3, (), AT),
]


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: type(fact).__name__)
def test_every_fact_leaves_in_a_form_that_the_catalogue_knows(fact: DomainEvent) -> None:
    event = published(fact)
    assert event is not None
    assert type(event) in EVENTS
    assert event.type.startswith("household.")
    assert str(UUID(event.subject)) == event.subject


def test_a_refused_item_says_whose_and_what() -> None:
    piece = events.ItemRefused(ItemKey(RECORD, "piece.pai"), "PAI", "Lina Martin", "Illisible", "Page 2")
    family = RecordKey(RecordKind.FAMILY, FAMILY)
    address = events.ItemRefused(ItemKey(family, "address"), None, "", "Inconnue", None)
    event = published(events.SubmissionConcluded(SubmissionId(uuid4()), FAMILY, 0, (piece, address), AT))
    assert event is not None
    labels = [item["label"] for item in event.model_dump()["refused"]]
    assert labels == ["Lina Martin : PAI", "Fiche famille : Adresse"]


def test_every_field_has_a_french_name_and_a_place_in_the_form() -> None:
    names = {field.name for fields in FIELDS.values() for field in fields}
    assert names == set(RecordFieldsIn.model_fields) == {name for name in FIELD_LABELS if "." not in name}


def test_the_worker_handles_what_the_contracts_say_it_reads() -> None:
    assert new_subscriber(SystemClock()).types == {event.type for event in read_by("household")}
