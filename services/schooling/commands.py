"""What an operator may ask of schooling; composed by the cli."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from libs.chassis.correlation import new_correlation, set_correlation
from libs.chassis.db import Database
from libs.commune.admission import read_admission
from libs.commune.campaigns import CampaignData, read_campaigns
from libs.commune.profile import read_profile
from libs.commune.schooling import DerogationReasonData, SchoolRefusalData, read_derogation_reasons, read_schooling
from libs.commune.schools import SCHOOLS_FILE, SchoolData, SchoolsData, read_schools
from libs.commune.sectors import SectorFile, read_sectors_at
from libs.commune.source import CommuneError, gather
from libs.commune.streets import BanFile, read_addresses
from libs.domain.errors import NotFound
from services.schooling.adapters.certificate_seal import key_set, was_signed
from services.schooling.adapters.check_rows import hole_row, overlap_row
from services.schooling.adapters.queries_retention import kept
from services.schooling.adapters.queries_town_map import read_addresses as read_known_addresses
from services.schooling.adapters.queries_town_map import read_town
from services.schooling.adapters.unit_of_work import SchoolingUnitOfWork
from services.schooling.api.sector_answers import sector_out
from services.schooling.application.find_sector import Question, find_sector
from services.schooling.application.import_sectors import (
    SectorFileLines,
    SectorsLoaded,
    UnknownSchoolYear,
    import_sectors,
)
from services.schooling.application.import_streets import import_streets
from services.schooling.application.load_town import SectorsRefused, TownFiles, load_town
from services.schooling.application.ports import Changes, RegisterChanges
from services.schooling.application.publish_slots import SlotsPublished, publish
from services.schooling.domain.address_line import parse_address_line
from services.schooling.domain.campaign import Campaign
from services.schooling.domain.decisions import RefusalReason
from services.schooling.domain.derogation import CommissionSession, DerogationReason
from services.schooling.domain.house_number import HouseNumber
from services.schooling.domain.level import Cycle, Level
from services.schooling.domain.school import School, SchoolKind, SchoolYear
from services.schooling.domain.sector import Side
from services.schooling.domain.sector_check import Hole, Overlap, holes, overlaps
from services.schooling.domain.sector_file import Refusal, SectorLine
from services.schooling.domain.slot_plan import SlotPlan, cut
from services.schooling.domain.statement import Statement
from services.schooling.domain.streets import KnownAddress, Street, StreetRegister

__all__ = [
    "Changes",
    "Cycle",
    "Level",
    "RegisterChanges",
    "SectorCheck",
    "SectorsLoaded",
    "SlotPlan",
    "SlotsPublished",
    "UnknownSchool",
    "UnknownSchoolYear",
    "check_sectors",
    "cut",
    "hole_rows",
    "kept",
    "load",
    "load_sectors",
    "load_streets",
    "overlap_rows",
    "publish_slots",
    "sector_of",
    "verify_certificate",
]


@dataclass(frozen=True)
class SectorCheck:
    """What is wrong with the sectors of one cycle. `school_year` is that of the set in force, None: there is none."""

    cycle: Cycle
    school_year: int | None
    overlaps: list[Overlap]
    holes: list[Hole]


async def load(database_url: str, commune_dir: Path) -> dict[str, int]:
    """Take over schools, school years, campaigns, streets and sectors of the commune, all of it or nothing.

    Streets and sectors that an operator imported stay as they are.

    Returns:
        How many of each the files list, and how many rows changed for it.

    Raises:
        libs.commune.source.CommuneError: naming every problem of the files.
    """
    schools = read_schools(commune_dir)
    years = [year.year for year in schools.school_years]
    campaigns, ban, profile, procedure, derogations, _ = gather(
        lambda: read_campaigns(commune_dir, years),
        lambda: read_addresses(commune_dir),
        lambda: read_profile(commune_dir),
        lambda: read_schooling(commune_dir, years),
        lambda: read_derogation_reasons(commune_dir),
        lambda: read_admission(commune_dir),
    )
    maps = gather(
        *(lambda name=each.file: read_sectors_at(commune_dir / name, profile.insee) for each in schools.sectors)
    )
    files = TownFiles(
        school_years=[SchoolYear(year.year, year.rentree) for year in schools.school_years],
        schools=[_school(data) for data in schools.schools],
        campaigns=[_campaign(data) for data in campaigns.campaigns],
        streets=_streets(ban),
        addresses=_addresses(ban),
        sectors=_maps(schools, maps),
        derogation_reasons=[_derogation_reason(data) for data in derogations.reasons],
        refusal_reasons=[_refusal_reason(data) for data in procedure.refusal_reasons],
        commissions=[CommissionSession(data.code, data.school_year, data.held_on) for data in procedure.commissions],
    )
    async with _uow(database_url, "kiosque commune load") as uow:
        try:
            changed = await load_town(files, uow)
        except SectorsRefused as refused:
            name = schools.sectors[refused.place].file
            raise CommuneError([f"{name}: line {each.line}: {each.reason}" for each in refused.refused]) from None
        except UnknownSchoolYear:
            raise CommuneError([f"{SCHOOLS_FILE}: sectors: not among the school years"]) from None
    return {
        "schools": len(files.schools),
        "school years": len(files.school_years),
        "campaigns": len(files.campaigns),
        "derogation reasons": len(files.derogation_reasons),
        "refusal reasons": len(files.refusal_reasons),
        "commission sessions": len(files.commissions),
        "addresses": len(files.addresses),
        "sector rules": sum(len(each.lines) for each in files.sectors),
        "changed": changed,
    }


async def load_streets(database_url: str, ban: BanFile, *, dry_run: bool = False) -> RegisterChanges:
    """Make the file the commune's streets and addresses, all of it or nothing."""
    async with _uow(database_url, "kiosque commune import-streets") as uow:
        return await import_streets(_streets(ban), _addresses(ban), uow, dry_run=dry_run)


