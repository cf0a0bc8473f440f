"""A mail as it travels."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from uuid import UUID

import pytest

from services.notifications.adapters.letterhead import read_letterhead
from services.notifications.adapters.mail_message import compose
from services.notifications.application.ports import Mail

LETTERHEAD = read_letterhead(Path(__file__).parents[3] / "communes" / "carros", "http://localhost:8000")
ID = UUID("6f1c6a52-6a4e-4a63-9d0a-0a6c2c0f3c11")


def composed(to: str = "parent@famille.example", subject: str = "Été à l'école") -> EmailMessage:
    mail = Mail(ID, to, subject, "Bonjour Souleù,\n" + "long " * 300 + "\n", "<!DOCTYPE html><p>Bonjour Souleù</p>\n")
    sent = compose(mail, "kiosque@ville.example", LETTERHEAD).as_bytes()
    assert max(len(line) for line in sent.splitlines()) <= 998
    return message_from_bytes(sent, policy=policy.default)


def test_the_headers_are_those_of_an_automatic_mail() -> None:
    message = composed()
    assert message["Message-ID"] == f"<{ID}@ville.example>"
    assert message["From"] == '"Kiosque famille, ville de Carros" <kiosque@ville.example>'
    assert message["Reply-To"].addresses[0].addr_spec == LETTERHEAD.email
    assert message["To"] == "parent@famille.example"
    assert message["Subject"] == "Été à l'école"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime.tzinfo is not None
    assert not [name for name in message if name.startswith("List-")]


def test_it_is_text_and_html_without_a_defect() -> None:
    message = composed()
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.walk()][1:] == ["text/plain", "text/html"]
    assert not [part.defects for part in message.walk() if part.defects]
    text = message.get_body(("plain",))
    assert text is not None
    assert text.get_content().startswith("Bonjour Souleù,")


@pytest.mark.parametrize("to", ["a@b.example\r\nBcc: everybody@b.example", "a@b.example\nX: y"])
def test_an_address_cannot_add_a_header(to: str) -> None:
    with pytest.raises(ValueError, match="linefeed"):
        composed(to)
