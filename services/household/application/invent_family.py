"""Families that do not exist, for demonstrations and measures: lived through by the rules of the domain.

Each is handed in, checked, decided and perhaps changed again: what a record is in the end, its light too, is
what the domain made of it. No event leaves and no file exists: a required paper is one that the town did without.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from uuid import UUID, uuid5

from libs.domain.errors import Invalid
from services.household.application.invented_names import BIRTH_PLACES, BOYS, GIRLS, LAST_NAMES, MEN, WOMEN
from services.household.domain.address import OTHER_STREET
from services.household.domain.checking import Circumstances, Composite, Values
from services.household.domain.child import Child
from services.household.domain.family import Family
from services.household.domain.fields import check_values
from services.household.domain.guardians import DECLARED_ELSEWHERE, NO_SECOND_GUARDIAN
from services.household.domain.handing_in import Desk, make_first_submission, make_submission, settle
from services.household.domain.health import NO, PERMISSIONS, YES
from services.household.domain.ids import (
    AdultId,
    AgentId,
    ChildId,
    FamilyId,
    RecordKey,
    RecordKind,
    RegistrationId,
    StreetId,
    SubmissionId,
)
from services.household.domain.item import Decision, DecisionKind
from services.household.domain.lights import validated
from services.household.domain.pieces import Catalogue
from services.household.domain.record import Piece, Record
from services.household.domain.refusal_reasons import RefusalReason
from services.household.domain.submission import Submission
from services.household.domain.town import Street, Town
from services.household.domain.vaccinations import Disease

_INVENTED = UUID("0d1f5c0e-7a55-4c0b-9a3f-5b1a0c6f7e21")
_CHILDREN_AGES = (3, 11)  # in the year of the rentrée: from the first year of maternelle to the last of élémentaire


class Story(StrEnum):
    """How far a family has come; the lights follow from it.

    Attributes:
        SETTLED: the town accepted everything.
        HALFWAY: the family's own record was never handed in.
        UNSENT: something was changed and not handed in.
        REFUSED: a change was refused.
        WAITING: a change waits for the agents.
    """

    SETTLED = "settled"
    HALFWAY = "halfway"
    UNSENT = "unsent"
    REFUSED = "refused"
    WAITING = "waiting"


_STORIES: Mapping[Story, int] = {
    Story.SETTLED: 55,
    Story.HALFWAY: 15,
    Story.UNSENT: 10,
    Story.REFUSED: 5,
    Story.WAITING: 15,
}


@dataclass(frozen=True)
class Setting:
    """Where and when the families live.

    Attributes:
        streets: the commune's register; without any, addresses name their street as *Autre*.
        diseases: the town's table of vaccinations.
        reason: a reason to refuse a field.
        school_year: 2026 for 2026/2027.
    """

    town: Town
    streets: Mapping[StreetId, Street]
    catalogue: Catalogue
    diseases: Sequence[Disease]
    reason: RefusalReason
    school_year: int
    now: datetime
    today: date

    @cached_property
    def register(self) -> tuple[Street, ...]:
        """The streets in an order that stays."""
        return tuple(sorted(self.streets.values(), key=lambda street: street.id))


@dataclass(frozen=True)
class Holder:
    """Whom the family's account belongs to, and how far the family has come."""

    account_id: UUID
    family_id: UUID
    family_code: str
    email: str
    civility: str
    last_name: str
    first_name: str
    registered_at: datetime
    story: Story


@dataclass
class InventedFamily:
    """What is stored of a family."""

    family: Family
    holder: Holder
    records: list[Record] = field(default_factory=list)
    children: list[Child] = field(default_factory=list)
    submissions: list[Submission] = field(default_factory=list)


def invent_family(seed: int, number: int, setting: Setting) -> InventedFamily:
    """The family of this number: the same persons, the same story at each run; only its days follow the clock.

    Its code is unlike any that the kiosk gives: D1-000042.
    """
    return _Life(seed, number, setting).lived()


