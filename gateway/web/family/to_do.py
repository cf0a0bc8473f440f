"""« À faire »: what waits for the family, what waits for the town; the most pressing first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gateway.clients.household import Dashboard, Light, RecordCard
from gateway.web.family.board import Board
from gateway.web.family.record_names import record_title
from gateway.web.family.submissions.submission_view import expected_on
from gateway.web.form_view import Complaint
from gateway.web.moments import moment
from libs.french.days import long_day

_NAMED = 3
_PRESSING = {"refused": 0, "expired": 1, "incomplete": 2, "unsent": 3}


@dataclass(frozen=True)
class Task:
    """One line of the list.

    Attributes:
        light: red for what the family does, orange for what lies with the town, green for what has its date.
        title: the words of the link.
        href: where it is done, or where it is followed.
        explanation: what to do there, or until about when to wait.
    """

    light: Light
    title: str
    href: str
    explanation: str


def to_do(board: Board, usual_days: int) -> list[Task]:
    """Every red record by what it lacks, TERMINER where something is kept and not sent, then what is with the town.

    Args:
        usual_days: how long the town usually takes to answer.
    """
    red = [card for card in board.fiches["records"] if card["light"] == "red"]
    tasks = [
        _mending(card, board.lacks.get(card["key"], ())) for card in sorted(red, key=_pressing) if not _ready(card)
    ]
    return [*tasks, *_handing_in([card for card in red if _ready(card)]), *_waiting(board.fiches, usual_days)]


def _ready(card: RecordCard) -> bool:
    """Nothing is missing but TERMINER."""
    return card["status"] == "unsent" and not card["undeclared"]


def _pressing(card: RecordCard) -> int:
    return _PRESSING.get(card["status"], len(_PRESSING))


def _mending(card: RecordCard, reasons: Sequence[Complaint]) -> Task:
    page = f"/mon-espace/fiches/{card['key']}"
    title = record_title(card["kind"], card["name"])
    if card["status"] == "refused":
        plural = "s" if card["refused"] > 1 else ""
        return Task(
            "red",
            f"{title} : {card['refused']} élément{plural} refusé{plural}",
            f"{page}#refus-1",
            "Voyez ce que le service demande, et corrigez cela seulement.",
        )
    if card["status"] == "expired":
        explanation = "Joignez une pièce en cours de validité, puis cliquez sur TERMINER."
        return Task("red", f"{title} : une pièce est arrivée à échéance", f"{page}#dossiers", explanation)
    if card["status"] == "unsent":
        return Task(
            "red",
            f"{title} : à déclarer exacte",
            f"{page}#exactitude",
            "Tout y est : cochez la case au bas de la fiche, puis TERMINER.",
        )
    where = reasons[0].anchor if reasons else page
    return Task("red", f"{title} : à compléter", where, _lacking(reasons) or "Remplissez ce qui manque.")


def _lacking(reasons: Sequence[Complaint]) -> str:
    """The first of them; a fiche that was never begun lacks more than anybody reads."""
    named, others = [reason.text for reason in reasons[:_NAMED]], len(reasons) - _NAMED
    if others > 0:
        named.append(f"Et {others} autre{'s' if others > 1 else ''} élément{'s' if others > 1 else ''}.")
    return " ".join(named)


def _handing_in(ready: list[RecordCard]) -> Iterator[Task]:
    if names := [record_title(card["kind"], card["name"]) for card in ready]:
        kept = "Enregistrées, non transmises" if len(names) > 1 else "Enregistrée, non transmise"
        yield Task(
            "red",
            "TERMINER : transmettre vos modifications au service",
            "/mon-espace/terminer",
            f"{kept} : {', '.join(names)}.",
        )


def _waiting(board: Dashboard, usual_days: int) -> Iterator[Task]:
    for submission in board["open_submissions"]:
        expected = long_day(expected_on(submission["made_at"], usual_days))
        yield Task(
            "orange",
            f"Votre demande du {moment(submission['made_at'])}",
            f"/mon-espace/demandes/{submission['id']}",
            f"Le service répond habituellement avant le {expected}, et vous serez prévenu. Merci d'être patient.",
        )
