"""« À faire » for school: the head to meet, a proposal to answer, a child to pre-register, what lies with the town."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from gateway.clients.schooling_admission import Appointment, Meeting
from gateway.clients.schooling_families import CLOSED, ChildSchooling, RequestLine, Target
from gateway.clients.service import Problem, Unavailable
from gateway.web.appointments.calendar import when
from gateway.web.family.account import family_id
from gateway.web.family.to_do import Task
from gateway.web.moments import moment
from gateway.web.schooling import paths
from gateway.web.schooling.cards import asks_newcomer
from gateway.web.visit import Visit


async def school_tasks(visit: Visit) -> list[Task]:
    """None while schooling is away: ACCUEIL is there all the same."""
    try:
        children = await visit.clients.schooling.children_schooling(visit.bearer, family_id(visit))
    except (Problem, Unavailable):
        return []
    return [*await _appointments(visit, children), *tasks_of(children)]


async def _appointments(visit: Visit, children: Sequence[ChildSchooling]) -> list[Task]:
    """With the head of school; asked for only where a child is enrolled and not admitted yet."""
    if not any("inscrit" in (child["this_year"]["status"], child["next_year"]["status"]) for child in children):
        return []
    try:
        found = (await visit.clients.schooling.meetings(visit.bearer, family_id(visit)))["meetings"]
    except (Problem, Unavailable):
        return []
    return meeting_tasks(found, datetime.now(UTC))


def meeting_tasks(meetings: Sequence[Meeting], now: datetime) -> list[Task]:
    """Appointments to make, then those to come, with their hour. The other home's is no task of this one."""
    to_make = [_meet(meeting) for meeting in meetings if meeting["can_book"]]
    return [*to_make, *(_come(meeting, own) for meeting in meetings if (own := _coming(meeting, now)))]


def _coming(meeting: Meeting, now: datetime) -> Appointment | None:
    own = meeting["appointment"]
    if own is None or own["state"] != "booked" or datetime.fromisoformat(own["starts_at"]) < now:
        return None
    return own


def _meet(meeting: Meeting) -> Task:
    school, former = meeting["school"], meeting["appointment"]
    explanation = f"C'est ce rendez-vous qui finalise l'inscription : {school['name']}."
    if former is not None and former["called_off"]:
        explanation = f"L'école a annulé celui du {when(former['starts_at'])}. {explanation}"
    if not meeting["free"]:
        explanation = f"{explanation} Aucun créneau n'est libre en ligne : appelez le {school['telephone']}."
    title = f"{meeting['first_name']} : prendre rendez-vous avec l'école"
    return Task("red", title, "/mon-espace/rendez-vous", explanation)


def _come(meeting: Meeting, own: Appointment) -> Task:
    return Task(
        "green",
        f"{meeting['first_name']} : rendez-vous avec l'école le {when(own['starts_at'])}",
        "/mon-espace/rendez-vous",
        f"{own['place']}, {meeting['school']['name']}. Apportez le certificat d'inscription.",
    )


def tasks_of(children: Sequence[ChildSchooling]) -> list[Task]:
    """What has a delay first; what waits for the town last."""
    proposed = [
        _answer(child, line, before)
        for child in children
        for line in child["requests"]
        if (before := line["answer_before"])
    ]
    to_ask = [task for child in children for task in _asking(child)]
    waiting = [
        _follow(child, line)
        for child in children
        for line in child["requests"]
        if line["stage"] not in CLOSED and not line["answer_before"]
    ]
    return [*proposed, *to_ask, *waiting]


def _answer(child: ChildSchooling, line: RequestLine, before: str) -> Task:
    return Task(
        "red",
        f"{child['first_name']} : répondre à l'école proposée",
        paths.of_child(child["child_id"]),
        f"Une place y est gardée pour {line['school_year_label']} : répondez avant le {moment(before)}.",
    )


def _asking(child: ChildSchooling) -> Iterator[Task]:
    for target in child["targets"]:
        if _concerns(target, child):
            yield Task(
                "red",
                f"{child['first_name']} : {target['title']}",
                paths.HERE,
                target["late_explanation"]
                or "Confirmez l'école et le niveau, ou demandez une dérogation, puis cliquez sur TERMINER.",
            )


def _concerns(target: Target, child: ChildSchooling) -> bool:
    """A campaign is open for this child; one for newcomers alone is no task for a child who may be none."""
    if target["may_pre_register"]:
        return True
    return asks_newcomer(target) and target["school_year"] == child["next_year"]["school_year"]


def _follow(child: ChildSchooling, line: RequestLine) -> Task:
    return Task(
        "orange",
        f"{child['first_name']} : demande pour l'école {line['school_year_label']}",
        paths.of_child(child["child_id"]),
        f"{line['label']}. Le service vous préviendra de sa réponse.",
    )
