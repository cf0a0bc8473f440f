"""TERMINER: from records and the files that lie in their slots to one submission."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from libs.domain.errors import FieldError
from services.household.domain.checking import Circumstances
from services.household.domain.errors import DraftIncomplete, NothingToSubmit, RecordIncomplete
from services.household.domain.fields import FIELDS, check_values
from services.household.domain.ids import FamilyId, RecordKey, SubmissionId, piece_item
from services.household.domain.item import Item
from services.household.domain.lights import outdated
from services.household.domain.pieces import Catalogue, PieceRule, Scan, Slot
from services.household.domain.record import Piece, Record
from services.household.domain.submission import Submission, SubmissionKind


@dataclass
class Offer:
    """What one record has to hand in, and what stands in the way; each obstacle's field is the record's key.

    `name`: whose it is, where that is known: a fiche sanitaire bears no name of its own.
    """

    record: Record
    name: str = ""
    items: list[Item] = field(default_factory=list)
    obstacles: list[FieldError] = field(default_factory=list)

    @property
    def ready(self) -> bool:
        return bool(self.items) and not self.obstacles


@dataclass(frozen=True)
class Desk:
    """What a family brings: the signed slots, and what the town asks for."""

    slots: Sequence[Slot]
    catalogue: Catalogue
    circumstances: Circumstances

    def offer(self, record: Record, *, registering: bool = False) -> Offer:
        """What the record would hand in now: its changed fields, its new files, and what was refused before.

        Args:
            registering: the creation hands it in, which asks for less and where step 3 declared everything exact.
        """
        offer = Offer(record)
        self._offer_fields(offer, registering=registering)
        self._offer_pieces(offer)
        if offer.items and record.declared_at is None and not registering:
            offer.obstacles.append(_obstacle(record, "exactness-undeclared"))
        offer.obstacles += [_obstacle(record, "field-asked-again", field=name) for name in record.asked_again]
        if not _corrected(record, offer.items):
            stale = [name for name in record.changed if record.stands_refused(name)]
            offer.obstacles += [_obstacle(record, "field-refused", field=name) for name in stale]
        return offer

    def _offer_fields(self, offer: Offer, *, registering: bool) -> None:
        record = offer.record
        checked, errors = check_values(record.kind, record.values, self.circumstances, registering=registering)
        changed = record.changed
        for error in errors:
            name = error.field.partition(".")[0]
            if name in changed or not record.values.get(name):
                code = "field-missing" if error.field == name and error.code == "required" else "field-invalid"
                offer.obstacles.append(_obstacle(record, code, field=error.field))
        offer.items += [
            Item(
                record.item_key(rule.name),
                rule.required,
                old=record.accepted.get(rule.name),
                new=checked.get(rule.name),
            )
            for rule in FIELDS[record.kind]
            if rule.name in changed and not rule.urgent and not record.is_frozen(rule)
        ]

    def _offer_pieces(self, offer: Offer) -> None:
        record = offer.record
        slots = {slot.piece: slot for slot in self.slots if slot.record == str(record.key)}
        rules = self.catalogue.together_with(record.kind, slots.values())
        for rule in rules:
            if slot := slots.get(rule.code):
                self._offer_piece(offer, rule, slot)
        brought = {item.key.piece for item in offer.items if item.key.piece}
        brought |= {rule.code for rule in rules if record.settled_piece(rule.code) and not outdated(record, rule)}
        spoilt = {str(obstacle.params["piece"]) for obstacle in offer.obstacles if "piece" in obstacle.params}
        for rule in rules:
            if rule.required and rule.code not in brought | spoilt:
                offer.obstacles += _lacking(record, rule, brought | spoilt)

    def _offer_piece(self, offer: Offer, rule: PieceRule, slot: Slot) -> None:
        record = offer.record
        piece = record.pieces.get(rule.code, Piece())
        documents = {document.id: document for document in slot.documents if document.id not in piece.refused}
        if any(document.scan is Scan.INFECTED for document in documents.values()):
            offer.obstacles.append(_obstacle(record, "document-infected", piece=rule.code))
        elif documents and set(documents) != set(piece.settled):
            if slot.date and slot.date.problem:
                months = {"months": slot.date.months} if slot.date.months else {}
                offer.obstacles.append(_obstacle(record, slot.date.problem, piece=rule.code, **months))
            offer.items.append(
                Item(
                    record.item_key(piece_item(rule.code)),
                    rule.required,
                    piece_label=rule.label,
                    documents=documents,
                    old_documents=piece.settled,
                    paper_date=slot.date,
                )
            )


def make_submission(
    submission_id: SubmissionId,
    family_id: FamilyId,
    records: Sequence[Record],
    desk: Desk,
    at: datetime,
) -> Submission:
    """Hand in every complete changed record; an incomplete one stays with the family.

    Raises:
        RecordIncomplete: nothing could be handed in; every obstacle is named.
        NothingToSubmit: nothing changed.
    """
    offers = [desk.offer(record) for record in records if record.open]
    ready = [offer for offer in offers if offer.ready]
    if not ready:
        obstacles = [obstacle for offer in offers for obstacle in offer.obstacles]
        raise RecordIncomplete(errors=obstacles) if obstacles else NothingToSubmit
    return _hold(submission_id, family_id, SubmissionKind.CHANGE, ready, at, records)


def make_first_submission(
    submission_id: SubmissionId,
    family_id: FamilyId,
    records: Sequence[Record],
    desk: Desk,
    at: datetime,
) -> Submission:
    """Hand in the adults and children of a new family, all of them. Raises DraftIncomplete naming every obstacle."""
    offers = [desk.offer(record, registering=True) for record in records]
    if obstacles := [obstacle for offer in offers for obstacle in offer.obstacles]:
        raise DraftIncomplete(errors=obstacles)
    return _hold(submission_id, family_id, SubmissionKind.REGISTRATION, offers, at, records)


def _hold(
    submission_id: SubmissionId,
    family_id: FamilyId,
    kind: SubmissionKind,
    offers: Sequence[Offer],
    at: datetime,
    family: Iterable[Record],
) -> Submission:
    persons = {record.key: record.name for record in family}
    items = [item for offer in offers for item in offer.items]
    for offer in offers:
        offer.record.hold(submission_id, offer.items)
    held = [offer.record for offer in offers]
    submission = Submission(
        submission_id,
        family_id,
        kind,
        at,
        {item.key: item for item in items},
        record_names={record.key: persons.get(record.key.person, "") for record in held},
        declarations={record.key: record.declared_at for record in held if record.declared_at},
    )
    submission.announce()
    return submission


def _corrected(record: Record, items: Iterable[Item]) -> bool:
    """Whether the family changed anything since the refusal.

    Any correction takes the refused fields along: somebody who stands by a value may bring another proof of it.
    """
    return any(item.key.piece or not record.stands_refused(item.key.name) for item in items)


def _lacking(record: Record, rule: PieceRule, brought: Collection[str]) -> list[FieldError]:
    """What a required piece still needs; of a group that stands in for it and was begun, the papers that are left."""
    if any(set(group) <= set(brought) for group in rule.instead):
        return []
    begun = next((group for group in rule.instead if set(group) & set(brought)), None)
    if begun:
        return [_obstacle(record, "piece-missing", piece=code) for code in begun if code not in brought]
    if piece_item(rule.code) in record.refusals:
        return [_obstacle(record, "piece-refused", piece=rule.code)]
    expired = record.pieces.get(rule.code, Piece()).expired_on is not None
    if not expired and outdated(record, rule):
        return [_obstacle(record, "piece-outdated", piece=rule.code)]
    return [_obstacle(record, "piece-expired" if expired else "piece-missing", piece=rule.code)]


def _obstacle(record: Record, code: str, **params: str | int) -> FieldError:
    return FieldError(str(record.key), code, params)


def settle(submission: Submission, records: Mapping[RecordKey, Record]) -> None:
    """Apply a concluded submission to the records that it held."""
    for key in submission.records:
        records[key].settle(list(submission.items_of(key)))
