"""What the mail catcher has caught, as the tests read it."""

import asyncio
import re
import time
from dataclasses import dataclass
from typing import Any

import httpx

MAIL_CODE_SUBJECT = "Votre code de vérification"
_CODE = re.compile(r"^\s*(\d{6}|\d{3} \d{3})\s*$", re.MULTILINE)
_LINK = re.compile(r"https?://\S+/activation/[^\s\"<>]+")


@dataclass(frozen=True)
class Mail:
    id: str
    to: str
    subject: str
    text: str
    html: str
    received_at: str

    @property
    def activation_link(self) -> str:
        """The link that opens the page with the button. Raises AssertionError when there is none."""
        found = _LINK.search(self.text)
        assert found, f"no activation link in the mail {self.subject!r}"
        return found[0]

    @property
    def code(self) -> str:
        """The six digits that stand on a line of their own. Raises AssertionError when there are none."""
        found = _CODE.search(self.text)
        assert found, f"no code in the mail {self.subject!r}"
        return found[1].replace(" ", "")

    def link_to(self, path: str) -> str:
        """The first link below a path of the site. Raises AssertionError when there is none."""
        found = re.search(rf"https?://\S+{re.escape(path)}[^\s\"<>]+", self.text)
        assert found, f"no link to {path} in the mail {self.subject!r}"
        return found[0]


class CaughtMails:
    """The catcher at `url`."""

    def __init__(self, url: str) -> None:
        self._url = f"{url}/api/messages"

    async def all(self) -> list[Mail]:
        """Newest first."""
        async with httpx.AsyncClient(timeout=30) as client:
            answer = await client.get(self._url)
        answer.raise_for_status()
        return [_mail(entry) for entry in answer.json()]

    async def to(self, address: str) -> list[Mail]:
        """What this address received, newest first."""
        return [mail for mail in await self.all() if address.casefold() in mail.to.casefold().split(", ")]

    async def wait_for(self, address: str, subject: str, seconds: float = 20) -> Mail:
        """The newest mail to the address whose subject holds these words. Raises AssertionError when none comes."""
        deadline = time.monotonic() + seconds
        while True:
            received = await self.to(address)
            for mail in received:
                if subject.casefold() in mail.subject.casefold():
                    return mail
            subjects = [mail.subject for mail in received]
            assert time.monotonic() < deadline, f"no mail {subject!r} after {seconds} s, only {subjects}"
            await asyncio.sleep(0.2)


def _mail(entry: dict[str, Any]) -> Mail:
    return Mail(
        id=entry["id"],
        to=entry["to"],
        subject=entry["subject"],
        text=entry["text"],
        html=entry["html"],
        received_at=entry["received_at"],
    )
