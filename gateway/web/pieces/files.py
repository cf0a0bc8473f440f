"""What a form does with files: every chosen one is joined, then the button that was pressed acts."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from uuid import UUID

from gateway.clients.documents import Upload
from gateway.clients.service import Problem, Unavailable
from gateway.edge.forms import FilePart
from gateway.web.file_wording import of_file
from gateway.web.pieces.place import Place
from gateway.web.pieces.table import NEVER, in_order, movable

INPUT, REPLACEMENT = "fichier", "remplacement"
_CHUNK = 65536
_INSTEAD = {"autrement": "", "directement": NEVER}
_MOVES = {"monter": -1, "descendre": 1}


@dataclass(frozen=True)
class Button:
    """The button that was pressed.

    `joindre:<piece>`, `retirer:<piece>:<document>` and their like, `attester:<piece>:<model>[:<document>]`,
    `reprendre:<piece>`, `autrement:<piece>` and `directement:<piece>`: other papers in its place, and the piece itself.
    """

    verb: str
    piece: str
    document: str

    @classmethod
    def pressed(cls, action: str) -> "Button":
        verb, _, rest = action.partition(":")
        piece, _, document = rest.partition(":")
        return cls(verb, piece, document)

    def leads(self, place: Place) -> str:
        """Where the page goes on once everything is kept."""
        if self.verb == "attester":
            model, _, replaces = self.document.partition(":")
            return place.attestation(self.piece, model, replaces)
        if self.verb == "reprendre":
            return place.reuse(self.piece)
        if self.verb in _INSTEAD:
            return place.otherwise(self.piece, _INSTEAD[self.verb] or self.piece)
        return place.anchor(self.piece)


@dataclass
class Outcome:
    """What became of the files of a form.

    Attributes:
        errors: sentences by piece, each naming its file.
        again: documents was away: the same thing may work in a moment.
    """

    errors: dict[str, list[str]] = field(default_factory=dict)
    again: bool = False

    def refuse(self, piece: str, sentence: str) -> None:
        self.errors.setdefault(piece, []).append(sentence)

    def went_away(self, piece: str, name: str = "") -> None:
        self.again = True
        self.refuse(piece, of_file("unavailable", {}, name))


async def act_on_files(place: Place, button: Button) -> Outcome:
    """Join what was chosen, whichever button was pressed: a file input cannot be filled again. Then do what it says."""
    outcome = Outcome()
    chosen = [part for part in place.visit.form.chosen_files if part.name.startswith((f"{INPUT}:", f"{REPLACEMENT}:"))]
    for part in chosen:
        await _join(place, part, outcome)
    if button.verb in ("joindre", "remplacer"):
        wanted = f"{INPUT}:{button.piece}" if button.verb == "joindre" else _replacement(button)
        if not any(part.name == wanted for part in chosen):
            outcome.refuse(button.piece, of_file("nothing-chosen", {}))
    elif button.verb == "retirer":
        await _remove(place, button, outcome)
    elif button.verb in _MOVES:
        await _move(place, button, outcome)
    return outcome


async def _join(place: Place, part: FilePart, outcome: Outcome) -> None:
    _, piece, replaced = f"{part.name}:".split(":", 2)
    name = part.file_name
    if code := _unfit(part):
        outcome.refuse(piece, of_file(code, {}, name))
        return
    key = place.visit.form.key(f"{place.record}/{part.name}/{name}/{part.size}/{part.sha256}")
    upload = Upload(name or "document.pdf", part.size, _chunks(part), key, replaced.rstrip(":") or None)
    try:
        await place.visit.clients.documents.join(place.bearer, place.slot(piece), upload)
    except Problem as problem:
        params = {**problem.details, **(problem.errors[0].params if problem.errors else {})}
        outcome.refuse(piece, of_file("gone" if problem.status == 404 else problem.code, params, name))
    except Unavailable:
        outcome.went_away(piece, name)


def _unfit(part: FilePart) -> str:
    """What the edge found out already."""
    if part.too_large:
        return "too-large"
    if part.left_out:
        return "too-many-at-once"
    return "" if part.size else "empty-file"


async def _remove(place: Place, button: Button, outcome: Outcome) -> None:
    """Take a file back; one that is gone already was removed twice."""
    if not _is_id(button.document):
        return
    try:
        await place.visit.clients.documents.remove(place.bearer, button.document)
    except Problem as problem:
        if problem.status != 404:
            outcome.refuse(button.piece, of_file(problem.code, problem.details))
    except Unavailable:
        outcome.went_away(button.piece)


async def _move(place: Place, button: Button, outcome: Outcome) -> None:
    """Let a photo change places with its neighbour; one at the end stays there."""
    documents = place.visit.clients.documents
    try:
        files = in_order(await documents.documents(place.bearer, place.record), button.piece)
        own = [file for file in files if file["removable"]]
        photos = [file["id"] for file in movable(own)]
        if button.document not in photos:
            return
        there = photos.index(button.document) + _MOVES[button.verb]
        if not 0 <= there < len(photos):
            return
        ids, other = [file["id"] for file in own], photos[there]
        here, place_of_other = ids.index(button.document), ids.index(other)
        ids[here], ids[place_of_other] = other, button.document
        await documents.order(place.bearer, place.slot(button.piece), ids)
    except Problem as problem:
        outcome.refuse(button.piece, of_file(problem.code, problem.details))
    except Unavailable:
        outcome.went_away(button.piece)


def _replacement(button: Button) -> str:
    return f"{REPLACEMENT}:{button.piece}:{button.document}"


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


async def _chunks(part: FilePart) -> AsyncIterator[bytes]:
    while chunk := part.content.read(_CHUNK):
        yield chunk
