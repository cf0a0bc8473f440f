"""The wait between two attempts."""

import pytest

from services.notifications.domain.delivery import pause_before_next


@pytest.mark.parametrize(
    ("attempts", "longest", "seconds"),
    [(1, 900, 1), (2, 900, 2), (3, 900, 4), (8, 900, 128), (20, 900, 900), (5000, 900, 900), (6, 20, 20), (0, 20, 1)],
)
def test_the_wait_doubles_up_to_its_bound(attempts: int, longest: int, seconds: int) -> None:
    assert pause_before_next(attempts, longest) == seconds
