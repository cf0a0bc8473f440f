"""A submission as an agent reads it: old and new value per field, files per piece, what is decided."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gateway.clients.household import Item, RefusalReason, Submission, SubmittedChild, SubmittedRecord
from gateway.clients.identity_claims import FamilyAccount
from gateway.web.agents.choice import Choice
from gateway.web.form_view import Complaint, field_id
from gateway.web.moments import day, today
from gateway.web.values import shown
from libs.french.names import family_name, full_name

_TITLES = {"family": "Fiche famille", "adult": "Fiche adulte", "child": "Fiche enfant", "health": "Fiche sanitaire"}
_DECIDED = {"": "À décider", "accept": "Accepté", "refuse": "Refusé", "waive": "Dispensé"}
INPUTS = ("decision", "reason", "comment", "waiver")
RESERVED = "Réservé aux agents habilités à lire les données de santé."


@dataclass(frozen=True)
class ItemView:
    """One thing to decide.

    Attributes:
        record: the title of its record.
        old, new: the lines of a field's values; empty for a piece.
        reasons: those that apply.
        choice: what stands in the inputs.
        decided: what household holds.
        by: who decided, in words; empty for the agent who looks.
        errors: by input, see INPUTS.
        reserved: a health paper, which this agent may neither open nor decide on.
    """

    item: Item
    record: str
    label: str
    old: list[str]
    new: list[str]
    reasons: list[RefusalReason]
    choice: Choice
    decided: Choice
    by: str
    errors: Mapping[str, str]
    reserved: bool

    @property
    def anchor(self) -> str:
        return f"element-{field_id(self.item['key'])}"

    @property
    def full_label(self) -> str:
        return f"{self.record}, {self.label}"

    @property
    def word(self) -> str:
        """What is decided, in a word."""
        return _DECIDED[self.decided.decision]

    @property
    def reason_label(self) -> str:
        """As the family reads it."""
        decision = self.item["decision"]
        return (decision["reason_label"] if decision else None) or ""

    @property
    def dated(self) -> str:
        """The date of the paper, as the family gave it."""
        found = self.item.get("paper_date")
        if not found:
            return ""
        if found["asks"] == "expires":
            return f"Valable jusqu'au {day(found['day'])}, selon la famille"
        until = f", compte jusqu'au {day(found['expires_on'])}" if found["expires_on"] else ""
        return f"Document du {day(found['day'])}, selon la famille{until}"

    @property
    def ended_on(self) -> str:
        """The last day on which the paper counted; empty while it counts. It did when the family handed it in."""
        found = self.item.get("paper_date")
        ends = found["expires_on"] if found else None
        return day(ends) if ends and date.fromisoformat(ends) < today() else ""

    @property
    def waits_for_scan(self) -> bool:
        return any(document["scan"] == "pending" for document in self.item["documents"])

    @property
    def infected(self) -> bool:
        return any(document["scan"] == "infected" for document in self.item["documents"])

    @property
    def acceptable(self) -> bool:
        """Nobody accepts what nobody may open."""
        return not (self.waits_for_scan or self.infected)

    def input_id(self, name: str) -> str:
        return field_id(f"{name}:{self.item['key']}")


@dataclass(frozen=True)
class RecordView:
    """A record that the submission touches.

    Attributes:
        declared_at: when the family declared it exact.
        child: of a child's record, its other homes and whether they disagree.
        hidden, hidden_undecided: how many items this agent may not see, and how many of those nobody has decided.
    """

    key: str
    title: str
    items: list[ItemView]
    declared_at: str | None
    hidden: int
    hidden_undecided: int
    child: SubmittedChild | None = None

    @property
    def undecided(self) -> list[ItemView]:
        return [view for view in self.items if not view.decided.decision]


@dataclass(frozen=True)
class FileView:
    """The whole submission, with its counts. `account`: None while identity has not heard of the family."""

    submission: Submission
    name: str
    adults: list[str]
    address: list[str]
    records: list[RecordView]
    account: FamilyAccount | None

    @property
    def path(self) -> str:
        return f"/agents/foyers/{self.submission['id']}"

    @property
    def is_open(self) -> bool:
        return self.submission["state"] == "open"

    @property
    def items(self) -> list[ItemView]:
        return [view for record in self.records for view in record.items]

    @property
    def undecided(self) -> list[ItemView]:
        return [view for record in self.records for view in record.undecided]

    @property
    def hidden_undecided(self) -> int:
        """What somebody else has to decide: a health item that this agent may not see."""
        return sum(record.hidden_undecided for record in self.records)

    @property
    def accepted(self) -> int:
        return sum(view.decided.decision == "accept" for view in self.items)

    @property
    def waived(self) -> int:
        return sum(view.decided.decision == "waive" for view in self.items)

    @property
    def refused(self) -> int:
        return sum(view.decided.decision == "refuse" for view in self.items)

    @property
    def tally(self) -> str:
        """`4 acceptés, 1 refusé`; empty while nothing is decided."""
        counts = {"accepté": self.accepted, "refusé": self.refused, "dispensé": self.waived}
        return ", ".join(f"{count} {word}{'s' if count > 1 else ''}" for word, count in counts.items() if count)

    @property
    def complaints(self) -> list[Complaint]:
        """What is wrong with the inputs, in the order of the page."""
        return [
            Complaint(view.input_id(name), f"{view.full_label} : {view.errors[name]}")
            for view in self.items
            for name in INPUTS
            if name in view.errors
        ]

    @property
    def left(self) -> list[Complaint]:
        """What is not decided yet: a line a record, that leads to its first such item."""
        left = []
        for record in self.records:
            mine = [view for view in record.undecided if not view.reserved]
            others = record.hidden_undecided + len(record.undecided) - len(mine)
            if mine:
                left.append(Complaint(mine[0].input_id("decision"), f"{record.title} : {_left(len(mine))}"))
            if others:
                left.append(Complaint(record.key, f"{record.title} : {_left(others)} {RESERVED}"))
        return left

    @property
    def left_at(self) -> str:
        """Where the first thing stands that this agent has to decide; else the first that somebody else has to."""
        mine = [view.anchor for view in self.undecided if not view.reserved]
        return next(iter([*mine, *(complaint.anchor for complaint in self.left)]), "")

    def complain(self, views: Iterable[ItemView], sentence: str) -> list[Complaint]:
        """The same sentence for several items."""
        return [Complaint(view.input_id("decision"), f"{view.full_label} : {sentence}") for view in views]

    @property
    def seen(self) -> str:
        """What is decided now, item by item: the form carries it, so that a second agent's decision is noticed."""
        return " ".join(view.decided.mark for view in self.items)