async def load_sectors(
    database_url: str,
    file: SectorFile,
    *,
    cycle: Cycle,
    school_year: int,
    deliberation: str | None = None,
    dry_run: bool = False,
) -> SectorsLoaded:
    """Make the right lines of the file the sectors of a cycle from a rentrée on. Raises UnknownSchoolYear."""
    async with _uow(database_url, "kiosque schooling import-sectors") as uow:
        lines = _sector_lines(cycle, school_year, deliberation, file, imported=True)
        return await import_sectors(lines, uow, dry_run=dry_run)


async def sector_of(
    database_url: str, address: str, level: Level, *, on: date | None = None, school_year: int
) -> dict[str, Any]:
    """The sector school of an address on a line: the JSON of `GET /sector`.

    Args:
        on: the day whose sectors are meant; the rentrée of `school_year` without it.

    Raises:
        UnknownSchoolYear: there is no `on`, and the town does not list that year.
    """
    async with _uow(database_url, "kiosque schooling sector") as uow, uow:
        town = await uow.town.read_map()
    day = on or town.rentrees.get(school_year)
    if day is None:
        raise UnknownSchoolYear
    line = parse_address_line(address)
    house = HouseNumber(line.number, line.repetition) if line.number else None
    answer = find_sector(Question(line.street, house, level, day, line.postal_code, line.city), town)
    return sector_out(answer).model_dump(mode="json")


async def check_sectors(
    database_url: str, cycles: Sequence[Cycle], school_year: int
) -> tuple[list[SectorCheck], StreetRegister]:
    """What is wrong with the sectors at a rentrée, and the streets to name. Raises UnknownSchoolYear."""
    async with _uow(database_url, "kiosque schooling check-sectors") as uow, uow:
        town = (await read_town(uow.connection)).understood()
        addresses = await read_known_addresses(uow.connection)
    on = town.rentrees.get(school_year)
    if on is None:
        raise UnknownSchoolYear
    checks = []
    for cycle in cycles:
        sectors = town.sectors.in_force(cycle, on)
        if sectors is None:
            checks.append(SectorCheck(cycle, None, [], []))
        else:
            missed = holes(town.sectors, addresses, cycle, on)
            checks.append(SectorCheck(cycle, sectors.school_year, overlaps(sectors), missed))
    return checks, town.register


class UnknownSchool(Exception):
    """No open school of the commune has this UAI."""


async def publish_slots(database_url: str, plan: SlotPlan, *, dry_run: bool = False) -> SlotsPublished:
    """Publish the slots of one school; the same plan again changes nothing. Raises Invalid, UnknownSchool."""
    async with _uow(database_url, "kiosque schooling publish-slots") as uow:
        try:
            return await publish(plan, "operator:cli", uow, dry_run=dry_run)
        except NotFound:
            raise UnknownSchool from None


