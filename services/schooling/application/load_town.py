"""Take over what the commune's folder says: school years, schools, campaigns, streets, sectors, how it decides."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.schooling.application.import_sectors import SectorFileLines, put_sectors
from services.schooling.application.ports import UnitOfWork
from services.schooling.domain.campaign import Campaign
from services.schooling.domain.decisions import RefusalReason
from services.schooling.domain.derogation import CommissionSession, DerogationReason
from services.schooling.domain.school import School, SchoolYear
from services.schooling.domain.sector_file import Refusal, RefusedFor
from services.schooling.domain.streets import KnownAddress, Street


class SectorsRefused(Exception):
    """A map of sectors of the folder has wrong lines: `refused` names them, by the map's place in the list."""

    def __init__(self, place: int, refused: Sequence[Refusal]) -> None:
        super().__init__(place)
        self.place = place
        self.refused = refused


@dataclass(frozen=True)
class TownFiles:
    school_years: Sequence[SchoolYear]
    schools: Sequence[School]
    campaigns: Sequence[Campaign]
    streets: Sequence[Street]
    addresses: Sequence[KnownAddress]
    sectors: Sequence[SectorFileLines]
    derogation_reasons: Sequence[DerogationReason]
    refusal_reasons: Sequence[RefusalReason]
    commissions: Sequence[CommissionSession]


async def load_town(files: TownFiles, uow: UnitOfWork) -> int:
    """All of it or nothing; loading the same files again changes nothing.

    What an operator imported stays: streets as a whole, sectors by cycle and school year. Sectors of the folder may
    then name streets that are no more: those lines are passed over.

    Returns:
        How many rows changed.

    Raises:
        SectorsRefused: a line of a map of sectors is wrong.
        UnknownSchoolYear: sectors are for a year that is not listed.
    """
    async with uow:
        streets_imported = await uow.town.take_turn()
        changed = await uow.calendar.replace_years(files.school_years)
        changed += await uow.schools.replace_all(files.schools)
        changed += await uow.calendar.replace_campaigns(files.campaigns)
        changed += await uow.procedure.replace_derogation_reasons(files.derogation_reasons)
        changed += await uow.procedure.replace_refusal_reasons(files.refusal_reasons)
        changed += await uow.procedure.replace_commissions(files.commissions)
        if not streets_imported:
            register = await uow.register.replace_all(files.streets, files.addresses)
            changed += sum(each.loaded + each.removed for each in (register.streets, register.addresses))
        changed += await _load_sectors(files.sectors, uow, other_streets=streets_imported)
        if changed:
            uow.note_load("schools", schools=len(files.schools), changed=changed)
            await uow.town.advance()
            await uow.commit()
    return changed


async def _load_sectors(maps: Sequence[SectorFileLines], uow: UnitOfWork, *, other_streets: bool) -> int:
    changed = 0
    for place, sectors in enumerate(maps):
        known = await uow.sectors.known(sectors.cycle, sectors.school_year)
        if known is not None and known.imported:
            continue
        done = await put_sectors(sectors, uow)
        passed_over = {RefusedFor.UNKNOWN_STREET} if other_streets else set[RefusedFor]()
        if refused := [refusal for refusal in done.refused if refusal.reason not in passed_over]:
            raise SectorsRefused(place, refused)
        changed += done.loaded + done.removed
    return changed
