"""Ready answers: an agent chooses one, and it stands below what was typed, to be completed."""

from collections.abc import Sequence

from gateway.web.messages.composition import Composition
from libs.commune.messages import ReadyAnswer


async def insert_ready_answer(composition: Composition, answers: Sequence[ReadyAnswer]) -> None:
    """Keep the text with the chosen answer; nothing chosen, nothing added."""
    typed, code = composition.typed, composition.visit.form.text("ready_answer")
    chosen = next((answer.text for answer in answers if answer.code == code), "")
    body = "\n\n".join(text for text in (typed["body"].rstrip(), chosen) if text)
    await composition.keep(typed | {"body": body})
