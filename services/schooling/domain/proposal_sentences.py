"""What each answer to a proposal leads to, and no answer too, in French sentences for parents."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.schooling.domain.french_days import year_in_words
from services.schooling.domain.next_steps import next_step
from services.schooling.domain.obstacle_sentences import moment_in_words
from services.schooling.domain.pre_registration import PreRegistration


@dataclass(frozen=True)
class Consequences:
    """One sentence or more for each."""

    accepted: str
    refused: str
    unanswered: str


def consequences_of(
    request: PreRegistration, schools: Mapping[str, str], rank: int | None, *, provisional: bool
) -> Consequences | None:
    """None while no proposal waits.

    Args:
        schools: names by UAI.
        rank: on the waiting list, None without one.
        provisional: who accepts now is enrolled « à titre provisoire »; why is said to no home.
    """
    proposal = request.proposal
    if proposal is None or not proposal.pending:
        return None
    stays = _stays(request, schools, rank)
    return Consequences(
        accepted=_accepted(request, schools, proposal.uai, provisional=provisional),
        refused=f"La place gardée sera rendue, et {stays}",
        unanswered=(
            f"Le {moment_in_words(proposal.until)}, la proposition ne sera plus valable : "
            f"la place gardée sera rendue, et {stays}"
        ),
    )


def _accepted(request: PreRegistration, schools: Mapping[str, str], uai: str, *, provisional: bool) -> str:
    enrolled = (
        f"Votre enfant sera inscrit{' à titre provisoire' if provisional else ''} en {request.level} "
        f"pour l'année {year_in_words(request.school_year)} : {schools.get(uai, uai)}."
    )
    if provisional:
        enrolled += " L'inscription restera provisoire jusqu'à ce que le service la confirme."
    if request.waiting:
        enrolled += f" Il quittera la liste d'attente : {schools.get(request.waiting.uai, request.waiting.uai)}."
    if next_step(request.level, newcomer=request.newcomer).appointment:
        return f"{enrolled} Il vous restera à prendre rendez-vous avec le directeur ou la directrice de cette école."
    return f"{enrolled} Vous n'aurez pas d'autre démarche à effectuer."


def _stays(request: PreRegistration, schools: Mapping[str, str], rank: int | None) -> str:
    if request.waiting is None:
        return "votre demande restera chez le service, qui vous répondra."
    school = schools.get(request.waiting.uai, request.waiting.uai)
    there = f" (rang {rank} aujourd'hui)" if rank else ""
    return f"votre demande gardera sa place sur la liste d'attente : {school}{there}."
