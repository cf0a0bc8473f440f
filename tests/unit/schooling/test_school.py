"""Schools as the town lists them."""

from services.schooling.domain.school import Level, in_order


def test_levels_stand_in_the_order_of_the_school_years_each_once() -> None:
    assert in_order([Level.CM2, Level.CP, Level.PS, Level.CP]) == (Level.PS, Level.CP, Level.CM2)