def file_view(
    submission: Submission,
    reasons: Sequence[RefusalReason],
    agent_id: str,
    typed: Mapping[str, Choice] | None = None,
    errors: Mapping[str, Mapping[str, str]] | None = None,
    *,
    health: bool = True,
    diseases: Mapping[str, str] | None = None,
    account: FamilyAccount | None = None,
) -> FileView:
    """Put a submission on the page.

    Args:
        agent_id: who is looking.
        health: whether they may read what concerns a child's health.
        diseases: the names of what one is vaccinated against, by code.
        typed: what the form brought, by item key, where it was not kept.
        errors: the sentence of each wrong input, by item key.
        account: how the family's account stands.
    """
    family = submission["family"]
    adults = {adult["id"]: _person(adult["first_name"], adult["last_name"]) for adult in family["adults"]}
    look = _Look(reasons, adults, agent_id, typed or {}, errors or {}, health, diseases or {})
    records = [look.record(record) for record in submission["records"]]
    return FileView(
        submission,
        _family_name(submission),
        list(adults.values()),
        shown("address", family["address"]),
        records,
        account,
    )


@dataclass(frozen=True)
class _Look:
    reasons: Sequence[RefusalReason]
    adults: Mapping[str, str]
    agent_id: str
    typed: Mapping[str, Choice]
    errors: Mapping[str, Mapping[str, str]]
    health: bool
    diseases: Mapping[str, str]

    def record(self, record: SubmittedRecord) -> RecordView:
        title = _TITLES[record["kind"]]
        if record["kind"] != "family" and record["name"]:
            title = f"{title} : {record['name']}"
        return RecordView(
            record["key"],
            title,
            [self.item(title, item) for item in record["items"]],
            record["declared_at"],
            record["hidden_items"],
            record["hidden_undecided"],
            record.get("child"),
        )

    def item(self, record: str, item: Item) -> ItemView:
        name, key = item["field"] or "", item["key"]
        decided = Choice.of(item["decision"])
        return ItemView(
            item,
            record,
            item["label"],
            shown(name, item["old"], self.adults, self.diseases),
            shown(name, item["new"], self.adults, self.diseases),
            _fitting(item, self.reasons),
            self.typed.get(key, decided),
            decided,
            self._by(item),
            self.errors.get(key, {}),
            item["health"] and not self.health,
        )

    def _by(self, item: Item) -> str:
        decision = item["decision"]
        if decision is None:
            return ""
        if decision["by"] is None:
            return "antivirus"
        return "" if decision["by"] == self.agent_id else "autre agent"


def _fitting(item: Item, reasons: Sequence[RefusalReason]) -> list[RefusalReason]:
    """The same rule as household's: `field`, `piece`, or the very name."""
    wanted = {"piece", item["piece"]} if item["piece"] else {"field", item["field"]}
    return [reason for reason in reasons if wanted & set(reason["applies_to"])]


def _left(count: int) -> str:
    return f"{count} éléments restent à décider." if count > 1 else "1 élément reste à décider."


def _person(first_name: str | None, last_name: str | None) -> str:
    return full_name(first_name, last_name) or "Adulte du foyer"


def _family_name(submission: Submission) -> str:
    names = [family_name(adult["last_name"]) for adult in submission["family"]["adults"]]
    return " / ".join(dict.fromkeys(name for name in names if name)) or submission["family"]["code"]
