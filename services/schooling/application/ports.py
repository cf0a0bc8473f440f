"""What the use-cases need from outside, as Protocols."""

from collections.abc import Sequence
from types import TracebackType
from typing import Protocol, Self
from uuid import UUID

from services.schooling.domain.child import Child
from services.schooling.domain.school import School


class Children(Protocol):
    async def put(self, child: Child) -> None:
        """Keep this state of the child unless a newer one is known, or the child was erased."""

    async def forget(self, child_id: UUID) -> None:
        """Erase the child for good; twice is fine."""


class Schools(Protocol):
    async def replace_all(self, schools: Sequence[School]) -> int:
        """Make these the commune's open schools, in this order; one that is no longer listed is closed, not deleted.

        Returns:
            How many were added or changed; 0 when everything was so already.
        """


class Unit(Protocol):
    """The part of a unit of work that a consumer's use-case may touch: the applier commits."""

    @property
    def children(self) -> Children: ...


class UnitOfWork(Unit, Protocol):
    """A transaction of our own."""

    @property
    def schools(self) -> Schools: ...

    def note_load(self, schools: int, changed: int) -> None:
        """Write the load into the audit at commit."""

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self, error: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    async def commit(self) -> None: ...
