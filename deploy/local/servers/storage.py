"""A private S3 server: nanio, where each key opens one bucket only."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from nanio.app import build_app
from nanio.auth.credentials import StaticCredentialResolver
from nanio.config import Settings
from nanio.storage.filesystem import FilesystemStorage
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

_DENIED = b"<Error><Code>AccessDenied</Code><Message>This key does not open this bucket.</Message></Error>"


@dataclass(frozen=True)
class Grant:
    """A key pair and the only bucket that it opens."""

    access_key: str
    secret_key: str
    bucket: str


class OneBucketPerKey:
    """Refuses a verified caller any bucket but its own; nanio itself lets every key do everything."""

    def __init__(self, app: ASGIApp, *, buckets: dict[str, str]) -> None:
        self._app = app
        self._buckets = buckets

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self._allowed(scope):
            await self._app(scope, receive, send)
            return
        await Response(_DENIED, status_code=403, media_type="application/xml")(scope, receive, send)

    def _allowed(self, scope: Scope) -> bool:
        bucket, _, key = scope["path"].lstrip("/").partition("/")
        if self._buckets.get(scope.get("nanio.principal", "")) != bucket:
            return False
        if dict(scope["headers"]).get(b"x-amz-copy-source") is not None:
            return False  # a source may lie in another bucket, and nobody here copies
        return bool(key) or scope["method"] in {"GET", "HEAD", "POST"}  # the bucket itself is not the key's to delete


def build(folder: Path, grants: list[Grant]) -> Starlette:
    """The server's application over a folder, with its buckets created."""
    storage = FilesystemStorage(folder)
    existing = {bucket.name for bucket in storage.list_buckets()}
    for bucket in {grant.bucket for grant in grants} - existing:
        storage.create_bucket(bucket)
    pairs = {grant.access_key: grant.secret_key for grant in grants}
    app: Starlette = build_app(Settings(data_dir=folder, credentials=StaticCredentialResolver(pairs)))
    buckets = {grant.access_key: grant.bucket for grant in grants}
    app.user_middleware.append(Middleware(OneBucketPerKey, buckets=buckets))  # last: inside the signature check
    return app


def main() -> None:
    """Serve, as the environment says: STORAGE_FOLDER, STORAGE_PORT and STORAGE_GRANTS (a JSON list of grants)."""
    grants = [Grant(**grant) for grant in json.loads(os.environ["STORAGE_GRANTS"])]
    app = build(Path(os.environ["STORAGE_FOLDER"]), grants)
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["STORAGE_PORT"]), access_log=False, log_level="warning")