def verify_certificate(statement: Mapping[str, str], link: str, keys: str) -> bool:
    """Whether the town signed what is printed. Asks nobody: no network, no database.

    Args:
        statement: what stands on the paper, by the names of `Statement`; days ISO 8601.
        link: what the QR code holds, with its fragment `#<kid>.<signature>`.
        keys: a JWK set, as `/certificats/cles.json` gives it.

    Raises:
        ValueError: the link has no fragment, the keys or a fact are not readable.
    """
    key_id, dot, signature = link.partition("#")[2].partition(".")
    if not dot:
        raise ValueError("the link of the QR code ends in #<key>.<signature>")
    said = Statement(
        number=statement["number"],
        commune=statement["commune"],
        uai=statement["uai"],
        school=statement["school"],
        level=Level(statement["level"]),
        school_year=int(statement["school_year"]),
        last_name=statement["last_name"],
        first_name=statement["first_name"],
        birth_date=date.fromisoformat(statement["birth_date"]),
        issued_on=date.fromisoformat(statement["issued_on"]),
    )
    return was_signed(said, key_id, signature, key_set(keys))


def overlap_rows(checks: Sequence[SectorCheck], register: StreetRegister) -> list[dict[str, Any]]:
    """Every overlap of the checks, a row each, in the order of the streets."""
    rows = [overlap_row(check.cycle, each, register) for check in checks for each in check.overlaps]
    return sorted(rows, key=lambda row: (row["cycle"], row["street"], row["line"], row["other_line"]))


def hole_rows(checks: Sequence[SectorCheck], register: StreetRegister) -> list[dict[str, Any]]:
    """Every street with holes, a row each, in the order of the streets."""
    rows = [hole_row(check.cycle, each, register) for check in checks for each in check.holes]
    return sorted(rows, key=lambda row: (row["cycle"], row["street"], row["why"]))


@asynccontextmanager
async def _uow(database_url: str, application: str) -> AsyncIterator[SchoolingUnitOfWork]:
    set_correlation(new_correlation())
    database = Database(database_url, application=application, pool_size=1)
    try:
        yield SchoolingUnitOfWork(database)
    finally:
        await database.close()


def _school(data: SchoolData) -> School:
    return School(
        uai=data.uai,
        name=data.name,
        kind=SchoolKind(data.kind),
        address=data.address,
        telephone=data.telephone,
        levels=tuple(Level(level) for level in data.levels),
        head=data.head,
        places={
            (year, Level(level)): places for year, levels in data.places.items() for level, places in levels.items()
        },
    )


def _campaign(data: CampaignData) -> Campaign:
    return Campaign(
        code=data.code,
        title=data.title,
        school_year=data.school_year,
        levels=tuple(Level(level) for level in data.levels),
        newcomers=data.newcomers,
        opens_at=data.opens_at,
        closes_at=data.closes_at,
        grace_days=data.grace_days,
        introduction=data.introduction,
        closed_text=data.closed_text,
    )


def _derogation_reason(data: DerogationReasonData) -> DerogationReason:
    return DerogationReason(data.code, data.label, data.legal_basis, data.between_communes, data.proof)


def _refusal_reason(data: SchoolRefusalData) -> RefusalReason:
    return RefusalReason(data.code, data.label, data.legal_basis, frozenset(data.applies_to))


def _streets(ban: BanFile) -> list[Street]:
    return [Street(each.id, each.key, each.name, each.postal_code, each.insee, each.city) for each in ban.street_list()]


def _addresses(ban: BanFile) -> list[KnownAddress]:
    ids = {key: street.id for key, street in ban.streets.items()}
    return [
        KnownAddress(each.id, ids[each.street_key], each.number, each.repetition) for each in ban.addresses.values()
    ]


def _maps(schools: SchoolsData, files: Sequence[SectorFile]) -> list[SectorFileLines]:
    return [
        _sector_lines(Cycle(each.cycle), each.school_year, each.deliberation, file, imported=False)
        for each, file in zip(schools.sectors, files, strict=True)
    ]


def _sector_lines(
    cycle: Cycle, school_year: int, deliberation: str | None, file: SectorFile, *, imported: bool
) -> SectorFileLines:
    return SectorFileLines(
        cycle=cycle,
        school_year=school_year,
        deliberation=deliberation,
        lines=[
            SectorLine(row.line, row.street, _house(row.first), _house(row.last), Side(row.side), row.uai)
            for row in file.rows
        ],
        refused=[Refusal(line, code) for line, code in file.problems],
        imported=imported,
    )


def _house(end: tuple[int, str] | None) -> HouseNumber | None:
    return HouseNumber(*end) if end else None
