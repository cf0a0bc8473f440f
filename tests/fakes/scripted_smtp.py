"""A mail server that misbehaves as it is told, to reach what a real one does only on a bad day."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

OK = "ok"
GREET_421 = "greet 421"
GREET_554 = "greet 554"
GREET_NEVER = "greet never"
MAIL_550 = "mail 550"
RCPT_421 = "rcpt 421"
RCPT_450 = "rcpt 450"
RCPT_550 = "rcpt 550"
DATA_451 = "data 451"
DATA_554 = "data 554"
DATA_NEVER = "data never"
DATA_DROP = "data drop"
QUIT_DROP = "quit drop"


@dataclass
class ScriptedSmtp:
    """Takes one behaviour per connection that is greeted oddly, or per mail; well-behaved once the script is over.

    Attributes:
        received: every mail whose content arrived whole, answered or not.
        connections: how many were opened.
    """

    script: deque[str]
    received: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    connections: int = 0
    port: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            await self._converse(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    def _next(self, stage: str) -> str:
        if self.script and (self.script[0].startswith("greet") == (stage == "greet")):
            return self.script.popleft()
        return OK

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        behaviour = self._next("greet")
        if behaviour == GREET_NEVER:
            await asyncio.sleep(60)
        if behaviour != OK:
            await _say(writer, f"{behaviour.split()[1]} not today")
            return
        await _say(writer, "220 scripted")
        while line := await reader.readline():
            verb = line.split(b" ")[0].strip().upper().decode()
            if verb == "MAIL":
                behaviour = self._next("mail")
            if verb == "RCPT":
                self.recipients.append(line.decode().strip())
            if verb == "DATA":
                await self._take_content(reader, writer)
            stage, _, act = behaviour.partition(" ")
            if not await _answer(writer, verb, act if stage.upper() == verb else ""):
                return

    async def _take_content(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await _say(writer, "354 go on")
        content = await reader.readuntil(b"\r\n.\r\n")
        self.received.append(message_from_bytes(content[:-3], policy=policy.default))


@asynccontextmanager
async def scripted_smtp(*behaviours: str) -> AsyncIterator[ScriptedSmtp]:
    """Serve on a free port of the loopback while the block runs."""
    scripted = ScriptedSmtp(deque(behaviours))
    conversations: set[asyncio.Task[None]] = set()

    def begin(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(scripted.serve(reader, writer))
        conversations.add(task)
        task.add_done_callback(conversations.discard)

    server = await asyncio.start_server(begin, "127.0.0.1", 0)
    scripted.port = server.sockets[0].getsockname()[1]
    try:
        yield scripted
    finally:
        server.close()
        await _end(conversations)


async def _end(tasks: Iterable["asyncio.Task[None]"]) -> None:
    for task in list(tasks):
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _answer(writer: asyncio.StreamWriter, verb: str, act: str) -> bool:
    """Whether the conversation goes on."""
    if act == "drop":
        return False
    if act == "never":
        await asyncio.sleep(60)
    if act:
        await _say(writer, f"{act} as scripted")
        return act != "421"
    await _say(writer, {"QUIT": "221 bye", "DATA": "250 taken"}.get(verb, "250 fine"))
    return verb != "QUIT"


async def _say(writer: asyncio.StreamWriter, line: str) -> None:
    writer.write(f"{line}\r\n".encode())
    await writer.drain()