class _Life:
    def __init__(self, seed: int, number: int, setting: Setting) -> None:
        self._chance = random.Random(f"{seed}/{number}")  # noqa: S311 - a seed that replays, no secret
        self._seed, self._number, self._setting = seed, number, setting
        self._family = FamilyId(self._id("family"))
        self._agent = AgentId(uuid5(_INVENTED, "agent"))
        self._registered = self._ago(50, 700)

    def lived(self) -> InventedFamily:
        persons = self._persons()
        story = self._chance.choices(list(_STORIES), list(_STORIES.values()))[0]
        adults = [AdultId(key.id) for key in persons if key.kind is RecordKind.ADULT]
        children = [ChildId(key.id) for key in persons if key.kind is RecordKind.CHILD]
        registration = RegistrationId(self._id("registration"))
        family = Family.register(
            self._family,
            f"D{self._seed}-{self._number:06}",
            registration,
            adults=adults,
            children=children,
            at=self._registered,
        )
        family.activate(self._registered + timedelta(hours=1))
        found = InventedFamily(family, self._holder(family, registration, persons, story))
        setting = self._setting
        diseases = [disease.code for disease in setting.diseases]
        here = Circumstances(setting.today, setting.town, setting.streets, adults, diseases)
        desk = Desk((), setting.catalogue.for_adults(dict.fromkeys(adults, "")), here)
        self._register(found, persons, desk)
        if story is not Story.HALFWAY:
            self._complete(found, desk)
        if story not in {Story.HALFWAY, Story.SETTLED}:
            self._go_on(found, desk)
        return found

    def _register(self, found: InventedFamily, persons: Mapping[RecordKey, Values], desk: Desk) -> None:
        """Adults and children are handed in, checked and accepted; the family's own record is written."""
        household = self._household(len(found.family.adults), next(iter(persons.values())))
        shared, errors = check_values(RecordKind.FAMILY, household, desk.circumstances)
        if errors:
            raise Invalid(errors=errors)
        found.records.append(Record(self._family, RecordKey(RecordKind.FAMILY, self._family), values=shared))
        members = [Record(self._family, key, values=values) for key, values in persons.items()]
        for record in members:
            self._do_without_papers(record, desk)
        first = SubmissionId(self._id("submission"))
        submission = make_first_submission(first, self._family, members, desk, self._registered)
        found.records += members
        found.records += [
            Record(self._family, RecordKey(RecordKind.HEALTH, record.key.id))
            for record in members
            if record.kind is RecordKind.CHILD
        ]
        found.children += [
            Child.declare(ChildId(record.key.id), self._family, record.values)
            for record in members
            if record.kind is RecordKind.CHILD
        ]
        found.submissions.append(submission)
        self._decide(submission, found, self._registered + self._days(1, 10))

    def _complete(self, found: InventedFamily, desk: Desk) -> None:
        """The family's own record and the fiches sanitaires follow."""
        self._do_without_papers(found.records[0], desk)
        at = self._registered + self._days(11, 15)
        health = [record for record in found.records if record.kind is RecordKind.HEALTH]
        for record in health:
            self._write(record, self._health(found, record), desk, at)
        submission = self._hand_in("completed", found, [found.records[0], *health], desk, at)
        self._decide(submission, found, at + self._days(1, 10))

    def _go_on(self, found: InventedFamily, desk: Desk) -> None:
        """A change, some days ago."""
        record, at = self._chance.choice(found.records), self._ago(3, 20)
        self._write(record, self._change_of(record), desk, at)
        if found.holder.story is Story.UNSENT:
            return
        submission = self._hand_in("change", found, [record], desk, at)
        if found.holder.story is Story.REFUSED:
            self._decide(submission, found, at + self._days(1, 3), Decision(DecisionKind.REFUSE, self._setting.reason))

    def _write(self, record: Record, values: Values, desk: Desk, at: datetime) -> None:
        record.save(values, record.version, desk.circumstances, at, declared=True)

    def _hand_in(
        self, what: str, found: InventedFamily, records: Sequence[Record], desk: Desk, at: datetime
    ) -> Submission:
        for record in records:
            record.declared_at = record.declared_at or at
        submission = make_submission(SubmissionId(self._id(what)), self._family, records, desk, at)
        found.submissions.append(submission)
        return submission

    def _decide(
        self, submission: Submission, found: InventedFamily, at: datetime, refusal: Decision | None = None
    ) -> None:
        if refusal:
            for item in submission.items:
                submission.decide(item, refusal, self._agent, at)
        submission.accept_rest(self._agent, at)
        submission.conclude(self._agent, at)
        records = {record.key: record for record in found.records}
        settle(submission, records)
        children = {child.id: child for child in found.children}
        for key in submission.records:
            if key.kind is RecordKind.CHILD:
                accepted = validated(records[key], self._setting.catalogue)
                children[ChildId(key.id)].settle(self._family, records[key].accepted, validated=accepted)

    def _do_without_papers(self, record: Record, desk: Desk) -> None:
        for piece in desk.catalogue.of(record.kind):
            if piece.required:
                record.pieces[piece.code] = Piece(waived=True)

    # ------------------------------------------------------------------------------------------------------- persons

    def _persons(self) -> dict[RecordKey, Values]:
        """As typed, adults first."""
        chance = self._chance
        last_name, together = chance.choice(LAST_NAMES), chance.random() < 0.6
        persons: dict[RecordKey, Values] = {}
        for place in range(1 + together):
            woman = chance.random() < 0.5
            persons[RecordKey(RecordKind.ADULT, self._id(f"adult/{place}"))] = {
                "civility": "madame" if woman else "monsieur",
                "last_name": last_name if not place or chance.random() < 0.7 else chance.choice(LAST_NAMES),
                "first_name": chance.choice(WOMEN if woman else MEN),
                "sex": "feminin" if woman else "masculin",
                "birth_date": self._born(24, 48),
                "mobile": self._mobile(),
            }
        guardians = self._guardians([str(key.id) for key in persons])
        girls, boys = list(GIRLS), list(BOYS)
        for place in range(chance.choice((1, 1, 2, 2, 3))):
            girl = chance.random() < 0.5
            names = girls if girl else boys
            persons[RecordKey(RecordKind.CHILD, self._id(f"child/{place}"))] = {
                "last_name": last_name,
                "first_name": names.pop(chance.randrange(len(names))),
                "sex": "feminin" if girl else "masculin",
                "birth_date": self._born(*_CHILDREN_AGES),
                "birth_place": chance.choice(BIRTH_PLACES),
                "guardians": guardians,
            }
        return persons

    def _guardians(self, adults: list[str]) -> Composite:
        chance = self._chance
        if len(adults) > 1:
            return {"guardians": adults}
        if chance.random() < 0.5:
            return {"guardians": adults, "second_guardian": NO_SECOND_GUARDIAN}
        return {
            "guardians": adults,
            "second_guardian": DECLARED_ELSEWHERE,
            "elsewhere_link": "autre",
            "elsewhere_last_name": chance.choice(LAST_NAMES),
            "elsewhere_first_name": chance.choice(WOMEN + MEN),
        }

    def _household(self, adults: int, first: Values) -> Values:
        situations = ("marie", "pacse", "concubinage") if adults > 1 else ("celibataire", "divorce", "separe")
        return {
            **{name: first[name] for name in ("civility", "last_name", "first_name", "mobile")},
            "family_situation": self._chance.choice(situations),
            "address": self._address(1, 120),
        }

    def _health(self, found: InventedFamily, record: Record) -> Values:
        """A child in good health, vaccinated as the law asks."""
        born = next(child.birth_date for child in found.children if child.id == record.key.id)
        return {
            "persons_to_call": [self._somebody("Grand-parent")],
            "doctor": {"name": f"Dr {self._chance.choice(LAST_NAMES)}", "telephone": self._mobile()},
            "care_plan": {"answer": NO, "measures": None},
            "vaccinations": {
                disease.code: min(born + timedelta(days=480), self._setting.today).isoformat()
                for disease in self._setting.diseases
                if disease.duty_of(born)
            },
            "permissions": {permission: self._chance.choice((YES, NO)) for permission in PERMISSIONS},
        }

    def _somebody(self, link: str) -> Composite:
        return {
            "last_name": self._chance.choice(LAST_NAMES),
            "first_name": self._chance.choice(WOMEN + MEN),
            "link": link,
            "telephone": self._mobile(),
        }

    def _landline(self) -> str:
        """As `_mobile`, 04 65 71 00 00 to 99 99."""
        number = f"{self._chance.randrange(10000):04}"
        return f"04 65 71 {number[:2]} {number[2:]}"

    def _mobile(self) -> str:
        """Of the numbers that the regulator keeps for fiction (06 39 98 00 00 to 99 99, Arcep)."""
        number = f"{self._chance.randrange(10000):04}"
        return f"06 39 98 {number[:2]} {number[2:]}"

    def _address(self, least: int, most: int) -> Composite:
        """A house of the commune whose number lies between these."""
        register, town = self._setting.register, self._setting.town
        street = self._chance.choice(register) if register else None
        return {
            "country": "FR",
            "postal_code": street.postal_code if street else min(town.postal_codes),
            "city": street.city if street else town.name,
            "street_number": str(self._chance.randint(least, most)),
            "street_id": str(street.id) if street else OTHER_STREET,
            "street_other": None if street else "Rue inventée",
        }

    def _change_of(self, record: Record) -> Values:
        """Something that was not there. Nobody moves: that would ask for a paper, and no file exists."""
        if record.kind is RecordKind.FAMILY:
            return {"landline": self._landline()}
        if record.kind is RecordKind.ADULT:
            return {"birth_name": self._chance.choice(LAST_NAMES)}
        if record.kind is RecordKind.HEALTH:
            return {"persons_allowed": [self._somebody("Voisin ou voisine")]}
        now = record.values.get("birth_place")
        return {"birth_place": self._chance.choice([place for place in BIRTH_PLACES if place != now])}

    def _holder(
        self, family: Family, account: RegistrationId, persons: Mapping[RecordKey, Values], story: Story
    ) -> Holder:
        """The first adult."""
        first = next(iter(persons.values()))
        return Holder(
            account_id=account,
            family_id=family.id,
            family_code=family.code,
            email=f"famille.{family.code.lower()}@example.org",
            civility="madame" if first["sex"] == "feminin" else "monsieur",
            last_name=str(first["last_name"]),
            first_name=str(first["first_name"]),
            registered_at=self._registered,
            story=story,
        )

    # --------------------------------------------------------------------------------------------------- ids and days

    def _id(self, what: str) -> UUID:
        return uuid5(_INVENTED, f"{self._seed}/{self._number}/{what}")

    def _born(self, youngest: int, oldest: int) -> str:
        year = self._setting.school_year - self._chance.randint(youngest, oldest)
        return date(year, self._chance.randint(1, 12), self._chance.randint(1, 28)).isoformat()

    def _ago(self, least: float, most: float) -> datetime:
        return self._setting.now - self._days(least, most)

    def _days(self, least: float, most: float) -> timedelta:
        return timedelta(days=self._chance.uniform(least, most))
