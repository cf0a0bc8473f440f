"""What a family reads of a proposal: where each answer leads, and what becomes of its place on a waiting list."""

from datetime import UTC, datetime

from services.schooling.domain.proposal_sentences import Consequences, consequences_of
from tests.unit.schooling.requests import AGENT, AT, OTHER, SECTOR, a_request

UNTIL = datetime(2026, 4, 12, 8, tzinfo=UTC)
NAMES = {SECTOR: "Maternelle Lou Souleù", OTHER: "Groupe Scolaire du Village"}


def told(*, waits: bool = True, provisional: bool = False) -> Consequences:
    request = a_request()
    if waits:
        request.wait(AT)
    request.propose(OTHER, None, AGENT, AT, UNTIL, reminder_days=3)
    found = consequences_of(request, NAMES, 2 if waits else None, provisional=provisional)
    assert found is not None
    return found


def test_who_accepts_is_enrolled_there_leaves_the_list_and_meets_the_head() -> None:
    assert told().accepted == (
        "Votre enfant sera inscrit en PS pour l'année 2026/2027 : Groupe Scolaire du Village. "
        "Il quittera la liste d'attente : Maternelle Lou Souleù. "
        "Il vous restera à prendre rendez-vous avec le directeur ou la directrice de cette école."
    )


def test_who_accepts_while_the_homes_disagree_knows_that_it_is_provisional_and_not_why() -> None:
    found = told(waits=False, provisional=True)
    assert found.accepted.startswith(
        "Votre enfant sera inscrit à titre provisoire en PS pour l'année 2026/2027 : Groupe Scolaire du Village. "
        "L'inscription restera provisoire jusqu'à ce que le service la confirme. "
    )
    assert (found.refused, found.unanswered) == (told(waits=False).refused, told(waits=False).unanswered)


def test_who_refuses_or_says_nothing_loses_the_place_that_is_held_and_keeps_the_rank() -> None:
    stays = "votre demande gardera sa place sur la liste d'attente : Maternelle Lou Souleù (rang 2 aujourd'hui)."
    assert told().refused == f"La place gardée sera rendue, et {stays}"
    assert told().unanswered.startswith("Le 12 avril 2026 à 10 h 00, la proposition ne sera plus valable")
    assert told().unanswered.endswith(stays)


def test_without_a_waiting_list_the_request_stays_with_the_town() -> None:
    assert "liste d'attente" not in told(waits=False).accepted
    assert told(waits=False).refused.endswith("votre demande restera chez le service, qui vous répondra.")


def test_once_it_is_answered_there_is_nothing_to_weigh() -> None:
    request = a_request()
    assert consequences_of(request, NAMES, None, provisional=False) is None
    request.propose(OTHER, None, AGENT, AT, UNTIL, reminder_days=3)
    request.answer_proposal(accepted=False, at=AT)
    assert consequences_of(request, NAMES, None, provisional=False) is None
