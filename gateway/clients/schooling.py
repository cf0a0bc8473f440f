"""schooling: the schools of the commune, and whose sector an address is in."""

from typing import NotRequired, TypedDict

from gateway.clients.family_data import FamilyData
from gateway.clients.schooling_admission import AdmissionCalls
from gateway.clients.schooling_agents import AgentSchooling
from gateway.clients.schooling_families import FamilySchooling


class School(TypedDict):
    uai: str
    name: str
    kind: str
    address: str
    telephone: str
    levels: list[str]
    head: str | None


class SectorQuestion(TypedDict):
    """`street_id` of the register, or `street`, a name; `number` 0 for a house without one; `school_year` is 2026."""

    street_id: NotRequired[str]
    street: NotRequired[str]
    number: str
    repetition: str
    level: str
    school_year: str


class SectorSchool(TypedDict):
    uai: str
    name: str


class SectorAnswer(TypedDict):
    """`school` is null where the town settles it; `explanation` says by which rule, or why, in French."""

    street: str | None
    school: SectorSchool | None
    explanation: str


class SchoolYear(TypedDict):
    """`year` 2026 is 2026/2027; `rentree` is its first day, ISO."""

    year: int
    rentree: str


class SchoolingClient(FamilySchooling, AgentSchooling, AdmissionCalls, FamilyData):
    """Every method raises Problem and Unavailable."""

    async def school_years(self, bearer: str) -> list[SchoolYear]:
        years: list[SchoolYear] = (await self.call("GET", "/school-years", bearer)).body
        return years

    async def schools(self, bearer: str) -> list[School]:
        schools: list[School] = (await self.call("GET", "/schools", bearer)).body
        return schools

    async def sector(self, bearer: str, question: SectorQuestion) -> SectorAnswer:
        asked = {name: str(value) for name, value in question.items() if value}
        answer: SectorAnswer = (await self.call("GET", "/sector", bearer, query=asked)).body
        return answer
