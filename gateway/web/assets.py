"""Files for the browser: what the build wrote, the commune's style sheet and logo, each named by its content.

They travel compressed (RFC 1952): on a slow line the style sheet alone was half of the wait for a first page. Pages do
not: they hold secrets beside what somebody typed, and their length would tell of them (BREACH, CVE-2013-3587).
"""

import gzip
import hashlib
import json
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from libs.commune.commune import Commune

PREFIX = "/assets/"
_FOREVER = "public, max-age=31536000, immutable"
_TYPES = {".woff2": "font/woff2", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


class AssetsMissing(Exception):
    """The front end was not built."""


@dataclass(frozen=True)
class Asset:
    """`gzipped`: the same in fewer bytes; None where nothing is gained."""

    content: bytes
    media_type: str
    gzipped: bytes | None

    @classmethod
    def of(cls, name: str, content: bytes) -> "Asset":
        gzipped = gzip.compress(content, mtime=0)
        return cls(content, _media_type(name), gzipped if len(gzipped) < len(content) else None)


class Assets:
    """Everything under /assets/, in memory: the whole of it is about two megabytes."""

    def __init__(self, files: dict[str, Asset], names: dict[str, str]) -> None:
        self._files = files
        self._names = names

    @classmethod
    def load(cls, directory: Path, commune: Commune) -> "Assets":
        """Raises AssetsMissing."""
        manifest = directory / "manifest.json"
        if not manifest.is_file():
            raise AssetsMissing("the front end is not built: npm ci && npm run build, in gateway/assets")
        names: dict[str, str] = json.loads(manifest.read_text(encoding="utf-8"))
        files = {hashed: Asset.of(hashed, (directory / hashed).read_bytes()) for hashed in names.values()}
        for name, text in (("commune.css", style_sheet(commune)), ("logo.svg", commune.texts.logo)):
            content = text.encode()
            names[name] = _hashed(name, content)
            files[names[name]] = Asset.of(name, content)
        return cls(files, names)

    def url(self, name: str) -> str:
        """The address of a file by its plain name. Raises KeyError."""
        return PREFIX + self._names[name]

    async def serve(self, request: Request) -> Response:
        asset = self._files.get(request.path_params["name"])
        if asset is None:
            return Response(status_code=404)
        headers = {"Cache-Control": _FOREVER, "Cross-Origin-Resource-Policy": "same-origin", "Vary": "Accept-Encoding"}
        content = asset.content
        if asset.gzipped is not None and "gzip" in request.headers.get("accept-encoding", ""):
            content, headers["Content-Encoding"] = asset.gzipped, "gzip"
        return Response(content, media_type=asset.media_type, headers=headers)


def style_sheet(commune: Commune) -> str:
    """The commune's colours and letters as custom properties; the built style sheet only names them."""
    colours, letters = commune.profile.colours, commune.profile.typography
    properties = {
        "--govuk-brand-colour": colours.brand,
        "--govuk-link-colour": colours.brand,
        "--govuk-link-hover-colour": colours.brand_dark,
        "--govuk-focus-colour": colours.focus,
        "--govuk-border-colour": colours.line,
        "--govuk-surface-background-colour": colours.surface,
        "--govuk-surface-border-colour": colours.line,
        "--kiosque-accent": colours.accent,
        "--kiosque-letters": ", ".join(f'"{name}"' for name in (letters.family, *letters.fallback)),
    }
    return ":root{" + ";".join(f"{name}:{value}" for name, value in properties.items()) + "}\n"


def _hashed(name: str, content: bytes) -> str:
    stem, _, extension = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{extension}"


def _media_type(name: str) -> str:
    suffix = Path(name).suffix
    return _TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
