"""All that is needed to tell an address its school: streets, sectors, schools and school years, in memory."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.schooling.domain.sector_file import KnownSchools
from services.schooling.domain.sector_map import SectorMap
from services.schooling.domain.streets import StreetRegister


@dataclass(frozen=True)
class TownMap:
    """`rentrees`: the first day of each school year that the town lists."""

    register: StreetRegister
    sectors: SectorMap
    schools: KnownSchools
    rentrees: Mapping[int, date]
