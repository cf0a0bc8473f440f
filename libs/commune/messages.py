"""How the town and the families write to each other: `messages/desks.yaml`, and the ready answers of `answers.yaml`."""

from collections.abc import Collection
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from libs.commune.source import Code, CommuneError, Data, Line, Text, gather, read_yaml, refuse_twice

MESSAGES_FOLDER = "messages"
_DESKS_FILE, _ANSWERS_FILE = "desks.yaml", "answers.yaml"
Role = Annotated[str, StringConstraints(pattern=r"^[a-z_]+$")]


class DeskData(Data):
    """Somebody at the town to whom a family writes.

    Attributes:
        name: as families read it, also as the author of its answers.
        hint: what it is asked about.
        roles: of commune.yaml; who has one of them, and the permission to answer, answers here.
        about: the procedures whose automatic messages come from here.
    """

    code: Code
    name: Line
    hint: Line | None = None
    roles: list[Role] = Field(min_length=1)
    about: list[Code] = Field(default_factory=list)


class ReadyAnswer(Data):
    """A text that an agent starts from. `desks`: only theirs; empty: everybody's."""

    code: Code
    title: Line
    text: Text
    desks: list[Code] = Field(default_factory=list)

    def serves(self, desk: str) -> bool:
        return not self.desks or desk in self.desks


class DesksData(Data):
    """The whole of `desks.yaml`.

    Attributes:
        agent_first_names: families read the first name of the agent who wrote.
        mail_pause_minutes: a thread gives at most one mail in that time.
        family_messages_an_hour: what one family may write.
        closed_kept_days: after which a closed thread is purged.
        draft_kept_days: after which what was typed and never sent is purged.
    """

    desks: list[DeskData] = Field(min_length=1)
    agent_first_names: bool = False
    mail_pause_minutes: int = Field(ge=0, le=1440)
    family_messages_an_hour: int = Field(ge=1, le=1000)
    closed_kept_days: int = Field(ge=30, le=3650)
    draft_kept_days: int = Field(ge=2, le=365)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        refuse_twice("desk", (desk.code for desk in self.desks))
        refuse_twice("procedure", (about for desk in self.desks for about in desk.about))
        return self

    @property
    def mail_pause(self) -> timedelta:
        return timedelta(minutes=self.mail_pause_minutes)

    def named(self, code: str) -> DeskData | None:
        return next((desk for desk in self.desks if desk.code == code), None)

    def answered_by(self, roles: Collection[str]) -> list[DeskData]:
        """The desks at which somebody with these roles answers, in the order of the file."""
        return [desk for desk in self.desks if set(desk.roles) & set(roles)]


class AnswersData(Data):
    """The whole of `answers.yaml`, in the order of the list that the agent sees."""

    answers: list[ReadyAnswer] = Field(max_length=100)

    @model_validator(mode="after")
    def _codes_are_unique(self) -> Self:
        refuse_twice("answer", (answer.code for answer in self.answers))
        return self


class MessagesData(Data):
    """Both files."""

    desks: DesksData
    answers: list[ReadyAnswer]

    def answers_of(self, desk: str) -> list[ReadyAnswer]:
        return [answer for answer in self.answers if answer.serves(desk)]


def read_messages(commune_dir: Path) -> MessagesData:
    """Raises CommuneError, also for an answer of a desk that is none."""
    folder = commune_dir / MESSAGES_FOLDER
    desks, answers = gather(
        lambda: read_yaml(folder / _DESKS_FILE, DesksData), lambda: read_yaml(folder / _ANSWERS_FILE, AnswersData)
    )
    known = {desk.code for desk in desks.desks}
    if unknown := sorted({desk for answer in answers.answers for desk in answer.desks} - known):
        raise CommuneError([f"{_ANSWERS_FILE}: no such desk: {desk}" for desk in unknown])
    return MessagesData(desks=desks, answers=answers.answers)
