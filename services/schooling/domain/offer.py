"""What a family is shown before TERMINER, and what the request keeps of it."""

import hashlib
import json
from dataclasses import dataclass

from services.schooling.domain.family import Address
from services.schooling.domain.level import Level

NO_ADDRESS = "no-address"


@dataclass(frozen=True)
class SectorShown:
    """The sector school by the family's address, or why there is none (`reason`), each with its sentence.

    Attributes:
        rule_year, rule_line, deliberation: the rule of the town's map that decided.
    """

    uai: str | None
    reason: str | None
    explanation: str
    rule_year: int | None = None
    rule_line: int | None = None
    deliberation: str | None = None


@dataclass(frozen=True)
class Offer:
    """Frozen at TERMINER: an address, a birth date or a sector that changes later moves no request.

    Attributes:
        campaign: its code; None for the enrolment of a child of compulsory age outside of any campaign.
        late: the campaign is over, and the child must go to school all the same.
        newcomer: in no school of the commune the year before.
        address: of the family that asks, as the town accepted it.
    """

    school_year: int
    campaign: str | None
    late: bool
    newcomer: bool
    level: Level
    level_explanation: str
    address: Address | None
    sector: SectorShown

    @property
    def fingerprint(self) -> str:
        """The same text as long as the same is shown: what a form was filled from."""
        address = self.address.line if self.address else None
        said = [self.school_year, self.campaign, self.late, self.newcomer, self.level.value, self.sector.uai]
        digest = hashlib.sha256(json.dumps([*said, self.sector.reason, address]).encode())
        return digest.hexdigest()[:32]
