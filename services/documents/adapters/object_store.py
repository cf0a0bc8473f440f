"""Encrypted files in S3: the minio client, which blocks, in a few threads of its own."""

import asyncio
import io
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import TypeVar
from urllib.parse import urlsplit

import urllib3
from minio import Minio
from minio.error import InvalidResponseError, S3Error, ServerError

from services.documents.application.ports import MissingObject, StorageUnavailable

T = TypeVar("T")
_THREADS = 4
_ONE_PART = 64 * 1024 * 1024  # the client cuts what is larger than a part into a multipart upload
_REGION = "us-east-1"  # named, so that the client does not ask the server for it


class ObjectStore:
    """One bucket.

    Args:
        endpoint: `http(s)://host:port`.
    """

    def __init__(self, endpoint: str, access_key: str, secret_key: str, bucket: str) -> None:
        address = urlsplit(endpoint)
        self._bucket = bucket
        self._connections = urllib3.PoolManager(
            maxsize=_THREADS,
            timeout=urllib3.Timeout(connect=2, read=15),
            retries=urllib3.Retry(total=1, backoff_factor=0.2, status_forcelist=(500, 502, 503, 504)),
        )
        self._client = Minio(
            endpoint=address.netloc,
            access_key=access_key,
            secret_key=secret_key,
            secure=address.scheme == "https",
            region=_REGION,
            http_client=self._connections,
        )
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="s3")

    async def put(self, object_key: str, content: bytes) -> None:
        """Raises StorageUnavailable."""
        await self._in_thread(
            lambda: self._client.put_object(
                bucket_name=self._bucket,
                object_name=object_key,
                data=io.BytesIO(content),
                length=len(content),
                part_size=_ONE_PART,
            )
        )

    async def get(self, object_key: str) -> bytes:
        """Raises StorageUnavailable, MissingObject."""
        return await self._in_thread(lambda: self._read(object_key))

    async def delete(self, object_key: str) -> None:
        """Deleting twice is fine. Raises StorageUnavailable."""
        await self._in_thread(lambda: self._client.remove_object(bucket_name=self._bucket, object_name=object_key))

    async def older_than(self, instant: datetime) -> Sequence[str]:
        """The keys of the objects stored before that instant. Raises StorageUnavailable."""
        return await self._in_thread(lambda: self._older_than(instant))

    async def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._connections.clear()

    def _read(self, object_key: str) -> bytes:
        answer = self._client.get_object(bucket_name=self._bucket, object_name=object_key)
        try:
            return bytes(answer.read())
        finally:
            answer.close()
            answer.release_conn()

    def _older_than(self, instant: datetime) -> list[str]:
        return [
            found.object_name
            for found in self._client.list_objects(bucket_name=self._bucket, recursive=True)
            if found.last_modified is not None and found.last_modified < instant
        ]

    async def _in_thread(self, work: Callable[[], T]) -> T:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        except S3Error as error:
            if error.code == "NoSuchKey":
                raise MissingObject from error
            raise StorageUnavailable from error
        except (urllib3.exceptions.HTTPError, InvalidResponseError, ServerError, OSError) as error:
            raise StorageUnavailable from error
