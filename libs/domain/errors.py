"""What a rule refuses. Each error has a stable kebab-case `code`; the API turns it into an RFC 9457 problem."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import ClassVar

Params = Mapping[str, str | int]


@dataclasses.dataclass(frozen=True)
class FieldError:
    """One refused field: its path as the client named it, a stable code, and what a message needs to be written.

    `params` never holds what the person typed.
    """

    field: str
    code: str
    params: Params = dataclasses.field(default_factory=dict)


class DomainError(Exception):
    """Base of every refusal. A subclass sets `code`; `details` are extension members of the problem."""

    code: ClassVar[str] = "refused"

    def __init__(self, *, errors: Sequence[FieldError] = (), **details: str | int) -> None:
        super().__init__(self.code)
        self.errors = tuple(errors)
        self.details = details


class Unauthenticated(DomainError):
    """Nobody proved who they are: 401."""

    code = "unauthenticated"


class Forbidden(DomainError):
    """The person is known and may not: 403."""

    code = "forbidden"


class NotFound(DomainError):
    """Missing, or somebody else's: 404 alike, so that nothing can be probed."""

    code = "not-found"


class Conflict(DomainError):
    """The state does not allow it: 409."""

    code = "conflict"


class StaleVersion(Conflict):
    """The aggregate changed since it was read."""

    code = "stale-version"


class Invalid(DomainError):
    """What was sent breaks a rule, field by field: 422."""

    code = "invalid"


class Throttled(DomainError):
    """Too often: 429. `retry_after` is in seconds."""

    code = "slow-down"

    def __init__(self, retry_after: int) -> None:
        super().__init__(retry_after=retry_after)
        self.retry_after = retry_after
