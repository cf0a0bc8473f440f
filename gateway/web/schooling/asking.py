"""Asking for a child and a school year: what the pages of préinscription and dérogation share."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from gateway.clients.documents import Document
from gateway.clients.schooling_families import Answers, Asking, ChildSchooling, Target
from gateway.clients.service import Problem
from gateway.web.family.account import family_id
from gateway.web.form_view import FormView, text_problem
from gateway.web.pieces.files import Outcome
from gateway.web.pieces.place import Place
from gateway.web.schooling import paths
from gateway.web.schooling.cards import asks_newcomer, reasons_of
from gateway.web.schooling.dossiers import DossierView, kinds_of, record_of, views_of
from gateway.web.visit import GoTo, Visit, family_visit
from gateway.web.wording import of_page
from libs.french.names import full_name

NEWCOMER = "enrolled_before"
_SHOW_WHERE_IT_STANDS = frozenset({"idempotency-key-reused", "already-requested"})


@dataclass(frozen=True)
class AskedFor:
    """One child, one school year, and what the family typed so far.

    Attributes:
        page: address of the form.
    """

    visit: Visit
    child: ChildSchooling
    target: Target
    answers: Answers
    page: str

    @property
    def child_id(self) -> str:
        return self.child["child_id"]

    @property
    def follow_up(self) -> str:
        return paths.of_child(self.child_id)

    @property
    def name(self) -> str:
        return full_name(self.child["first_name"], self.child["last_name"])

    @property
    def trail(self) -> Sequence[tuple[str, str]]:
        return (
            ("/mon-espace", "Accueil"),
            (paths.HERE, "Préinscription scolaire"),
            (self.follow_up, self.child["first_name"]),
        )

    @property
    def place(self) -> Place:
        """Where the files of the request stand."""
        return Place(self.visit, self.visit.bearer, record_of(self.target["request_id"]), self.page)

    async def files(self) -> list[Document]:
        """All that lie with the request, asked for in the end or not."""
        return await self.visit.clients.documents.documents(self.visit.bearer, self.place.record)

    async def dossiers(self, form: FormView, outcome: Outcome | None = None, *, derogation: bool) -> list[DossierView]:
        """Those that the request has as it is filled in now."""
        kinds = kinds_of(newcomer=self.target["asks_former_school"], derogation=derogation)
        if not kinds:
            return []
        catalogue, files = await asyncio.gather(self.visit.clients.documents.catalogue(self.visit.bearer), self.files())
        return views_of(catalogue, kinds, files, form, outcome)

    async def keep(self, **changes: object) -> None:
        """Keep what was typed on the server, in the place of what was kept before."""
        answers: Answers = {**self.answers, **changes}  # type: ignore[typeddict-item] # the keys are those of Answers
        await self.visit.clients.schooling.keep_answers(
            self.visit.bearer, family_id(self.visit), self.child_id, self.target["school_year"], answers
        )


async def asked_for(request: Request, child_id: UUID, school_year: int, *, derogation: bool) -> AskedFor:
    """Raises GoTo the follow-up of a request that exists, HTTPException 404 for a year that the town does not name."""
    visit = await family_visit(request)
    schooling, family, child = visit.clients.schooling, family_id(visit), str(child_id)
    answers = await schooling.kept_answers(visit.bearer, family, child, school_year)
    found = await schooling.child_schooling(visit.bearer, family, child, answers["enrolled_before"])
    target = next((target for target in found["targets"] if target["school_year"] == school_year), None)
    if target is None:
        raise HTTPException(404)
    if any(obstacle["code"] == "already-requested" for obstacle in target["obstacles"]):
        raise GoTo(f"{paths.of_child(child)}?fait=ecole-deja-demandee")
    page = (paths.of_derogation if derogation else paths.of_pre_registration)(child, school_year)
    return AskedFor(visit, found, target, answers, page)


async def before_the_form(asked: AskedFor, title: str) -> Response | None:
    """The page that stands in the way of the form: why nothing can be asked, or the question about newcomers."""
    if asks_newcomer(asked.target):
        return newcomer_page(asked, title, FormView())
    if asked.target["obstacles"]:
        return await obstacles_page(asked, title)
    return None


async def obstacles_page(asked: AskedFor, title: str, status: int = 200, said: str = "") -> Response:
    """Why not, and what to do."""
    form = FormView()
    if said:
        form.complain(said)
    board = await asked.visit.clients.household.dashboard(asked.visit.bearer, family_id(asked.visit))
    return asked.visit.page(
        "schooling/obstacles.html",
        status,
        asked=asked,
        title=title,
        summary=form.summary(),
        reasons=reasons_of(asked.child_id, asked.target, board),
    )


def newcomer_page(asked: AskedFor, title: str, form: FormView) -> Response:
    """Was the child in a school of the commune the year before?"""
    year = asked.target["school_year"]
    return asked.visit.page(
        "schooling/newcomer.html",
        form.status if form.wrong else 200,
        asked=asked,
        title=title,
        form=form,
        summary=form.summary(),
        year_before=f"{year - 1}/{year}",
    )


async def keep_newcomer(asked: AskedFor, title: str, action: str) -> Response | None:
    """The answer is kept with the others, or taken back, and the form comes back; None for any other button."""
    if action == "changer-de-reponse":
        await asked.keep(enrolled_before=None)
        return asked.visit.go(asked.page)
    if action != "nouvel-arrivant":
        return None
    said = asked.visit.form.text(NEWCOMER)
    if said not in ("oui", "non"):
        form = FormView()
        form.refuse([text_problem(NEWCOMER, "required")])
        return newcomer_page(asked, title, form)
    await asked.keep(enrolled_before=said == "oui")
    return asked.visit.go(asked.page)


def asking_of(asked: AskedFor) -> Asking:
    """TERMINER as the form that is sent was filled: another offer meanwhile is refused by schooling."""
    posted = asked.visit.form
    return {
        "school_year": asked.target["school_year"],
        "request_id": posted.text("request_id"),
        "offer": posted.text("offer"),
        "enrolled_before": asked.answers["enrolled_before"],
        "level_objection": asked.answers["level_objection"] or None,
        "former_school": asked.answers["former_school"] or None,
    }


async def hand_in(asked: AskedFor, asking: Asking) -> Response:
    """Send the request. Raises Problem, for the form to say."""
    visit = asked.visit
    try:
        if await asked.files():
            asking["manifest"] = (await visit.clients.documents.sign_manifest(visit.bearer, [asked.place.record]))[
                "manifest"
            ]
        await visit.clients.schooling.submit_pre_registration(
            visit.bearer, family_id(visit), asked.child_id, asking, visit.form.key(asked.page)
        )
    except Problem as problem:
        if problem.code in _SHOW_WHERE_IT_STANDS:
            return visit.go(f"{asked.follow_up}?fait=ecole-deja-demandee")
        raise
    return visit.go(f"{asked.follow_up}?fait=ecole-demandee")


def said_of(problem: Problem) -> str:
    """What a refusal of TERMINER means to the family."""
    return of_page(problem.code, problem.details, problem.retry_after)


async def anew(asked: AskedFor) -> AskedFor:
    """The same, as schooling answers now."""
    visit = asked.visit
    found, answers = await asyncio.gather(
        visit.clients.schooling.child_schooling(
            visit.bearer, family_id(visit), asked.child_id, asked.answers["enrolled_before"]
        ),
        visit.clients.schooling.kept_answers(
            visit.bearer, family_id(visit), asked.child_id, asked.target["school_year"]
        ),
    )
    target = next(one for one in found["targets"] if one["school_year"] == asked.target["school_year"])
    return AskedFor(visit, found, target, answers, asked.page)
