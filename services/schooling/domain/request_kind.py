"""What a request asks for, and whether it is open."""

from enum import StrEnum


class RequestKind(StrEnum):
    """What is asked for.

    Attributes:
        SECTOR: the sector school, or the one that the town determines.
        DEROGATION: another school of the commune.
        OUTSIDE: a school for a child who lives in another commune.
    """

    SECTOR = "sector"
    DEROGATION = "derogation"
    OUTSIDE = "outside"


class RequestState(StrEnum):
    OPEN = "open"
    WITHDRAWN = "withdrawn"
    CONCLUDED = "concluded"
