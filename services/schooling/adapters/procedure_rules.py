"""The town's settings for the procedure, from its folder."""

from pathlib import Path

from libs.commune.pieces import read_pieces
from libs.commune.schooling import SilenceData, read_schooling
from libs.commune.schools import read_schools
from services.schooling.domain.receipt import ProcedureRules, SilenceRule


def read_rules(commune_dir: Path) -> ProcedureRules:
    """Raises libs.commune.source.CommuneError."""
    years = [year.year for year in read_schools(commune_dir).school_years]
    data = read_schooling(commune_dir, years)
    return ProcedureRules(
        silence={
            "pre_registration": _rule(data.silence.pre_registration),
            "derogation": _rule(data.silence.derogation),
            "outside": _rule(data.silence.outside),
        },
        warn_days=data.warn_days,
        reassignment_days=data.reassignment_days,
        reassignment_reminder_days=data.reassignment_reminder_days,
        remedies=tuple(data.remedies),
        newcomer_pieces=read_pieces(commune_dir).codes_of("newcomer"),
    )


def _rule(data: SilenceData) -> SilenceRule:
    return SilenceRule(data.means == "accepted", data.months, data.legal_basis)
