"""What families bring on the first day of school: `rentree.yaml`."""

from pathlib import Path

from pydantic import Field

from libs.commune.source import Data, Line, read_yaml

FIRST_DAY_FILE = "rentree.yaml"


class FirstDayData(Data):
    """The whole file, in the order of the screen. What is brought to the head of school is in `admission.yaml`."""

    first_day: list[Line] = Field(default_factory=list)


def read_first_day(commune_dir: Path) -> FirstDayData:
    """Raises CommuneError."""
    return read_yaml(commune_dir / FIRST_DAY_FILE, FirstDayData)
