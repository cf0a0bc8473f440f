"""An answer about a sector as it leaves the service, by HTTP and by the command line alike."""

from typing import cast

from services.schooling.api.schemas import Reason, RuleOut, SectorFoundOut, SectorMissingOut, SectorOut, SectorSchoolOut
from services.schooling.application.find_sector import SectorAnswer
from services.schooling.domain.sector_map import Found


def sector_out(answer: SectorAnswer) -> SectorOut:
    """The JSON of `GET /sector` and of `kiosque schooling sector --json`."""
    number = answer.house.number if answer.house else 0
    repetition = (answer.house.repetition if answer.house else "") or None
    if answer.school is None or answer.found is None:
        return SectorMissingOut(
            street=answer.street,
            number=number,
            repetition=repetition,
            reason=cast("Reason", str(answer.why)),
            explanation=answer.explanation,
        )
    return SectorFoundOut(
        street=answer.street,
        number=number,
        repetition=repetition,
        school=SectorSchoolOut(uai=answer.school.uai, name=answer.school.name),
        rule=_rule(answer.found),
        explanation=answer.explanation,
    )


def _rule(found: Found) -> RuleOut:
    rule, sectors = found.winner.rule, found.sectors
    return RuleOut(
        cycle=sectors.cycle.value,
        school_year=sectors.school_year,
        deliberation=sectors.deliberation,
        scope="commune" if rule.street_id is None else "street",
        first=str(rule.first) if rule.first else None,
        last=str(rule.last) if rule.last else None,
        side=rule.side.value,
        line=rule.line,
        contested=found.winner.contested,
    )
