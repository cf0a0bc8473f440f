"""Why a child cannot be pre-registered now, and what to do, in French sentences for parents."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from services.schooling.domain.eligibility import Eligibility, Obstacle
from services.schooling.domain.french_days import in_words
from services.schooling.domain.level import LevelAnswer

_PARIS = ZoneInfo("Europe/Paris")
DEROGATIONS_CLOSED = (
    "La campagne est terminée : une dérogation ne peut plus être demandée. L'école étant obligatoire à cet âge, "
    "l'inscription de votre enfant dans son école de secteur reste possible."
)
LATE = (
    "La campagne est terminée. L'école étant obligatoire à cet âge, la commune inscrit votre enfant : "
    "terminez votre demande dès que possible."
)
_CALL = "Appelez le service scolaire si vous pensez que c'est une erreur."
_WORDS = {
    Obstacle.NOT_ALL_GREEN: (
        "Toutes les fiches de votre foyer doivent être valides (indicateur vert) avant l'inscription scolaire.",
        "Complétez vos fiches rouges, puis cliquez sur TERMINER. Les fiches orange attendent notre service.",
    ),
    Obstacle.ALREADY_REQUESTED: (
        "Vous avez déjà fait une demande pour cet enfant et cette année scolaire.",
        "Suivez-la dans vos demandes. Vous pouvez la reprendre tant qu'un agent ne l'a pas ouverte.",
    ),
    Obstacle.REQUESTED_BY_OTHER_HOME: (
        "Une demande a déjà été faite pour cet enfant et cette année scolaire par son autre foyer.",
        "Appelez le service scolaire si vous n'êtes pas d'accord.",
    ),
    Obstacle.ALREADY_ENROLLED: (
        "Votre enfant est déjà inscrit pour cette année scolaire.",
        "Vous n'avez rien à faire. Pour changer d'école, appelez le service scolaire.",
    ),
    Obstacle.TOO_YOUNG: ("", "Revenez à la campagne d'inscription d'une prochaine rentrée."),
    Obstacle.TOO_OLD: ("", "Adressez-vous au collège, ou à la direction de l'école actuelle de votre enfant."),
    Obstacle.SAY_WHETHER_NEWCOMER: (
        "Dites-nous si votre enfant était inscrit l'année précédente dans une école de la commune.",
        "Répondez à la question pour continuer.",
    ),
    Obstacle.CLOSED_FOR_LEVEL: ("La campagne en cours n'accueille pas ce niveau.", _CALL),
    Obstacle.NO_CAMPAIGN: (
        "Aucune campagne d'inscription n'est annoncée pour cette année scolaire.",
        "Revenez plus tard : les dates sont annoncées sur la page d'accueil.",
    ),
}


def obstacle_in_words(obstacle: Obstacle, eligibility: Eligibility, level: LevelAnswer) -> tuple[str, str]:
    """What is so, and what to do about it."""
    campaign = eligibility.campaign.campaign if eligibility.campaign else None
    if obstacle is Obstacle.NOT_OPEN_YET and eligibility.opens_at:
        return (
            f"Les préinscriptions ouvrent le {moment_in_words(eligibility.opens_at)}.",
            "Revenez à partir de ce jour.",
        )
    if obstacle is Obstacle.CLOSED and campaign:
        return f"La campagne s'est terminée le {_end_in_words(campaign.closes_at)}.", campaign.closed_text
    explanation, what_to_do = _WORDS[obstacle]
    return explanation or level.explanation, what_to_do


def _end_in_words(moment: datetime) -> str:
    """The first instant of a day is the end of the day before."""
    there = moment.astimezone(_PARIS)
    if (there.hour, there.minute) == (0, 0):
        return f"{in_words(there.date() - timedelta(days=1))} à minuit"
    return moment_in_words(moment)


def moment_in_words(moment: datetime) -> str:
    """`28 mars 2026 à 8 h 00`, in Paris; without the hour at midnight."""
    there = moment.astimezone(_PARIS)
    if (there.hour, there.minute) == (0, 0):
        return in_words(there.date())
    return f"{in_words(there.date())} à {there.hour} h {there.minute:02d}"
