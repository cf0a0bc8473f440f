"""A message that a family reads in the portal."""

from enum import StrEnum

ANNOUNCED_DAYS = 3
"""News older than that is not worth a mail of its own: it waits in the portal."""


class MessageKind(StrEnum):
    """What a message tells; each submission gives at most one of each."""

    RECEIVED = "submission-received"
    DECISION = "submission-concluded"
    WITHDRAWN = "submission-withdrawn"
