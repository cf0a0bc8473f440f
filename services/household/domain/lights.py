"""The light of a record: red, orange or green, and why.

| light  | when |
| ------ | ---- |
| grey   | the child is of age: the record is closed |
| orange | an open submission holds the record |
| green  | all that is required is accepted (or a waived piece), nothing is unsent, no required piece stands refused |
| red    | otherwise |

A piece may have others that stand in for it, all of one group; a paper that ended is asked again like a missing one.

An optional piece that was refused is shown with its reason, and holds nobody back: nothing obliges the family to bring
another one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from services.household.domain.fields import FIELDS
from services.household.domain.ids import RecordKind, piece_item
from services.household.domain.pieces import Catalogue, PieceRule
from services.household.domain.record import Piece, Record


class Light(StrEnum):
    RED = "red"
    ORANGE = "orange"
    GREEN = "green"
    GREY = "grey"


class Status(StrEnum):
    """What to say beside the light; for red the most urgent reason."""

    PENDING = "pending"
    VALID = "valid"
    REFUSED = "refused"
    INCOMPLETE = "incomplete"
    EXPIRED = "expired"
    UNSENT = "unsent"
    OF_AGE = "of-age"


class PieceState(StrEnum):
    MISSING = "missing"
    PENDING = "pending"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WAIVED = "waived"
    EXPIRED = "expired"
    OUTDATED = "outdated"


@dataclass(frozen=True)
class Standing:
    """The light and what to say beside it.

    Attributes:
        refused: refused items that the family has not answered.
        missing: required fields and pieces that were never given.
        unsent: fields were written since the last submission, or files wait that were taken back with one.
        undeclared: before it is handed in the family has to declare it exact.
    """

    light: Light
    status: Status
    refused: int
    missing: int
    unsent: bool
    undeclared: bool = False


_LACKING = (PieceState.MISSING, PieceState.EXPIRED, PieceState.OUTDATED)


def asked_of(catalogue: Catalogue, records: Iterable[Record]) -> Catalogue:
    """What the commune asks of one household, given its records in the order in which they came."""
    return catalogue.for_adults({record.key.id: record.name for record in records if record.kind is RecordKind.ADULT})


def standing(record: Record, catalogue: Catalogue) -> Standing:
    """The light of a record and what explains it."""
    if record.closed_at:
        return Standing(Light.GREY, Status.OF_AGE, 0, 0, unsent=False)
    pieces = catalogue.of(record.kind)
    refused = sum(_refusal_stands(record, name) for name in record.refusals)
    if record.pending:
        return Standing(Light.ORANGE, Status.PENDING, refused, 0, unsent=False)
    lacking = lacking_pieces(record, catalogue)
    kept = [piece for piece in lacking if _taken_back(record, piece)]
    missing = len(missing_fields(record)) + len(lacking) - len(kept) + len(record.asked_again)
    expired = any(piece_state(record, piece) is PieceState.EXPIRED for piece in lacking)
    unsent = bool(kept) or any(not record.stands_refused(name) for name in record.changed)
    if not lacking and not missing and not record.changed and not _required_piece_refused(record, pieces):
        return Standing(Light.GREEN, Status.VALID, refused, 0, unsent=False)
    red = _red(refused, missing, expired=expired)
    return Standing(Light.RED, red, refused, missing, unsent, record.declared_at is None)


def validated(record: Record, catalogue: Catalogue) -> bool:
    """Whether the town accepted everything required of the record, whatever was written since."""
    fields = all(record.accepted.get(rule.name) for rule in FIELDS[record.kind] if rule.required)
    return fields and all(
        record.pieces.get(piece.code, Piece()).satisfied or _stood_in(record, piece)
        for piece in catalogue.of(record.kind)
        if piece.required
    )


def lacking_pieces(record: Record, catalogue: Catalogue) -> list[PieceRule]:
    """The required pieces that were never given or that ended, and for which nothing stands in."""
    return [
        rule
        for rule in catalogue.of(record.kind)
        if rule.required and piece_state(record, rule) in _LACKING and not replaced(record, rule)
    ]


def _taken_back(record: Record, rule: PieceRule) -> bool:
    """Whether the family has files for it that it handed in once, and may hand in again."""
    proves_no_more = outdated(record, rule)

    def stands(code: str) -> bool:
        settled = record.settled_piece(code) and not proves_no_more
        return settled or record.pieces.get(code, Piece()).taken_back

    return any(all(map(stands, group)) for group in ((rule.code,), *rule.instead))


def replaced(record: Record, rule: PieceRule) -> bool:
    """Whether the town has other pieces in its place, all of one group, that prove what is so now."""
    return not outdated(record, rule) and _stood_in(record, rule)


def _stood_in(record: Record, rule: PieceRule) -> bool:
    return any(all(record.settled_piece(code) for code in group) for group in rule.instead)


def piece_state(record: Record, rule: PieceRule) -> PieceState:
    """What to say beside a piece; files not handed in yet are documents' affair."""
    name = piece_item(rule.code)
    if record.pending and name in record.pending.items:
        return PieceState.PENDING
    if name in record.refusals:
        return PieceState.REFUSED
    piece = record.pieces.get(rule.code, Piece())
    if piece.expired_on is not None:
        return PieceState.EXPIRED
    if piece.satisfied and outdated(record, rule):
        return PieceState.OUTDATED
    if piece.accepted:
        return PieceState.ACCEPTED
    return PieceState.WAIVED if piece.waived else PieceState.MISSING


def outdated(record: Record, rule: PieceRule) -> bool:
    """Whether what was accepted proves a former value: the paper of the old address says nothing of the new one."""
    return rule.proves is not None and rule.proves in record.changed and bool(record.accepted.get(rule.proves))


def missing_fields(record: Record) -> list[str]:
    """The required fields without any value."""
    return [rule.name for rule in FIELDS[record.kind] if rule.required and not record.values.get(rule.name)]


def may_submit(record: Record, found: Standing) -> bool:
    """Whether TERMINER may have something to hand in: only documents knows about files not handed in yet.

    Args:
        found: how the record stands.
    """
    return found.light is Light.RED and not found.undeclared and not missing_fields(record)


def _refusal_stands(record: Record, name: str) -> bool:
    return name.startswith("piece.") or record.stands_refused(name)


def _required_piece_refused(record: Record, pieces: tuple[PieceRule, ...]) -> bool:
    return any(
        piece.required and piece_item(piece.code) in record.refusals and not replaced(record, piece) for piece in pieces
    )


def _red(refused: int, missing: int, *, expired: bool) -> Status:
    if refused:
        return Status.REFUSED
    if expired:
        return Status.EXPIRED
    return Status.INCOMPLETE if missing else Status.UNSENT
