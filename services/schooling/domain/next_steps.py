"""What comes after the enrolment, by level: who meets the head of school, and who has nothing to do."""

from dataclasses import dataclass

from services.schooling.domain.level import Level

_MEETS_THE_HEAD = (Level.TPS, Level.PS, Level.CP)


@dataclass(frozen=True)
class NextStep:
    """`appointment`: the family makes one with the head of school, and brings the certificate."""

    appointment: bool
    explanation: str


def next_step(level: Level, *, newcomer: bool) -> NextStep:
    """PS (TPS too), CP and newcomers meet the head of school; nobody else does anything more."""
    if newcomer or level in _MEETS_THE_HEAD:
        who = "un nouvel arrivant sur la commune" if level not in _MEETS_THE_HEAD else f"une entrée en {level}"
        return NextStep(
            appointment=True,
            explanation=(
                f"Pour {who}, un rendez-vous avec le directeur ou la directrice de l'école finalise l'inscription : "
                "prenez-le une fois l'école décidée, et venez avec le certificat reçu par mail."
            ),
        )
    return NextStep(
        appointment=False, explanation="Vous n'aurez aucune démarche à effectuer auprès de l'établissement scolaire."
    )
