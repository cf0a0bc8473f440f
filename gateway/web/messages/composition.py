"""A message while it is written: its text is kept with every button, its files are attached before it leaves."""

from dataclasses import dataclass, field
from typing import Any, Literal

from starlette.responses import JSONResponse, Response

from gateway.clients.documents import Dossier
from gateway.clients.notifications import Draft, DraftPlace
from gateway.web.form_view import FormView
from gateway.web.pieces.files import Button, Outcome, act_on_files
from gateway.web.pieces.part import kept_text, row_told
from gateway.web.pieces.place import Place
from gateway.web.pieces.table import Held, PieceRow, rows
from gateway.web.visit import Visit

ATTACHMENT = "attachment"
TYPED = ("desk", "subject", "body")
_DOSSIER: Dossier = {
    "code": "message",
    "label": "",
    "pieces": [
        {
            "code": ATTACHMENT,
            "label": "Pièces jointes",
            "required": False,
            "hint": None,
            "legal_basis": None,
            "max_files": 10,
            "joined": False,
        }
    ],
}
_EMPTY: dict[str, str] = dict.fromkeys(TYPED, "")


@dataclass
class Composition:
    """One message on one page, of whoever visits.

    Attributes:
        page: address of the page with the form.
        first: what the inputs hold while nothing was typed.
    """

    visit: Visit
    where: DraftPlace
    page: str
    first: dict[str, str] = field(default_factory=dict)

    @property
    def typed(self) -> dict[str, str]:
        """What came with the form; an input that the page does not have is empty."""
        return {name: self.visit.form.text(name) for name in TYPED}

    @property
    def key(self) -> str:
        """Of the message: the same form sent twice is one."""
        return self.visit.form.key(self.page)

    def place(self, draft: Draft) -> Place:
        """Where its files are attached."""
        return Place(self.visit, self.visit.bearer, f"message-{draft['id']}", self.page)

    async def kept(self) -> Draft | None:
        return await self.visit.clients.notifications.draft(self.visit.bearer, self.where)

    async def keep(self, typed: dict[str, str] | None = None) -> Draft:
        """Store what came with the form, or these texts, unchecked."""
        texts = self.typed if typed is None else typed
        return await self.visit.clients.notifications.keep_draft(self.visit.bearer, self.where, texts)

    async def act(self, draft: Draft) -> Outcome:
        """Attach what was chosen, then do what the pressed button asks of a file."""
        return await act_on_files(self.place(draft), Button.pressed(self.visit.form.text("action")))

    async def for_script(self, part: Literal["text", "piece"]) -> Response:
        """A half of the form came (ADR 0022): its files, or its text."""
        if part == "piece":
            return await self._attach_for_script()
        await self.keep()
        return kept_text(self.visit, {}, kept=True)

    async def _attach_for_script(self) -> Response:
        """What was typed stays as it is."""
        draft = await self.kept() or await self.keep(_EMPTY | self.first)
        outcome = await self.act(draft)
        row = await self.row(draft, Outcome())
        html = self.visit.kiosk.pages.render("messages/attachments_row.html", {"row": row, "place": self.place(draft)})
        return self.visit.answer(JSONResponse(row_told(outcome, html), 422 if outcome.errors else 200))

    async def row(self, draft: Draft | None, outcome: Outcome | None) -> PieceRow:
        """The attached files, and what was wrong with those that just came."""
        documents = self.visit.clients.documents
        record = f"message-{draft['id']}" if draft else ""
        files = await documents.documents(self.visit.bearer, record) if record else []
        return rows(_DOSSIER, Held(files, outcome.errors if outcome else {}))[0]

    async def context(self, form: FormView | None, outcome: Outcome | None = None) -> dict[str, Any]:
        """What the form's template needs. `form`: with what was typed; None: what is kept, or the first words."""
        draft = await self.kept()
        if form is None:
            form = FormView(_typed_in(draft) if draft else _EMPTY | self.first)
        row = await self.row(draft, outcome)
        for error in row.errors:
            form.complain(f"Pièces jointes : {error}", f"piece-{ATTACHMENT}")
        place = Place(self.visit, self.visit.bearer, "", self.page)
        return {
            "form": form,
            "summary": form.summary(TYPED),
            "row": row,
            "place": place,
            "has_draft": draft is not None,
        }

    async def discard(self) -> None:
        """Throw it away, with its files."""
        draft = await self.kept()
        if draft is None:
            return
        documents = self.visit.clients.documents
        for file in await documents.documents(self.visit.bearer, f"message-{draft['id']}"):
            if file["removable"]:
                await documents.remove(self.visit.bearer, file["id"])
        await self.visit.clients.notifications.discard_draft(self.visit.bearer, self.where)

    async def manifest(self, draft: Draft) -> str:
        """The files of the message, as documents signs them."""
        signed = await self.visit.clients.documents.sign_manifest(self.visit.bearer, [f"message-{draft['id']}"])
        return signed["manifest"]


def _typed_in(draft: Draft) -> dict[str, str]:
    return {"desk": draft["desk"], "subject": draft["subject"], "body": draft["body"]}
