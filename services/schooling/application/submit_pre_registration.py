"""TERMINER: a family asks for a school, the sector's or another one."""

from dataclasses import dataclass, replace
from uuid import UUID

from libs.domain.errors import FieldError, Invalid, NotFound
from services.schooling.application.ports import Manifests, TownMaps, UnitOfWork
from services.schooling.application.situation import Target, target_of
from services.schooling.domain.derogation import Derogation, Wish, check_wish
from services.schooling.domain.errors import (
    AlreadyRequested,
    DerogationsClosed,
    OfferChanged,
    PreRegistrationClosed,
)
from services.schooling.domain.offer import Offer
from services.schooling.domain.papers import Document, asked_for, record_of
from services.schooling.domain.pre_registration import PreRegistration
from services.schooling.domain.receipt import ProcedureRules, silence_after
from services.schooling.domain.request_kind import RequestKind
from services.schooling.domain.said import Said
from services.schooling.domain.town_map import TownMap

_SILENCE = {
    RequestKind.SECTOR: "pre_registration",
    RequestKind.DEROGATION: "derogation",
    RequestKind.OUTSIDE: "outside",
}


@dataclass(frozen=True)
class SubmitPreRegistration:
    """The form.

    Attributes:
        request_id, offer: as the form was filled from.
        enrolled_before: the family's answer to the question whether the child is a newcomer.
        by: the subject's reference.
    """

    family_id: UUID
    child_id: UUID
    school_year: int
    request_id: UUID
    offer: str
    enrolled_before: bool | None
    said: Said
    wish: Wish | None
    manifest: str | None
    by: str


async def submit_pre_registration(
    command: SubmitPreRegistration, uow: UnitOfWork, maps: TownMaps, rules: ProcedureRules, manifests: Manifests
) -> None:
    """Judged by PostgreSQL's clock, in one transaction; of two homes that ask at once the second one is told.

    Raises:
        NotFound: no such child in this family, or no such school year.
        PreRegistrationClosed, DerogationsClosed, AlreadyRequested, OfferChanged
        Invalid: the wish breaks a rule, or a child of another commune has none.
        ManifestInvalid, ManifestExpired
    """
    town = await maps.current()
    if command.school_year not in town.rentrees:
        raise NotFound
    async with uow:
        child = await uow.children.hold(command.child_id)
        family = await uow.families.get(command.family_id)
        if child is None or family is None or command.family_id not in child.family_ids:
            raise NotFound
        situation = await uow.situations.of(child.id, family.id, command.school_year)
        target = target_of(child, family, situation, town, enrolled_before=command.enrolled_before)
        offer = _accepted_offer(command, target)
        derogation = await _derogation(command, target, offer, town, uow)
        kind = RequestKind.OUTSIDE if target.outside else RequestKind.DEROGATION if derogation else RequestKind.SECTOR
        request = PreRegistration.submit(
            command.request_id,
            await uow.pre_registrations.next_number(command.school_year),
            family.id,
            child.id,
            offer,
            kind=kind,
            silence=silence_after(situation.moment, rules.silence[_SILENCE[kind]]),
            said=command.said if target.asks_former_school else replace(command.said, former_school=None),
            documents=_documents(command, target, manifests, rules),
            derogation=derogation,
            at=situation.moment,
        )
        await uow.pre_registrations.add(request)
        uow.note(
            command.by,
            "pre_registration.submitted",
            f"pre_registration:{request.id}",
            family_id=family.id,
            kind=kind.value,
            school_year=command.school_year,
        )
        await uow.commit()


def _accepted_offer(command: SubmitPreRegistration, target: Target) -> Offer:
    situation = target.situation
    if situation.own_request or situation.other_request:
        raise AlreadyRequested
    if target.offer is None:
        raise PreRegistrationClosed(obstacle=target.eligibility.obstacles[0].value)
    if command.wish and not target.eligibility.may_derogate:
        raise DerogationsClosed
    if (command.offer, command.request_id) != (target.offer.fingerprint, target.request_id):
        raise OfferChanged
    return target.offer


async def _derogation(
    command: SubmitPreRegistration,
    target: Target,
    offer: Offer,
    town: TownMap,
    uow: UnitOfWork,
) -> Derogation | None:
    if command.wish is None:
        if target.outside:
            raise Invalid(errors=[FieldError("derogation", "required")])
        return None
    reasons = check_wish(
        command.wish,
        level=offer.level,
        sector_uai=offer.sector.uai,
        schools=town.schools.open,
        known=await uow.procedure.derogation_reasons(),
    )
    return Derogation(
        command.wish.wanted_uai,
        reasons,
        command.wish.comment,
        target.situation.commission,
    )


def _documents(
    command: SubmitPreRegistration, target: Target, manifests: Manifests, rules: ProcedureRules
) -> tuple[Document, ...]:
    """What documents signed for this request."""
    if command.manifest is None:
        return ()
    found = manifests.read(command.manifest, f"family:{command.family_id}", record_of(command.request_id))
    return asked_for(
        found, rules.newcomer_pieces, newcomer=target.asks_former_school, derogation=command.wish is not None
    )
