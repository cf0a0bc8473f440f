"""What a family typed for a child and a school year and has not handed in: kept so that nothing is typed twice."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Answers:
    """As typed: nothing is checked before TERMINER.

    Attributes:
        enrolled_before: was the child in a school of the commune the year before? None: not answered.
        level_objection: « Ce niveau n'est pas le bon », in the family's words.
        wanted_school, reasons: of a dérogation; a reason that was not chosen is an empty text in its place.
    """

    enrolled_before: bool | None = None
    level_objection: str = ""
    former_school: str = ""
    wanted_school: str = ""
    reasons: tuple[str, ...] = ()
    comment: str = ""
