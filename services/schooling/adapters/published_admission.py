"""What leaves schooling of certificates and appointments."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from libs.contracts.event import Event
from libs.contracts.schooling import v1 as contract
from libs.domain.aggregate import DomainEvent
from services.schooling.domain.appointment_events import (
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentFact,
    AppointmentMoved,
)
from services.schooling.domain.certificate_events import CertificateIssued, CertificateRevoked


def published_admission(fact: DomainEvent, first_names: Mapping[UUID, str]) -> Event | None:
    """None for what is not ours. `first_names`: of children, by id."""
    match fact:
        case CertificateIssued():
            return _issued(fact)
        case CertificateRevoked():
            return contract.CertificateRevoked(
                number=fact.number,
                child_id=fact.child_id,
                child_first_name=first_names.get(fact.child_id, ""),
                family_ids=list(fact.homes),
                school_year=fact.school_year,
                revoked_at=fact.at,
            )
        case AppointmentFact():
            return _appointment(fact, first_names.get(fact.child_id, ""))
    return None


def _issued(fact: CertificateIssued) -> Event:
    said, signature = fact.statement, fact.signature
    return contract.CertificateIssued(
        number=said.number,
        child_id=fact.child_id,
        family_ids=list(fact.homes),
        school_year=said.school_year,
        commune=said.commune,
        uai=said.uai,
        school=said.school,
        level=said.level.value,
        last_name=said.last_name,
        first_name=said.first_name,
        birth_date=said.birth_date,
        newcomer=fact.newcomer,
        meets_head=fact.meets_head,
        issued_on=said.issued_on,
        provisional=said.provisional,
        check=signature.check,
        key_id=signature.key_id,
        signature=signature.value,
        replaces=fact.replaces,
        issued_at=fact.at,
    )


def _appointment(fact: AppointmentFact, first_name: str) -> Event:
    slot = fact.slot
    told: dict[str, Any] = {
        "appointment_id": fact.appointment_id,
        "family_id": fact.family_id,
        "child_id": fact.child_id,
        "child_first_name": first_name,
        "school_year": fact.school_year,
        "uai": slot.school.uai,
        "school": slot.school.name,
        "school_address": slot.school.address,
        "school_telephone": slot.school.telephone,
        "place": slot.place,
        "starts_at": slot.starts_at,
        "minutes": slot.minutes,
        "sequence": fact.sequence,
        "at": fact.at,
    }
    match fact:
        case AppointmentBooked():
            return contract.AppointmentBooked(**told)
        case AppointmentMoved():
            return contract.AppointmentMoved(**told)
        case AppointmentCancelled():
            return contract.AppointmentCancelled(**told, by=fact.by.value)
        case _:
            return contract.AppointmentApproaching(**told)
