"""What a session is listed as, from the User-Agent that its browser sent: a kind of device, a family of browsers.

Nothing finer leaves this module. An iPad that presents itself as a Mac, as they do by default, is listed as a computer.
"""

from gateway.clients.identity_account import SeenAs

_BROWSERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    # In this order: most of them name the ones below as well.
    ("edge", ("edg/", "edga/", "edgios/", "edge/")),
    ("opera", ("opr/", "opera", "opios/", "opt/")),
    ("samsung", ("samsungbrowser/",)),
    ("firefox", ("firefox/", "fxios/")),
    ("chrome", ("chrome/", "crios/", "chromium/")),
    ("safari", ("safari/",)),
)


def seen_as(user_agent: str) -> SeenAs:
    """Whatever was sent, also nothing, has an answer."""
    words = user_agent[:500].lower()
    return SeenAs(device=_device(words), browser=_browser(words))  # type: ignore[typeddict-item] # words of the lists


def _device(words: str) -> str:
    if "ipad" in words or "tablet" in words or ("android" in words and "mobile" not in words):
        return "tablet"
    if "mobile" in words or "iphone" in words or "ipod" in words:
        return "phone"
    return "computer"


def _browser(words: str) -> str:
    return next((name for name, marks in _BROWSERS if any(mark in words for mark in marks)), "other")
