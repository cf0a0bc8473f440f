"""The dossiers of a request: a newcomer's certificat de radiation, the proofs of a dérogation."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from gateway.clients.documents import Document, Dossier
from gateway.web.form_view import FormView
from gateway.web.pieces.files import Outcome
from gateway.web.pieces.table import Held, PieceRow, PieceTable, pieces_of, rows

NEWCOMER, DEROGATION = "newcomer", "derogation"
KINDS = (NEWCOMER, DEROGATION)


@dataclass(frozen=True)
class DossierView:
    """One of them as a page shows it."""

    dossier: Dossier
    rows: Sequence[PieceRow]

    @property
    def code(self) -> str:
        return self.dossier["code"]

    @property
    def label(self) -> str:
        return self.dossier["label"]


def record_of(request_id: str) -> str:
    """Where the files of a request lie, whatever its dossiers."""
    return f"derogation-{request_id}"


def kinds_of(*, newcomer: bool, derogation: bool) -> list[str]:
    """The dossiers that a request has."""
    return [kind for kind, has in ((NEWCOMER, newcomer), (DEROGATION, derogation)) if has]


def views_of(
    catalogue: Sequence[Dossier],
    kinds: Collection[str],
    files: Sequence[Document],
    form: FormView,
    outcome: Outcome | None = None,
) -> list[DossierView]:
    """In the order of `kinds`; what is wrong with files that were just sent stands in the form's summary too."""
    views = []
    for kind in kinds:
        if dossier := pieces_of(catalogue, kind):
            table = PieceTable(rows(dossier, Held(files, outcome.errors if outcome else {})))
            table.complain_in(form)
            views.append(DossierView(dossier, table.rows))
    return views


def files_of(views: Sequence[DossierView]) -> list[Document]:
    """Every file that the dossiers show."""
    return [file.document for view in views for row in view.rows for file in row.files]
