"""The town's password rule: bounds, letters and digits, nothing common; and the level that a meter shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from libs.domain.errors import FieldError


class Level(StrEnum):
    """Faible, moyen, fort; the seed asks for at least moyen."""

    WEAK = "weak"
    MEDIUM = "medium"
    STRONG = "strong"


@dataclass(frozen=True)
class Estimate:
    """How guessable a password is.

    Attributes:
        common: it stands in a list of common passwords (disguises included), or among what is known of the person.
        score: 0 to 4, the number of orders of magnitude that guessing it would take, in zxcvbn's steps.
    """

    common: bool
    score: int


@dataclass(frozen=True)
class Verdict:
    """A judged password. `refusals` is empty exactly when it is acceptable."""

    level: Level
    refusals: Sequence[FieldError]

    @property
    def acceptable(self) -> bool:
        return not self.refusals


@dataclass(frozen=True)
class PasswordPolicy:
    """Bounds in characters, both included."""

    minimum: int = 8
    maximum: int = 25
    strong_from: int = 3

    def judge(self, password: str, estimate: Estimate, field: str = "password") -> Verdict:
        """Every rule that the password breaks, and its level: strong is out of reach for what is refused."""
        refusals = tuple(self._refusals(password, estimate, field))
        if refusals:
            return Verdict(Level.WEAK, refusals)
        return Verdict(Level.STRONG if estimate.score >= self.strong_from else Level.MEDIUM, ())

    def _refusals(self, password: str, estimate: Estimate, field: str) -> list[FieldError]:
        found = []
        if len(password) < self.minimum:
            found.append(FieldError(field, "password-too-short", {"minimum": self.minimum}))
        if len(password) > self.maximum:
            found.append(FieldError(field, "password-too-long", {"maximum": self.maximum}))
        if not any(character.isalpha() for character in password):
            found.append(FieldError(field, "password-without-letter"))
        if not any(character.isdecimal() for character in password):
            found.append(FieldError(field, "password-without-digit"))
        if estimate.common or estimate.score == 0:
            found.append(FieldError(field, "password-too-common"))
        return found
