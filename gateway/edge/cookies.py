"""The cookies: the session, the visit that binds forms before there is a session, the device that signed in before."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response


@dataclass(frozen=True)
class Cookies:
    """Over https all carry the `__Host-` prefix: no sub-domain and no path can plant them (RFC 6265bis)."""

    secure: bool

    @property
    def session(self) -> str:
        return self._name("kiosque")

    @property
    def visit(self) -> str:
        return self._name("kiosque-visite")

    @property
    def device(self) -> str:
        return self._name("device")

    def put(self, response: Response, name: str, value: str, seconds: int | None = None) -> None:
        """HttpOnly, SameSite=Lax, Path=/; of the browser's session unless it is kept for some seconds."""
        response.set_cookie(name, value, max_age=seconds, path="/", secure=self.secure, httponly=True, samesite="lax")

    def drop(self, response: Response, name: str) -> None:
        response.delete_cookie(name, path="/", secure=self.secure, httponly=True, samesite="lax")

    def binding(self, request: Request) -> str | None:
        """What a form's token is bound to: the session; before it, the visit."""
        return request.cookies.get(self.session) or request.cookies.get(self.visit)

    def _name(self, name: str) -> str:
        return f"__Host-{name}" if self.secure else name
