from email.message import EmailMessage
from pathlib import Path

import pytest

from deploy.local.mail_catcher.mailbox import Mailbox
from deploy.local.mail_catcher.pages import as_json


@pytest.fixture
def mailbox(tmp_path: Path) -> Mailbox:
    return Mailbox(tmp_path)


def a_mail(subject: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Kiosque famille <portail@ville.example>"
    message["To"] = "parent@ville.example"
    message["Subject"] = subject
    message.set_content("Bonjour, voici l’été.")
    message.add_alternative("<p>Bonjour, voici l’été.</p>", subtype="html")
    message.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="reçu.pdf")
    return message


def test_a_mail_is_shown_with_its_parts(mailbox: Mailbox) -> None:
    mailbox.keep(["parent@ville.example", "copie@ville.example"], a_mail("Votre code famille é").as_bytes())
    [mail] = map(as_json, mailbox.mails())
    assert mail["to"] == "parent@ville.example, copie@ville.example"
    assert mail["from"] == "portail@ville.example"
    assert mail["subject"] == "Votre code famille é"
    assert mail["text"].strip() == "Bonjour, voici l’été."
    assert mail["html"].strip() == "<p>Bonjour, voici l’été.</p>"
    assert [(file["name"], file["content_type"], file["size"]) for file in mail["attachments"]] == [
        ("reçu.pdf", "application/pdf", 5)
    ]


def test_the_newest_comes_first_and_a_restart_loses_none(mailbox: Mailbox, tmp_path: Path) -> None:
    for subject in ("first", "second"):
        mailbox.keep(["parent@ville.example"], a_mail(subject).as_bytes())
    assert [mail.subject for mail in Mailbox(tmp_path).mails()] == ["second", "first"]


def test_it_can_be_emptied(mailbox: Mailbox) -> None:
    mailbox.keep(["parent@ville.example"], a_mail("gone").as_bytes())
    mailbox.empty()
    assert mailbox.mails() == []


def test_an_unknown_mail_is_not_read_from_elsewhere(mailbox: Mailbox) -> None:
    assert mailbox.mail("../secrets") is None
