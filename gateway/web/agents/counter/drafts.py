"""The counter's first page: families that are being created, and the way to one that exists."""

from dataclasses import dataclass

from starlette.responses import Response

from gateway.clients.household_counter import CounterDraft
from gateway.web.form_view import FormView
from gateway.web.visit import Visit


@dataclass(frozen=True)
class DraftRow:
    """A family under way, as the list shows it."""

    draft: CounterDraft
    own: bool

    @property
    def names(self) -> str:
        return ", ".join(self.draft["names"])


async def draft_rows(visit: Visit) -> list[DraftRow]:
    """Oldest first; `own` ones were begun by the agent who looks."""
    agent = str(visit.session.subject.id) if visit.session else ""
    drafts = await visit.clients.household.counter_drafts(visit.bearer)
    return [DraftRow(draft, draft["opened_by"] == agent) for draft in drafts]


async def drafts_page(visit: Visit, form: FormView, status: int = 200) -> Response:
    """`form` looks for a family by its code."""
    rows = await draft_rows(visit)
    return visit.page("agents/counter/drafts.html", status, rows=rows, form=form, summary=form.summary())
