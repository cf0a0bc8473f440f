import base64
import hashlib
import re

import pytest

from cli.accounts.broker_rights import permissions, topic_permissions
from deploy.local.credentials import SERVICES
from deploy.local.servers.rabbitmq import password_hash


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_configures_nothing_and_reads_its_own_queue(service: str) -> None:
    right = next(permission for permission in permissions(SERVICES) if permission["user"] == service)
    assert not re.search(right["configure"], "kiosque.events")
    assert re.search(right["write"], "kiosque.events")
    assert [other for other in SERVICES if re.search(right["read"], f"kiosque.{other}")] == [service]


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_publishes_under_its_own_prefix(service: str) -> None:
    right = next(permission for permission in topic_permissions(SERVICES) if permission["user"] == service)
    assert [other for other in SERVICES if re.search(right["write"], f"{other}.thing.done.v1")] == [service]


def test_a_password_hash_is_salted_sha256() -> None:
    assert base64.b64decode(password_hash("secret", b"salt")) == b"salt" + hashlib.sha256(b"saltsecret").digest()
