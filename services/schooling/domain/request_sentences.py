"""What a family reads about its request: commission, receipt, follow-up, in French sentences."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from services.schooling.domain.derogation import CommissionSession
from services.schooling.domain.french_days import in_words, month_of
from services.schooling.domain.obstacle_sentences import moment_in_words
from services.schooling.domain.pre_registration import PreRegistration
from services.schooling.domain.reassignment import Proposal, ProposalOutcome
from services.schooling.domain.receipt import Silence

NO_SESSION = (
    "Vous obtiendrez une réponse à la suite de la commission de dérogation, dont la date n'est pas encore fixée."
)


def commission_in_words(session: CommissionSession) -> str:
    month = month_of(session.on)
    at = "d'" if month[0] in "aoéAO" else "de "
    return (
        "Vous obtiendrez une réponse à la suite de la commission de dérogation qui aura lieu "
        f"au mois {at}{month} (le {in_words(session.on)})."
    )


def receipt_in_words(number: str, received_at: datetime, silence: Silence) -> str:
    """What R112-11-1 CRPA asks to say on deposit."""
    means = "acceptée" if silence.accepted else "refusée"
    return (
        f"Votre demande n° {number} a été reçue le {moment_in_words(received_at)}. Sans réponse de la commune le "
        f"{in_words(silence.on)}, elle sera considérée comme {means} ({silence.legal_basis})."
    )


def steps_of(request: PreRegistration, schools: Mapping[str, str]) -> Iterator[tuple[datetime, str]]:
    """The follow-up, oldest first. `schools`: names by UAI."""
    yield request.submitted_at, "Vous avez transmis la demande."
    steps = list(_later(request, schools))
    yield from sorted(steps, key=lambda step: step[0])


def _later(request: PreRegistration, schools: Mapping[str, str]) -> Iterator[tuple[datetime, str]]:
    if request.opened_at:
        yield request.opened_at, "Un agent a ouvert votre demande."
    yield from _added(request)
    if request.address_changed_at:
        yield request.address_changed_at, "Votre adresse a changé : la demande reste celle de l'adresse précédente."
    if request.settled_level:
        settled = request.settled_level
        yield settled.at, f"Le service a fixé le niveau : {settled.level}. {settled.reason}"
    if request.determined_school:
        found = request.determined_school
        yield found.at, f"Le service a déterminé l'école : {schools.get(found.uai, found.uai)}. {found.reason}"
    if request.derogation and request.derogation.advice:
        advice = request.derogation.advice
        yield advice.at, f"La commission du {in_words(advice.held_on)} a examiné votre demande de dérogation."
    if request.waiting:
        school = schools.get(request.waiting.uai, request.waiting.uai)
        yield request.waiting.since, f"Votre enfant est sur la liste d'attente : {school}."
    if request.proposal:
        yield from _proposal(request.proposal, schools)
    if request.withdrawn_at:
        yield request.withdrawn_at, "Vous avez repris la demande."
    if request.concluded_at:
        placed = request.placement
        said = f"acceptée : {schools.get(placed.uai, placed.uai)}, {placed.level}" if placed else "refusée"
        yield request.concluded_at, f"La demande est {said}."


def _added(request: PreRegistration) -> Iterator[tuple[datetime, str]]:
    for at, count in Counter(file.added_at for file in request.documents if file.added_at).items():
        yield at, "Vous avez ajouté un fichier." if count == 1 else f"Vous avez ajouté {count} fichiers."


def _proposal(proposal: Proposal, schools: Mapping[str, str]) -> Iterator[tuple[datetime, str]]:
    school = schools.get(proposal.uai, proposal.uai)
    until = moment_in_words(proposal.until)
    yield proposal.at, f"L'école étant complète, la commune vous propose {school}. Répondez avant le {until}."
    if proposal.closed_at:
        yield proposal.closed_at, _CLOSED[proposal.outcome or ProposalOutcome.LAPSED]


_CLOSED = {
    ProposalOutcome.ACCEPTED: "Vous avez accepté l'école proposée.",
    ProposalOutcome.REFUSED: "Vous avez refusé l'école proposée.",
    ProposalOutcome.LAPSED: "Le délai est passé sans réponse : la proposition n'est plus valable.",
    ProposalOutcome.TAKEN_BACK: "La commune a retiré sa proposition.",
}


def near(silence: Silence, today: date, days: int) -> bool:
    """Whether agents are to be warned that the silence will soon mean something, or does already."""
    return (silence.on - today).days <= days
