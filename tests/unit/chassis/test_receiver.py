"""Which failures make a delivery a dead one, and which only mean trying again."""

import pytest
from sqlalchemy.exc import DBAPIError

from libs.chassis.receiver import _is_about_the_content


class Refusal(Exception):
    """An error as the driver gives it."""

    def __init__(self, sqlstate: str | None) -> None:
        super().__init__("refused")
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("sqlstate", "content"),
    [
        ("22021", True),  # a character that the encoding lacks
        ("54000", True),  # larger than an index takes
        ("57P03", False),  # the server is starting up
        ("57P01", False),  # it is stopping
        ("55P03", False),  # a lock was not had in time
        ("53300", False),  # too many connections
        (None, False),  # the connection broke
    ],
)
def test_only_the_content_makes_a_delivery_dead(sqlstate: str | None, content: bool) -> None:
    assert _is_about_the_content(DBAPIError("INSERT", {}, Refusal(sqlstate))) is content


def test_what_the_driver_cannot_encode_is_about_the_content() -> None:
    error = Refusal(None)
    error.__cause__ = UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed")
    assert _is_about_the_content(DBAPIError("INSERT", {}, error))
