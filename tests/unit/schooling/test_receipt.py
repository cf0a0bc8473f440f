"""From when the town's silence means something."""

from datetime import UTC, date, datetime

import pytest

from services.schooling.domain.derogation import CommissionSession
from services.schooling.domain.receipt import Silence, SilenceRule, silence_after
from services.schooling.domain.request_sentences import commission_in_words, near, receipt_in_words

RULE = SilenceRule(accepted=True, months=2, legal_basis="L231-1")


@pytest.mark.parametrize(
    ("received", "on"),
    [
        (datetime(2026, 4, 2, 8, tzinfo=UTC), date(2026, 6, 2)),
        (datetime(2026, 12, 31, 12, tzinfo=UTC), date(2027, 2, 28)),
        (datetime(2027, 12, 31, 12, tzinfo=UTC), date(2028, 2, 29)),
        (datetime(2026, 4, 1, 22, 30, tzinfo=UTC), date(2026, 6, 2)),  # past midnight in Paris
    ],
)
def test_silence_means_something_from_the_same_day_of_the_month(received: datetime, on: date) -> None:
    assert silence_after(received, RULE).on == on


def test_the_receipt_says_what_silence_means_and_from_when() -> None:
    silence = Silence(False, date(2026, 6, 2), "L231-4")
    assert receipt_in_words("2026-00042", datetime(2026, 4, 2, 6, 5, tzinfo=UTC), silence) == (
        "Votre demande n° 2026-00042 a été reçue le 2 avril 2026 à 8 h 05. Sans réponse de la commune le 2 juin 2026, "
        "elle sera considérée comme refusée (L231-4)."
    )


def test_agents_are_warned_some_days_before() -> None:
    silence = Silence(True, date(2026, 6, 20), "L231-1")
    assert [near(silence, day, 15) for day in (date(2026, 6, 4), date(2026, 6, 5), date(2026, 7, 1))] == [
        False,
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2027, 5, 20), "au mois de mai"),
        (date(2027, 4, 1), "au mois d'avril"),
        (date(2027, 10, 1), "au mois d'octobre"),
    ],
)
def test_the_commission_is_named_by_its_month(day: date, said: str) -> None:
    assert said in commission_in_words(CommissionSession("x", 2027, day))
