"""The real worker: from the bus to the mail server, through every kind of interruption."""

import asyncio
import os
import re
import shutil
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import aiohttp
import pytest

from deploy.local.instance import Instance
from libs.contracts.household.v1 import RefusedItem, SubmissionConcluded, SubmissionMade
from tests.conftest import EnvironmentFor
from tests.fakes.scripted_smtp import DATA_NEVER, scripted_smtp
from tests.integration.notifications.conftest import Family, Rows
from tests.support.broker import VirtualHost
from tests.support.databases import ServiceDatabase
from tests.support.envelopes import enveloped
from tests.support.worker_process import declare_topology, eventually, publish, worker_process

pytestmark = pytest.mark.timeout(90)


async def caught(infrastructure: Instance, address: str) -> list[dict[str, Any]]:
    url = f"{infrastructure.environments.mail_url}/api/messages"
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return [mail for mail in await answer.json() if address in mail["to"]]


@pytest.fixture
def variables(
    environment_for: EnvironmentFor, tables: ServiceDatabase, fresh_vhost: VirtualHost, free_port: int
) -> dict[str, str]:
    given = environment_for("notifications-worker", database=tables, vhost=fresh_vhost)
    return given | {"NOTIFICATIONS_WORKER_PORT": str(free_port)}


async def test_a_submission_becomes_a_mail_within_two_seconds_and_messages(
    *,
    infrastructure: Instance,
    variables: dict[str, str],
    fresh_vhost: VirtualHost,
    rows: Rows,
    a_family: Callable[[], Family],
    tmp_path: Path,
) -> None:
    await declare_topology(fresh_vhost)
    family, submission = a_family(), uuid4()
    async with worker_process("notifications", variables, tmp_path) as worker:
        started = time.monotonic()
        await publish(
            fresh_vhost,
            enveloped(family.registered()),
            enveloped(family.asks_activation("the-token")),
            enveloped(
                SubmissionMade(
                    submission_id=submission, family_id=family.id, document_ids=[], made_at=datetime.now(UTC)
                )
            ),
        )
        await eventually(lambda: caught(infrastructure, family.email), 10)
        took = time.monotonic() - started
        (mail,) = await caught(infrastructure, family.email)
        assert f"{infrastructure.environments.public_url}/activation/the-token" in mail["text"]
        assert took < 2, f"{took:.2f} s"

        refused = RefusedItem(item_key="k", label="Livret de famille", reason="Illisible.", comment="CANARI-COMMENT")
        decision = SubmissionConcluded(
            submission_id=submission, family_id=family.id, accepted=1, refused=[refused], concluded_at=datetime.now(UTC)
        )
        await publish(fresh_vhost, enveloped(family.activated(), version=2), enveloped(decision))

        async def both() -> bool:
            return len(await caught(infrastructure, family.email)) == 2

        await eventually(both, 10)
        (notice, _) = await caught(infrastructure, family.email)
        assert notice["subject"] == "Une réponse vous attend sur le kiosque famille"
        assert "Livret" not in notice["text"] + notice["html"]
        messages = await rows("SELECT subject FROM messages ORDER BY posted_at")
        assert [row["subject"] for row in messages] == [
            "Votre demande est bien arrivée",
            "Un point de votre demande est à corriger",
        ]
        _, metrics = await worker.get("/metrics")
        assert re.search(r'kiosque_mail_attempts_total\{fate="sent",template="activation"\} 1.0', metrics)
        log = worker.log.read_text()
    print(f"\nfrom the publication to the mail: {took * 1000:.0f} ms")  # noqa: T201
    canaries = [family.email, "Anouk", "Canari", "the-token", "CANARI-COMMENT", "Livret", "00042"]
    assert not [canary for canary in canaries if canary in log + metrics]


async def test_a_worker_killed_while_the_server_hesitates_leaves_no_mail_behind(
    *,
    infrastructure: Instance,
    variables: dict[str, str],
    fresh_vhost: VirtualHost,
    a_family: Callable[[], Family],
    tmp_path: Path,
) -> None:
    await declare_topology(fresh_vhost)
    families = [a_family() for _ in range(5)]
    async with scripted_smtp(DATA_NEVER) as server:
        elsewhere = variables | {"NOTIFICATIONS_SMTP_PORT": str(server.port)}
        async with worker_process("notifications", elsewhere, tmp_path) as worker:
            await publish(fresh_vhost, *(enveloped(family.asks_activation()) for family in families))

            async def hesitating() -> bool:
                return len(server.received) == 1

            await eventually(hesitating, 10)
            worker.kill()
    async with worker_process("notifications", variables, tmp_path):
        await eventually(lambda: caught(infrastructure, families[-1].email), 15)
    for family in families:
        assert len(await caught(infrastructure, family.email)) == 1


async def test_a_worker_without_the_communes_texts_does_not_start(variables: dict[str, str], tmp_path: Path) -> None:
    textless = shutil.ignore_patterns("*.j2")
    shutil.copytree(variables["KIOSQUE_COMMUNE_DIR"], tmp_path, ignore=textless, dirs_exist_ok=True)
    refused = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "services.notifications.worker",
        env={"PATH": os.defpath, **variables, "KIOSQUE_COMMUNE_DIR": str(tmp_path)},
        stderr=asyncio.subprocess.PIPE,
    )
    _, said = await refused.communicate()
    assert refused.returncode == 78
    assert "activation.subject.j2" in said.decode()
    assert "Traceback" not in said.decode()


async def test_two_workers_send_each_mail_once(
    *,
    infrastructure: Instance,
    variables: dict[str, str],
    fresh_vhost: VirtualHost,
    a_family: Callable[[], Family],
    tmp_path: Path,
    another_free_port: int,
) -> None:
    await declare_topology(fresh_vhost)
    families = [a_family() for _ in range(20)]
    standby = variables | {"NOTIFICATIONS_WORKER_PORT": str(another_free_port)}
    async with (
        worker_process("notifications", variables, tmp_path) as first,
        worker_process("notifications", standby, tmp_path),
    ):
        await publish(fresh_vhost, *(enveloped(family.asks_activation()) for family in families[:10]))
        await eventually(lambda: caught(infrastructure, families[9].email), 15)
        first.kill()
        await publish(fresh_vhost, *(enveloped(family.asks_activation()) for family in families[10:]))
        await eventually(lambda: caught(infrastructure, families[19].email), 20)
    for family in families:
        assert len(await caught(infrastructure, family.email)) == 1
