import random

import pytest

from tests.support.timing import compare


def times(shift: float, seed: int) -> list[float]:
    """200 times around 30 ms, with the tail that a busy machine gives."""
    drawn = random.Random(seed)
    return [0.030 + shift + drawn.gauss(0, 0.002) + drawn.expovariate(1000) for _ in range(200)]


@pytest.mark.parametrize("seed", range(20))
def test_equal_work_tells_nothing(seed: int) -> None:
    assert not compare(times(0, seed), times(0, seed + 1000)).tells


@pytest.mark.parametrize("shift", [0.002, -0.002, 0.030])
def test_a_fifteenth_more_or_less_is_noticed(shift: float) -> None:
    compared = compare(times(0, 1), times(shift, 2))
    assert compared.tells
    assert compared.p < 1e-6
    assert compared.difference == pytest.approx(shift, abs=0.0005)
