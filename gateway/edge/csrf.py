"""The token of forms: an HMAC bound to the browser's session (OWASP, signed double submit), and the Origin check."""

import hashlib
import hmac

FIELD = "csrf"
HEADER = "X-CSRF-Token"
_PURPOSE = b"kiosque form token\0"


class Csrf:
    """Writes and checks tokens; says whether an Origin is ours."""

    def __init__(self, key: bytes, origin: str) -> None:
        self._key = key
        self._origin = origin

    def token(self, binding: str, writer: str = "") -> str:
        """64 hexadecimal digits; the same as long as the session lasts, so that two tabs and Back work.

        Args:
            writer: the mark of the person whom the page is for. It follows the digits, which vouch for it: once their
                session has ended, nothing else tells whose form it was.
        """
        bound = f"{binding}\0{writer}" if writer else binding
        digits = hmac.new(self._key, _PURPOSE + bound.encode(), hashlib.sha256).hexdigest()
        return f"{digits}.{writer}" if writer else digits

    def accepts(self, token: str | None, binding: str | None) -> bool:
        if not token or not binding:
            return False
        return hmac.compare_digest(token.encode(), self.token(binding, self.writer(token)).encode())

    def writer(self, token: str) -> str:
        """The mark that a token carries; empty in a page for nobody in particular."""
        return token.partition(".")[2]

    def is_ours(self, origin: str | None) -> bool:
        """A browser sends Origin with every unsafe request; one without it is refused."""
        return origin == self._origin
