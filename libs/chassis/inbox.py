"""Subscriptions: which function applies which published event.

The applier (`libs.chassis.applier`) opens a unit of work, hands it to the handler with the event, marks the inbox row
applied in the same transaction and commits: effect and mark stand or fall together. A handler therefore never commits.
"""

from collections.abc import Awaitable, Callable
from typing import Any, Generic, TypeVar

from libs.chassis.unit_of_work import SqlUnitOfWork
from libs.contracts.envelope import Envelope
from libs.contracts.event import Event

E = TypeVar("E", bound=Event)
U = TypeVar("U", bound=SqlUnitOfWork)
Handler = Callable[[E, Envelope, U], Awaitable[None]]


class Subscriber(Generic[U]):
    """The handlers of one service; built in its worker's composition root from the modules in `consumers/`."""

    def __init__(self) -> None:
        self._handlers: dict[str, tuple[type[Event], Handler[Any, U]]] = {}

    def on(self, event: type[E], handler: Handler[E, U]) -> None:
        """Apply `event` with `handler(event, envelope, uow)`; `envelope.aggregate_version` orders whole states."""
        if event.type in self._handlers:
            raise ValueError(f"{event.type} has a handler already")
        self._handlers[event.type] = (event, handler)

    @property
    def types(self) -> frozenset[str]:
        """The event types with a handler; must equal what the contracts say the service reads."""
        return frozenset(self._handlers)

    async def apply(self, envelope: Envelope, uow: U) -> None:
        """Run the handler inside the caller's unit of work.

        Raises:
            KeyError: no handler for this type.
            pydantic.ValidationError: the body is not what the contract says.
        """
        model, handler = self._handlers[envelope.type]
        await handler(model.model_validate(envelope.data), envelope, uow)
