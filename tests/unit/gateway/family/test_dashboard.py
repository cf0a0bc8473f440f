from typing import Any, cast

import pytest

from gateway.clients.household import Dashboard
from gateway.web.family.dashboard import standing


def a_board(*lights: str, can_submit: bool = False) -> Dashboard:
    board: dict[str, Any] = {"records": [{"light": light} for light in lights], "can_submit": can_submit}
    return cast("Dashboard", board)


@pytest.mark.parametrize(
    ("board", "said"),
    [
        (a_board("green", "red", can_submit=True), "non transmis"),
        (a_board("green", "green"), "sont valides"),
        (a_board("orange", "orange"), "rien à faire"),
        (a_board("green", "orange"), "rien à faire"),
        (a_board("green", "orange", "red"), "Complétez vos fiches rouges"),
        (a_board("green", "grey"), "sont valides"),
    ],
)
def test_one_sentence_beside_terminer_says_where_the_fiches_are(board: Dashboard, said: str) -> None:
    assert said in standing(board)
