"""A submission as its family reads it: where it stands, since when, what was asked and what was decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from gateway.clients.household_submissions import OwnItem, OwnRecord, OwnSubmission, SubmissionDates, SubmissionLine
from gateway.web.family.record_names import record_title
from gateway.web.form_view import field_id
from gateway.web.moments import paris_day
from gateway.web.values import shown

State = Literal["sent", "opened", "accepted", "refused", "withdrawn"]
_WORDS: Mapping[State, str] = {
    "sent": "Transmise, pas encore ouverte par le service",
    "opened": "En cours de traitement",
    "accepted": "Acceptée",
    "refused": "Traitée : des points sont à corriger",
    "withdrawn": "Reprise par vous",
}
_DECISIONS = {"accept": "Accepté", "refuse": "Refusé", "waive": "Dispensé par le service"}


def state_of(dates: SubmissionDates, refused: int) -> State:
    """`refused`: how many items were."""
    if dates["state"] == "withdrawn":
        return "withdrawn"
    if dates["state"] == "concluded":
        return "refused" if refused else "accepted"
    return "opened" if dates["opened_at"] else "sent"


def reference(submission_id: str) -> str:
    """How a submission is named on the telephone: `3F2A-91BC`, the beginning of its id."""
    short = submission_id[:8].upper()
    return f"{short[:4]}-{short[4:]}"


@dataclass(frozen=True)
class LineView:
    """A line of the list. `about`: whose records it touches."""

    line: SubmissionLine

    @property
    def state(self) -> State:
        return state_of(self.line, self.line["refused"])

    @property
    def words(self) -> str:
        return _WORDS[self.state]

    @property
    def reference(self) -> str:
        return reference(self.line["id"])

    @property
    def about(self) -> str:
        return ", ".join(name or "Ma Fiche Famille" for name in self.line["record_names"])


@dataclass(frozen=True)
class ItemView:
    """One thing that was asked.

    Attributes:
        old, new: a field's values in lines.
        where: address of the very field or piece in its record.
    """

    item: OwnItem
    label: str
    old: list[str]
    new: list[str]
    where: str

    @property
    def decision(self) -> str:
        """In words; empty until the decisions are final."""
        return _DECISIONS[self.item["decision"]] if self.item["decision"] else ""

    @property
    def refused(self) -> bool:
        return self.item["decision"] == "refuse"


@dataclass(frozen=True)
class RecordView:
    title: str
    items: list[ItemView]


@dataclass(frozen=True)
class SubmissionView:
    """The whole page. `usual_days`: how long the town usually takes."""

    submission: OwnSubmission
    records: list[RecordView]
    usual_days: int

    @property
    def state(self) -> State:
        return state_of(self.submission, len(self.refused))

    @property
    def words(self) -> str:
        return _WORDS[self.state]

    @property
    def reference(self) -> str:
        return reference(self.submission["id"])

    @property
    def path(self) -> str:
        return f"/mon-espace/demandes/{self.submission['id']}"

    @property
    def waits(self) -> bool:
        return self.state in ("sent", "opened")

    @property
    def may_be_taken_back(self) -> bool:
        return self.state == "sent"

    @property
    def refused(self) -> list[ItemView]:
        return [item for record in self.records for item in record.items if item.refused]

    @property
    def expected_on(self) -> date:
        """Until about when it is usually answered."""
        return expected_on(self.submission["made_at"], self.usual_days)


def expected_on(made_at: str, usual_days: int) -> date:
    """The day on which a submission of that instant is usually answered at the latest."""
    return paris_day(made_at) + timedelta(days=usual_days)


def submission_view(
    submission: OwnSubmission,
    adults: Mapping[str, str],
    usual_days: int,
    diseases: Mapping[str, str] | None = None,
) -> SubmissionView:
    """Put a submission on the page.

    Args:
        adults: names of the household's adults, by id.
        diseases: names of what one is vaccinated against, by code.
    """
    records = [_record(record, adults, diseases or {}) for record in submission["records"]]
    return SubmissionView(submission, records, usual_days)


def _record(record: OwnRecord, adults: Mapping[str, str], diseases: Mapping[str, str]) -> RecordView:
    title = record_title(record["kind"], record["name"])
    return RecordView(title, [_item(record, item, adults, diseases) for item in record["items"]])


def _item(record: OwnRecord, item: OwnItem, adults: Mapping[str, str], diseases: Mapping[str, str]) -> ItemView:
    name = item["field"] or ""
    anchor = f"piece-{item['piece']}" if item["piece"] else field_id(name)
    return ItemView(
        item,
        item["label"],
        shown(name, item["old"], adults, diseases),
        shown(name, item["new"], adults, diseases),
        f"/mon-espace/fiches/{record['key']}#{anchor}",
    )
