import pytest

from gateway.web.user_agent import seen_as

WEBKIT, GECKO = "AppleWebKit/537.36 (KHTML, like Gecko)", "Gecko/20100101"
SEEN = [
    (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/140.0.0.0 Safari/537.36", "computer", "chrome"),
    (f"Mozilla/5.0 (X11; Linux x86_64) {WEBKIT} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0", "computer", "edge"),
    (f"Mozilla/5.0 (X11; Linux x86_64) {WEBKIT} Chrome/139.0.0.0 Safari/537.36 OPR/124.0.0.0", "computer", "opera"),
    (f"Mozilla/5.0 (X11; Linux x86_64; rv:143.0) {GECKO} Firefox/143.0", "computer", "firefox"),
    ("Mozilla/5.0 (Android 15; Mobile; rv:143.0) Gecko/143.0 Firefox/143.0", "phone", "firefox"),
    ("Mozilla/5.0 (Android 15; Tablet; rv:143.0) Gecko/143.0 Firefox/143.0", "tablet", "firefox"),
    (f"Mozilla/5.0 (Linux; Android 10; K) {WEBKIT} Chrome/140.0.0.0 Mobile Safari/537.36", "phone", "chrome"),
    (f"Mozilla/5.0 (Linux; Android 10; K) {WEBKIT} Chrome/140.0.0.0 Safari/537.36", "tablet", "chrome"),
    (
        f"Mozilla/5.0 (Linux; Android 10; K) {WEBKIT} SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
        "phone",
        "samsung",
    ),
    (
        f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) {WEBKIT} Version/26.0 Mobile/15E148 Safari/604.1",
        "phone",
        "safari",
    ),
    (
        f"Mozilla/5.0 (iPad; CPU OS 18_6 like Mac OS X) {WEBKIT} CriOS/140.0 Mobile/15E148 Safari/604.1",
        "tablet",
        "chrome",
    ),
    ("", "computer", "other"),
    ("\x00" * 10_000, "computer", "other"),
]


@pytest.mark.parametrize(("user_agent", "device", "browser"), SEEN)
def test_a_kind_of_device_and_a_family_of_browsers(user_agent: str, device: str, browser: str) -> None:
    assert seen_as(user_agent) == {"device": device, "browser": browser}
