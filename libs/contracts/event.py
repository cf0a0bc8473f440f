"""The base of every published event."""

from typing import ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class Event(BaseModel):
    """A fact that left its service. Subclasses live in `libs/contracts/<service>/v1.py`.

    A reader ignores members it does not know, so a producer may add some within v1 (design: additive changes only).

    Class attributes:
        type: the routing key, `<service>.<aggregate>.<fact>.v<n>`.
        readers: the services whose queue is bound to it; never empty, since publishing is mandatory.
        subject_field: the member that names the aggregate; events of one subject keep their order.
        whole_state: the event carries all that others project of its aggregate, so its owner can publish it again to
            rebuild their projections (`kiosque bus resync`).
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    type: ClassVar[str]
    readers: ClassVar[frozenset[str]]
    subject_field: ClassVar[str]
    whole_state: ClassVar[bool] = False

    @property
    def subject(self) -> str:
        """The aggregate's id, as the envelope carries it."""
        value: UUID | str = getattr(self, self.subject_field)
        return str(value)
