"""Which facts leave household, and in which shape."""

from typing import Literal, cast

from libs.contracts.event import Event
from libs.contracts.household import v1
from libs.domain.aggregate import DomainEvent
from services.household.adapters.french import refused_label
from services.household.domain import events
from services.household.domain.ids import RecordKind


def published(fact: DomainEvent) -> Event | None:
    """The contract's event for a fact; every fact of household leaves it."""
    match fact:
        case events.RegistrationAbandoned():
            return v1.RegistrationAbandoned(registration_id=fact.registration_id)
        case events.ChildChanged() | events.ChildUnlinked():
            return _of_child(fact)
        case events.SubmissionMade():
            return v1.SubmissionMade(
                submission_id=fact.submission_id,
                family_id=fact.family_id,
                document_ids=list(fact.document_ids),
                made_at=fact.made_at,
            )
        case events.SubmissionWithdrawn():
            return v1.SubmissionWithdrawn(
                submission_id=fact.submission_id,
                family_id=fact.family_id,
                document_ids=list(fact.document_ids),
                withdrawn_at=fact.withdrawn_at,
            )
        case events.SubmissionConcluded():
            return _submission_concluded(fact)
    return _of_family(fact)


def _of_family(fact: DomainEvent) -> Event | None:
    match fact:
        case events.FamilyRegistered():
            return _family_registered(fact)
        case events.FamilyImported():
            return v1.FamilyImported(
                family_id=fact.family_id,
                family_code=fact.family_code,
                email=fact.email,
                imported_at=fact.imported_at,
            )
        case events.FamilyChanged():
            return v1.FamilyChanged(
                family_id=fact.family_id,
                family_code=fact.family_code,
                address=None if fact.address is None else v1.FamilyAddress.model_validate(fact.address),
                complete=fact.complete,
            )
        case events.RecordRemoved():
            return v1.RecordRemoved(family_id=fact.family_id, record=str(fact.record))
        case events.FamilyErased():
            return v1.FamilyErased(
                family_id=fact.family_id,
                registration_id=fact.registration_id,
                child_ids=list(fact.child_ids),
                erased_at=fact.erased_at,
            )
    return None


def _family_registered(fact: events.FamilyRegistered) -> Event:
    return v1.FamilyRegistered(
        family_id=fact.family_id,
        family_code=fact.family_code,
        registration_id=fact.registration_id,
        adult_ids=list(fact.adult_ids),
        child_ids=list(fact.child_ids),
        registered_at=fact.registered_at,
        origin="counter" if fact.at_counter else "online",
    )


def _of_child(fact: events.ChildChanged | events.ChildUnlinked) -> Event:
    if isinstance(fact, events.ChildUnlinked):
        return v1.ChildUnlinked(
            child_id=fact.child_id,
            first_name=fact.first_name,
            family_id=fact.family_id,
            staying_family_ids=list(fact.staying),
            unlinked_at=fact.unlinked_at,
        )
    return v1.ChildChanged(
        child_id=fact.child_id,
        family_ids=list(fact.family_ids),
        last_name=fact.last_name,
        first_name=fact.first_name,
        sex=cast(Literal["feminin", "masculin"], fact.sex),
        birth_date=fact.birth_date,
        validated=fact.validated,
        disagreement=fact.disagreement,
    )


def _submission_concluded(fact: events.SubmissionConcluded) -> Event:
    return v1.SubmissionConcluded(
        submission_id=fact.submission_id,
        family_id=fact.family_id,
        accepted=fact.accepted,
        refused=[
            v1.RefusedItem(
                item_key=str(item.key),
                label=refused_label(item),
                reason=item.reason,
                # What an agent wrote about a child's health stays on the fiche.
                comment=None if item.key.record.kind is RecordKind.HEALTH else item.comment,
                document_ids=list(item.documents),
            )
            for item in fact.refused
        ],
        concluded_at=fact.concluded_at,
    )
