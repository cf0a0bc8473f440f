"""Which request or event the current work belongs to; carried in logs, problems, outbox rows and events."""

import secrets
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID, uuid4

HEADER = "X-Correlation-Id"


@dataclass(frozen=True)
class Correlation:
    """One chain of work.

    Attributes:
        id: one per request at the gateway or per job; a UUID.
        traceparent: W3C Trace Context, `00-<trace id>-<span id>-<flags>`.
        causation_id: the event being applied, when there is one.
    """

    id: str
    traceparent: str
    causation_id: str | None = None


_current: ContextVar[Correlation | None] = ContextVar("kiosque_correlation", default=None)


def new_correlation(correlation_id: str | None = None, traceparent: str | None = None) -> Correlation:
    """Start a chain, or join one. An id that is no UUID is replaced: it would end up in logs."""
    return Correlation(_uuid_or_new(correlation_id), traceparent or _new_traceparent())


def set_correlation(correlation: Correlation | None) -> None:
    """Make it current for this task and those it starts."""
    _current.set(correlation)


def current_correlation() -> Correlation:
    """The current chain; a new one when nothing set it (a command, a job)."""
    correlation = _current.get()
    if correlation is None:
        correlation = new_correlation()
        _current.set(correlation)
    return correlation


def _uuid_or_new(value: str | None) -> str:
    try:
        return str(UUID(value)) if value else str(uuid4())
    except ValueError:
        return str(uuid4())


def _new_traceparent() -> str:
    return f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"
