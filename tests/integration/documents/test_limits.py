"""A process of its own under hostile and heavy uploads: bounded memory, over real HTTP."""

import asyncio
import json
import socket
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import httpx
import pytest
from joserfc.jwk import OKPKey

from deploy.local.folder import ROOT
from libs.chassis.auth import SubjectMint
from services.documents.adapters.pdf_reading import MEMORY_BYTES
from services.documents.commands import load
from tests.conftest import EnvironmentFor, FreshDatabase
from tests.corpus.bad_files import BAD_PDFS
from tests.integration.documents.conftest import COMMUNE, VACCINES, a_child, a_registration, code_of
from tests.support.papers import a_pdf_over_ten_megabytes

MEBIBYTE = 1024 * 1024
GIBIBYTE = 1024 * MEBIBYTE


def _peak(pid: int) -> int:
    """VmHWM in MiB; 0 for a process that is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM")), 0)


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@dataclass
class Process:
    """The API as it runs in service."""

    pid: int
    port: int
    mint: SubjectMint

    @property
    def peak(self) -> int:
        """The most memory that it ever held, in MiB."""
        return _peak(self.pid)

    async def watch_readers(self) -> int:
        """Look at its reading processes until cancelled; the most memory that any was seen to hold, in MiB."""
        most = 0
        try:
            while True:
                most = max([most, *(_peak(child) for child in _children(self.pid))])
                await asyncio.sleep(0.01)
        except asyncio.CancelledError:
            return most

    def headers(self) -> dict[str, str]:
        return {
            "Authorization": f"Bearer {self.mint.mint(a_registration())}",
            "X-File-Name": "carnet.pdf",
            "Idempotency-Key": uuid4().hex,
        }

    async def upload(self, content: bytes) -> httpx.Response:
        url = f"http://127.0.0.1:{self.port}/documents"
        async with httpx.AsyncClient(timeout=60) as client:
            params = {"record": a_child(), "piece": VACCINES}
            return await client.post(url, params=params, content=content, headers=self.headers())


@pytest.fixture
async def process(fresh_database: FreshDatabase, environment_for: EnvironmentFor) -> AsyncIterator[Process]:
    database = await fresh_database("documents")
    await load(database.url, COMMUNE)
    gateway = OKPKey.generate_key("Ed25519")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    variables = environment_for("documents", database=database) | {
        "KIOSQUE_SUBJECT_PUBLIC_KEY": json.dumps(gateway.as_dict(private=False)),
        "DOCUMENTS_PORT": str(port),
    }
    started = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "services.documents.main", cwd=ROOT, env=variables, stdout=asyncio.subprocess.DEVNULL
    )
    try:
        await _until_ready(port)
        yield Process(started.pid, port, SubjectMint(json.dumps(gateway.as_dict(private=True))))
    finally:
        started.terminate()
        await started.wait()


async def test_bombs_and_ten_thousand_pages_are_refused_in_bounded_memory(process: Process) -> None:
    bombs = [name for name, (code, _) in BAD_PDFS.items() if code in {"too-complex-pdf", "too-many-pages"}]
    contents = {name: BAD_PDFS[name][1]() for name in bombs}
    before = process.peak
    watching = asyncio.create_task(process.watch_readers())
    answers = await asyncio.gather(*(process.upload(content) for content in contents.values()))
    watching.cancel()
    assert {name: code_of(answer) for name, answer in zip(contents, answers, strict=True)} == {
        name: BAD_PDFS[name][0] for name in bombs
    }
    assert process.peak - before < 150, f"{before} -> {process.peak} MiB"
    most = await watching
    assert 0 < most * MEBIBYTE <= MEMORY_BYTES, f"a reader held {most} MiB"


async def test_many_files_that_are_too_large_cost_no_memory(process: Process) -> None:
    content, before = a_pdf_over_ten_megabytes().content, process.peak
    answers = await asyncio.gather(*(process.upload(content) for _ in range(10)), return_exceptions=True)
    assert process.peak - before < 40, f"{before} -> {process.peak} MiB"
    for answer in answers:
        if isinstance(answer, httpx.Response):
            assert code_of(answer) == "too-large"
        else:  # the answer came while the client was still sending
            assert isinstance(answer, httpx.TransportError)


async def test_an_announced_gigabyte_is_refused_before_it_is_sent(process: Process) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", process.port)
    query = urlencode({"record": a_child(), "piece": VACCINES})
    head = [f"POST /documents?{query} HTTP/1.1", "Host: documents", f"Content-Length: {GIBIBYTE}"]
    head += [f"{name}: {value}" for name, value in process.headers().items()]
    writer.write("\r\n".join([*head, "", ""]).encode() + b"%PDF-1.7\n")
    started = time.perf_counter()
    status = await asyncio.wait_for(reader.readline(), 5)
    assert b" 422 " in status
    assert time.perf_counter() - started < 2
    writer.close()


async def _until_ready(port: int) -> None:
    async with httpx.AsyncClient() as client:
        for _ in range(200):
            try:
                if (await client.get(f"http://127.0.0.1:{port}/readyz")).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.1)
    pytest.fail("the API did not become ready")
