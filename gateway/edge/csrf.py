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

    def token(self, binding: str) -> str:
        """64 hexadecimal digits; the same as long as the session lasts, so that two tabs and Back work."""
        return hmac.new(self._key, _PURPOSE + binding.encode(), hashlib.sha256).hexdigest()

    def accepts(self, token: str | None, binding: str | None) -> bool:
        if not token or not binding:
            return False
        return hmac.compare_digest(token.encode(), self.token(binding).encode())

    def is_ours(self, origin: str | None) -> bool:
        """A browser sends Origin with every unsafe request; one without it is refused."""
        return origin == self._origin
