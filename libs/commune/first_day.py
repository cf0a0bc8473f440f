"""What families bring to school, and when: `rentree.yaml`."""

from pathlib import Path

from pydantic import Field

from libs.commune.source import Data, Line, read_yaml

FIRST_DAY_FILE = "rentree.yaml"


class FirstDayData(Data):
    """The whole file, in the order of the screen.

    Attributes:
        appointment: to the appointment with the head of school.
        newcomer: besides it, when the child was in another town's school.
        first_day: on the day of the rentrée.
    """

    appointment: list[Line] = Field(min_length=1)
    newcomer: list[Line] = Field(default_factory=list)
    first_day: list[Line] = Field(default_factory=list)


def read_first_day(commune_dir: Path) -> FirstDayData:
    """Raises CommuneError."""
    return read_yaml(commune_dir / FIRST_DAY_FILE, FirstDayData)
