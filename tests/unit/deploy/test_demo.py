import pytest

from deploy.local.demo import name_for


def test_one_more_demo_keeps_its_data_when_it_runs_alone() -> None:
    assert name_for(9000, {}, known=["demo", "demo-9000"]) == "demo-9000"
    assert name_for(9001, {}, known=["demo", "demo-9000"]) == "demo"


@pytest.mark.parametrize(
    ("port", "running", "name"),
    [
        (8000, {}, "demo"),
        (9000, {}, "demo"),
        (8000, {"demo": 8000}, "demo"),
        (9000, {"demo": 8000}, "demo-9000"),
        (9000, {"demo": 8000, "demo-9000": 9000}, "demo-9000"),
        (8000, {"demo-9000": 9000}, "demo"),
        (8000, {"demo": 9000}, "demo-8000"),
    ],
)
def test_a_port_names_a_demo(port: int, running: dict[str, int], name: str) -> None:
    assert name_for(port, running) == name
