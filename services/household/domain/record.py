"""A record (fiche): what the town accepted, what the family wrote since, what was refused, and its pieces."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from libs.domain.aggregate import Aggregate
from libs.domain.errors import FieldError, Invalid, StaleVersion
from libs.french.names import full_name
from services.household.domain.checking import Circumstances, Value, Values
from services.household.domain.errors import MemberNeeded, RecordClosed, RecordLocked
from services.household.domain.fields import FIELDS, RecordField, as_typed, check_field, urgent
from services.household.domain.guardians import without_adult
from services.household.domain.ids import (
    AdultId,
    DocumentId,
    FamilyId,
    ItemKey,
    RecordKey,
    RecordKind,
    SubmissionId,
    piece_item,
)
from services.household.domain.item import DecisionKind, Item

GUARDIANS = "guardians"


class AskedAgain(StrEnum):
    """Why a field is to be looked at anew though the town accepted it once."""

    GUARDIAN_LEFT = "guardian-left"
    CHANGED_ELSEWHERE = "changed-elsewhere"


@dataclass(frozen=True)
class Refusal:
    """Why the town refused an item; `value` is the refused one, when it is a field."""

    reason_label: str
    comment: str | None
    value: Value = None


@dataclass(frozen=True)
class Piece:
    """What became of a piece in this record.

    Attributes:
        documents: the files last handed in, oldest first.
        settled: the files that the town last accepted or did with (waived).
        refused: every file ever refused here: it counts for nothing again.
        taken_back: the family has files here that it handed in and took back.
        expired_on: the last day on which what was settled counted; the town asks for another one since.
        ends: the same of what lies with the town, and is not settled yet.
    """

    documents: tuple[DocumentId, ...] = ()
    settled: tuple[DocumentId, ...] = ()
    refused: frozenset[DocumentId] = frozenset()
    accepted: bool = False
    waived: bool = False
    taken_back: bool = False
    expired_on: date | None = None
    ends: date | None = None

    @property
    def satisfied(self) -> bool:
        return (self.accepted or self.waived) and self.expired_on is None


@dataclass(frozen=True)
class Pending:
    """The open submission that holds the record, and the names of its items there.

    Attributes:
        answered: the refusals that these items answer: they stand again if the family takes the submission back.
        replaced: the files that each piece's new ones stand in for.
    """

    submission_id: SubmissionId
    items: frozenset[str]
    answered: Mapping[str, Refusal] = field(default_factory=dict)
    replaced: Mapping[str, tuple[DocumentId, ...]] = field(default_factory=dict)


_UNNAMED = {RecordKind.ADULT: "Nouvel adulte", RecordKind.CHILD: "Nouvel enfant"}
"""Somebody of whom the form was begun, and not yet the name."""


@dataclass
class Record(Aggregate):
    """One record of one family.

    Attributes:
        values: what the family wrote last, field by field: checked values, or as typed where that passes no check.
        accepted: what the town accepted.
        refusals, pieces: by item name (`last_name`, `piece.<code>`) and by code.
        declared_at: when the family declared these values exact; None since they changed.
        said_at: when the family last said each urgent field, which stands accepted without a decision.
        asked_again: fields to look at anew, and why, until the family writes them.
        frozen: the child's homes disagree: what both know does not change until the town settles it.
        closed_at: when the child came of age; the record is only read since.
    """

    family_id: FamilyId
    key: RecordKey
    values: Values = field(default_factory=dict)
    accepted: Values = field(default_factory=dict)
    refusals: dict[str, Refusal] = field(default_factory=dict)
    pieces: dict[str, Piece] = field(default_factory=dict)
    pending: Pending | None = None
    declared_at: datetime | None = None
    said_at: dict[str, datetime] = field(default_factory=dict)
    asked_again: dict[str, AskedAgain] = field(default_factory=dict)
    frozen: bool = False
    closed_at: datetime | None = None

    @property
    def known(self) -> bool:
        """Whether the town accepted who the person is."""
        return all(self.accepted.get(name) for name in ("last_name", "first_name", "birth_date"))

    @property
    def removable(self) -> bool:
        """Whether the family may simply take the person out again."""
        return self.kind in (RecordKind.ADULT, RecordKind.CHILD) and not self.pending and not self.known

    @property
    def open(self) -> bool:
        """Whether the family may write in it."""
        return self.pending is None and self.closed_at is None

    def is_frozen(self, rule: RecordField) -> bool:
        """What concerns a child's safety is never held up."""
        return self.frozen and rule.shared and not rule.urgent

    @property
    def kind(self) -> RecordKind:
        return self.key.kind

    @property
    def name(self) -> str:
        """Of the person, once there is any; empty for a family's record and a fiche sanitaire."""
        if self.kind is RecordKind.FAMILY:
            return ""
        first, last = (self.values.get(part) or self.accepted.get(part) for part in ("first_name", "last_name"))
        return full_name(str(first or ""), str(last or "")) or _UNNAMED.get(self.kind, "")

    def same_child(self, other: "Record") -> bool:
        """Whether another child's record is about the same child. Twins have two names."""
        return same_child(self.values, other.values)

    @property
    def changed(self) -> list[str]:
        """The fields whose value is not the accepted one, in the order of the screen."""
        return [rule.name for rule in FIELDS[self.kind] if self.values.get(rule.name) != self.accepted.get(rule.name)]

    def stands_refused(self, name: str) -> bool:
        """Whether a field still has the value that the town refused."""
        refusal = self.refusals.get(name)
        return refusal is not None and refusal.value == self.values.get(name)

    def save(
        self,
        typed: Mapping[str, Value],
        version: int,
        circumstances: Circumstances,
        at: datetime,
        *,
        checked: bool = True,
        declared: bool | None = None,
    ) -> list[str]:
        """ENREGISTRER: keep what the family wrote in these fields; the others stay.

        Args:
            version: the one that the family read.
            at: now.
            checked: refuse what breaks a rule instead of keeping it as typed.
            declared: whether the family declares its values exact; None when it says nothing about it.

        Returns:
            The urgent fields that apply from now on with another value.

        Raises:
            RecordLocked: the record lies with the town, and it is not about urgent fields alone.
            RecordClosed, StaleVersion, Invalid
        """
        if self.pending and not all(urgent(self.kind, name) for name in typed):
            raise RecordLocked
        if self.closed_at:
            raise RecordClosed
        if version != self.version:
            raise StaleVersion
        rules = {rule.name: rule for rule in FIELDS[self.kind]}
        errors = [FieldError(name, "unknown-field") for name in typed if name not in rules]
        saved, sound = dict(self.values), list[RecordField]()
        for name, value in typed.items():
            if rule := rules.get(name):
                checked_value, refused = check_field(rule, value, circumstances)
                errors += refused
                saved[name] = as_typed(value) if refused else checked_value
                if self.is_frozen(rule) and saved[name] not in (self.values.get(name), self.accepted.get(name)):
                    refused = [FieldError(name, "shared-frozen")]
                    errors += refused
                    saved[name] = self.values.get(name)
                sound += [] if refused else [rule]
        if errors and (checked or any(error.code == "unknown-field" for error in errors)):
            raise Invalid(errors=errors)
        if any(saved.get(name) != self.values.get(name) for name in typed):
            self.declared_at = None
        written = {name for name in saved if saved[name] != self.values.get(name)}
        self.asked_again = {name: why for name, why in self.asked_again.items() if name not in written}
        self.values = saved
        if declared is not None and not self.pending:
            self.declared_at = (self.declared_at or at) if declared else None
        self._forget_answered()
        return self._say([rule.name for rule in sound if rule.urgent], at)

    def _say(self, names: Collection[str], at: datetime) -> list[str]:
        """These urgent fields apply as they are written; the names of those that changed by it."""
        changed = [name for name in names if self.values.get(name) != self.accepted.get(name)]
        for name in changed:
            self.accepted[name] = self.values.get(name)
            self.said_at[name] = at
        return changed

    def _forget_answered(self) -> None:
        """A refused field set back to its accepted value asks for nothing any more."""
        changed = self.changed
        self.refusals = {n: r for n, r in self.refusals.items() if n in changed or n.startswith("piece.")}

    def hold(self, submission_id: SubmissionId, items: Collection[Item]) -> None:
        """The record lies with the town now."""
        names = frozenset(item.key.name for item in items)
        self.pending = Pending(
            submission_id,
            names,
            {name: refusal for name, refusal in self.refusals.items() if name in names},
            {code: self.pieces.get(code, Piece()).documents for item in items if (code := item.key.piece)},
        )
        for item in items:
            self.refusals.pop(item.key.name, None)
            self.asked_again.pop(item.key.name, None)
            if code := item.key.piece:
                self.pieces[code] = replace(
                    self.pieces.get(code, Piece()), documents=tuple(item.documents), taken_back=False
                )
            else:
                self.values[item.key.name] = item.new

    def take_back(self) -> None:
        """The family has it again as it was before it handed it in, with all that it wrote."""
        if self.pending is None:
            return
        self.refusals |= self.pending.answered
        for code, documents in self.pending.replaced.items():
            self.pieces[code] = replace(self.pieces[code], documents=documents, taken_back=True, ends=None)
        self.pending = None

    def settle(self, items: Collection[Item]) -> None:
        """The decisions are final: what was accepted applies; what was refused stays as the family wrote it."""
        self.pending = None
        for item in items:
            if item.key.piece:
                self._settle_piece(item.key.piece, item)
            else:
                self._settle_field(item)

    def _settle_field(self, item: Item) -> None:
        name = item.key.name
        if item.refused:
            self.refusals[name] = _refusal(item)
        else:
            self.accepted[name] = item.new

    def _settle_piece(self, code: str, item: Item) -> None:
        piece = self.pieces.get(code, Piece())
        documents = tuple(item.documents)
        if item.refused:
            self.refusals[piece_item(code)] = _refusal(item)
            self.pieces[code] = replace(piece, documents=documents, refused=piece.refused | set(documents), ends=None)
            return
        accepted = item.decision is not None and item.decision.kind is DecisionKind.ACCEPT
        self.pieces[code] = replace(
            piece,
            documents=documents,
            settled=documents,
            accepted=accepted,
            waived=not accepted,
            expired_on=piece.ends if accepted else None,
            ends=None,
        )

    def expire(self, code: str, documents: Collection[DocumentId], on: date) -> bool:
        """A paper ended and is asked again. False when it is not the one that counts: replaced or refused since.

        One that lies with the town is asked again once it is accepted; a waiver does without.
        """
        piece = self.pieces.get(code, Piece())
        if self.pending and piece_item(code) in self.pending.items and set(documents) & set(piece.documents):
            self.pieces[code] = replace(piece, ends=on)
            return piece.ends is None
        if not set(documents) & set(piece.settled) or piece.expired_on is not None:
            return False
        self.pieces[code] = replace(piece, expired_on=on)
        return True

    def settled_piece(self, code: str) -> bool:
        """Whether the town has the piece, or does without, and nothing about it stands refused."""
        return self.pieces.get(code, Piece()).satisfied and piece_item(code) not in self.refusals

    def lose_guardians(self, adults: Collection[AdultId]) -> bool:
        """Whoever was responsible and is no adult of the household any more: the family is asked anew.

        Args:
            adults: of the household now.

        Returns:
            Whether anybody was lost.
        """
        choice = self.accepted.get(GUARDIANS)
        named = choice.get(GUARDIANS) if isinstance(choice, dict) else None
        gone = [AdultId(UUID(text)) for text in named or [] if AdultId(UUID(text)) not in adults]
        if not gone:
            return False
        del self.accepted[GUARDIANS]
        self._forget_adults(gone)
        self.asked_again[GUARDIANS] = AskedAgain.GUARDIAN_LEFT
        return True

    def forget_adult(self, adult_id: AdultId) -> None:
        """An adult whom the town never knew was taken out of the household. Raises MemberNeeded."""
        if self.pending or _names(self.accepted.get(GUARDIANS), adult_id):
            if _names(self.accepted.get(GUARDIANS), adult_id) or _names(self.values.get(GUARDIANS), adult_id):
                raise MemberNeeded
            return
        self._forget_adults([adult_id])

    def _forget_adults(self, adults: Collection[AdultId]) -> None:
        for adult_id in adults:
            if _names(written := self.values.get(GUARDIANS), adult_id) and isinstance(written, dict):
                self.values[GUARDIANS] = without_adult(written, adult_id)

    def take_over(self, told: Values, said_at: Mapping[str, datetime]) -> bool:
        """The town accepted these facts from the child's other home: they are accepted here too.

        What this home wrote and did not send stays, to be looked at again; what it sent stays for the town to decide.

        Args:
            said_at: since when urgent ones stand.

        Returns:
            Whether anything here changed.
        """
        changed = False
        for name, value in told.items():
            if self.accepted.get(name) == value:
                continue
            changed = True
            untouched = self.values.get(name) in (self.accepted.get(name), value)
            self.accepted[name] = value
            if name in said_at:
                self.said_at[name] = said_at[name]
            if untouched:
                self.values[name] = value
            elif not self.pending:
                self.asked_again[name] = AskedAgain.CHANGED_ELSEWHERE
        if changed and not self.pending:
            self._forget_answered()
        return changed

    def close(self, at: datetime) -> None:
        """The child is of age."""
        self.closed_at = at

    def item_key(self, name: str) -> ItemKey:
        return ItemKey(self.key, name)


def same_child(one: Values, other: Values) -> bool:
    """Whether two children have one first name and one birth date."""
    return _who_is(one) == _who_is(other) and None not in _who_is(one)


def _who_is(child: Values) -> tuple[str | None, Value]:
    return str(child.get("first_name") or "").casefold() or None, child.get("birth_date") or None


def _names(choice: Value, adult_id: AdultId) -> bool:
    named = choice.get(GUARDIANS) if isinstance(choice, dict) else None
    return str(adult_id) in (named or [])


def _refusal(item: Item) -> Refusal:
    return Refusal(item.reason_label, item.comment, item.new)
