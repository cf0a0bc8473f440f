"""Where a request stands, for lists and follow-up."""

from enum import StrEnum

from services.schooling.domain.pre_registration import PreRegistration
from services.schooling.domain.request_kind import RequestState


class Stage(StrEnum):
    """In the order of a request's life.

    Attributes:
        PROPOSED: another school is proposed; the family has to answer.
        WAITING: on a waiting list.
    """

    SUBMITTED = "submitted"
    OPENED = "opened"
    PROPOSED = "proposed"
    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


STAGE_WORDS = {
    Stage.SUBMITTED: "Transmise",
    Stage.OPENED: "En cours d'étude",
    Stage.PROPOSED: "Une autre école est proposée",
    Stage.WAITING: "Sur liste d'attente",
    Stage.ACCEPTED: "Acceptée",
    Stage.REFUSED: "Refusée",
    Stage.WITHDRAWN: "Reprise par la famille",
}


def stage_of(request: PreRegistration) -> Stage:
    """The most telling of what is true."""
    if request.state is RequestState.WITHDRAWN:
        return Stage.WITHDRAWN
    if request.state is RequestState.CONCLUDED:
        return Stage.ACCEPTED if request.placement else Stage.REFUSED
    if request.proposal and request.proposal.pending:
        return Stage.PROPOSED
    if request.waiting:
        return Stage.WAITING
    return Stage.OPENED if request.opened_at else Stage.SUBMITTED
