"""Whether two kinds of requests can be told apart by the time they take."""

import math
from dataclasses import dataclass
from statistics import median

_CERTAIN = 0.001  # probability of so different ranks by chance, below which they are different
_RELEVANT_SHARE = 0.04
_RELEVANT_SECONDS = 0.0003


@dataclass(frozen=True)
class Comparison:
    """Two samples of times.

    Attributes:
        medians: in seconds, of the first and of the second.
        p: of Mann and Whitney's U test, two-sided: how often chance alone makes ranks so different.
    """

    medians: tuple[float, float]
    p: float

    @property
    def difference(self) -> float:
        """Seconds by which the second's median exceeds the first's."""
        return self.medians[1] - self.medians[0]

    @property
    def tells(self) -> bool:
        """Whether the times give away which is which: a difference that is no chance, and large enough to measure."""
        return self.p < _CERTAIN and abs(self.difference) > max(_RELEVANT_SECONDS, _RELEVANT_SHARE * min(self.medians))

    def __str__(self) -> str:
        first, second = (1000 * value for value in self.medians)
        return (
            f"medians {first:.2f} ms and {second:.2f} ms, difference {1000 * self.difference:+.2f} ms, p = {self.p:.3f}"
        )


def compare(first: list[float], second: list[float]) -> Comparison:
    """Mann and Whitney's U test by its normal approximation, which 20 samples of each suffice for."""
    ranked = sorted([(value, 0) for value in first] + [(value, 1) for value in second])
    ranks = sum(rank for rank, (_value, kind) in enumerate(ranked, start=1) if kind == 0)
    one, other = len(first), len(second)
    u = ranks - one * (one + 1) / 2
    deviation = math.sqrt(one * other * (one + other + 1) / 12)
    z = (u - one * other / 2) / deviation
    return Comparison((median(first), median(second)), math.erfc(abs(z) / math.sqrt(2)))
