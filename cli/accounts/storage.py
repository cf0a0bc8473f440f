"""The bucket of documents' files."""

from urllib.parse import urlsplit

from minio import Minio
from minio.error import S3Error

from cli.failure import Failure


def create_bucket(endpoint: str, access_key: str, secret_key: str, bucket: str) -> bool:
    """Make the bucket, with the key that documents has. Returns whether it was missing.

    Raises:
        Failure: the server refused.
    """
    url = urlsplit(endpoint)
    client = Minio(
        url.netloc, access_key=access_key, secret_key=secret_key, secure=url.scheme == "https", region="us-east-1"
    )
    try:
        if client.bucket_exists(bucket):
            return False
        client.make_bucket(bucket)
    except S3Error as error:
        raise Failure(f"The S3 server refuses the bucket {bucket} ({error.code}).") from error
    return True
