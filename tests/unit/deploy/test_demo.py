import pytest

from deploy.local.demo import name_for


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
