"""The list of requests: its filters as they stand in the address, and the way to the next page."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from gateway.web.agents.schooling.door import PATH
from gateway.web.agents.schooling.words import KINDS, LEVELS, STAGES

_CODE = re.compile(r"[0-9A-Za-z-]{0,20}", re.ASCII)
_YEAR = re.compile(r"20\d\d", re.ASCII)
_UAI = re.compile(r"\d{7}[A-Z]", re.ASCII)
FILTERS = ("etat", "annee", "genre", "niveau", "ecole", "code")


@dataclass(frozen=True)
class Asked:
    """What is unknown counts as not asked.

    Attributes:
        stage: `open` unless another one is asked for; `toutes`: no filter.
    """

    stage: str = "open"
    year: str = ""
    kind: str = ""
    level: str = ""
    school: str = ""
    code: str = ""
    after: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Asked":
        stage, year, kind = query.get("etat", "open"), query.get("annee", ""), query.get("genre", "")
        level, school = query.get("niveau", ""), query.get("ecole", "")
        return cls(
            stage if stage in STAGES else "open",
            year if _YEAR.fullmatch(year) else "",
            kind if kind in KINDS else "",
            level if level in LEVELS else "",
            school if _UAI.fullmatch(school) else "",
            query.get("code", "").strip(),
            query.get("apres", ""),
        )

    @property
    def code_is_one(self) -> bool:
        """Whether a code famille can begin like this at all."""
        return _CODE.fullmatch(self.code) is not None

    @property
    def values(self) -> dict[str, str]:
        """By the names of the inputs."""
        return dict(zip(FILTERS, (self.stage, self.year, self.kind, self.level, self.school, self.code), strict=True))

    @property
    def query(self) -> dict[str, str]:
        """As schooling wants it."""
        asked = {
            "stage": self.stage,
            "school_year": self.year,
            "kind": self.kind,
            "level": self.level,
            "school": self.school,
            "family_code": self.code,
            "after": self.after,
        }
        return {name: value for name, value in asked.items() if value}

    @property
    def filtered(self) -> bool:
        return self != Asked(after=self.after)

    @property
    def address(self) -> str:
        given = {**self.values, "etat": "" if self.stage == "open" else self.stage, "apres": self.after}
        query = urlencode({name: value for name, value in given.items() if value})
        return f"{PATH}?{query}" if query else PATH

    def from_(self, after: str) -> "Asked":
        return replace(self, after=after)
