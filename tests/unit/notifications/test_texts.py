"""The commune's texts: each mail and message, filled, read as a parent reads it."""

import re
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from services.notifications.adapters.commune_texts import CommuneMails, CommuneNotes, MissingTexts
from services.notifications.adapters.letterhead import Letterhead, read_letterhead
from services.notifications.application.ports import DueDelivery, Mail, Note, Refusal, Unwritable
from services.notifications.domain.delivery import Template
from services.notifications.domain.message import AboutKind, MessageKind

COMMUNE = Path(__file__).parents[3] / "communes" / "carros"
REQUESTED = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
URL = "http://localhost:8000"
VOID = {"meta", "br", "link"}


@pytest.fixture(scope="module")
def letterhead() -> Letterhead:
    return read_letterhead(COMMUNE, f"{URL}/")


@cache
def mails() -> CommuneMails:
    """One of each: compiling the templates is what costs."""
    return CommuneMails(COMMUNE, read_letterhead(COMMUNE, f"{URL}/"))


@cache
def notes() -> CommuneNotes:
    return CommuneNotes(COMMUNE, read_letterhead(COMMUNE, f"{URL}/"))


def valid_for(**span: float) -> dict[str, str]:
    return {"requested_at": REQUESTED.isoformat(), "expires_at": (REQUESTED + timedelta(**span)).isoformat()}


CODE = {"family_code": "00042"}
APPOINTMENT = {
    "appointment_id": "0b0f7a52-6a4e-4a63-9d0a-0a6c2c0f3c11",
    "school": "Maternelle Lou Souleù",
    "school_address": "3 Rue des Selves, 06510 Carros",
    "school_telephone": "04 65 71 01 01",
    "place": "Bureau de la direction",
    "starts_at": "2026-11-30T15:30:00+00:00",
    "minutes": 20,
    "sequence": 0,
    "told_at": REQUESTED.isoformat(),
    "by_town": False,
}
PARAMS: dict[Template, dict[str, Any]] = {
    Template.ACCOUNT_CLOSED: {"closed_at": REQUESTED.isoformat(), "erases_at": "2027-11-23T06:30:00+00:00"},
    Template.APPOINTMENT_BOOKED: APPOINTMENT,
    Template.APPOINTMENT_CANCELLED: APPOINTMENT | {"by_town": True},
    Template.APPOINTMENT_MOVED: APPOINTMENT,
    Template.APPOINTMENT_REMINDER: APPOINTMENT,
    Template.CERTIFICATE: {"meets_head": True, "attached": False},
    Template.ACTIVATION: {**CODE, **valid_for(hours=48)},
    Template.ACTIVATION_REMINDER: {**CODE, **valid_for(hours=48), "closes_at": "2026-11-30T06:30:00+00:00"},
    Template.CLAIM_OFFER: {**CODE, **valid_for(days=90)},
    Template.EMAIL_CHANGE: valid_for(hours=48),
    Template.EMAIL_CHANGED: {"changed_at": REQUESTED.isoformat()},
    Template.FAMILY_CODES: {"family_codes": ["00042", "10007"]},
    Template.MAIL_CODE: valid_for(hours=1),
    Template.PASSWORD_CHANGED: {"changed_at": REQUESTED.isoformat()},
    Template.PASSWORD_RESET: valid_for(minutes=30),
    Template.PIECE_REMINDER: {
        "piece": "Pièces d'identité des responsables",
        "ends_at": "2026-12-24T12:00:00+00:00",
        "asked_again": False,
        "path": "mon-espace/fiches/child-1#piece-attestation-mdph",
    },
    Template.PROPOSAL_REMINDER: {"until_at": "2026-12-03T09:05:00+00:00"},
    Template.RESUMPTION: valid_for(hours=48),
}
SECRETS = {
    Template.ACTIVATION: "tok-En_1",
    Template.ACTIVATION_REMINDER: "tok-En_2",
    Template.CLAIM_OFFER: "ABCD-EFGH-JKLM",
    Template.EMAIL_CHANGE: "tok-En_5",
    Template.MAIL_CODE: "012345",
    Template.PASSWORD_RESET: "tok-En_3",
    Template.RESUMPTION: "tok-En_4",
}


def delivery(template: Template) -> DueDelivery:
    return DueDelivery(uuid4(), template, "parent@famille.example", PARAMS.get(template, {}), None, 0, False)


def written(template: Template) -> Mail:
    return mails().write(delivery(template), SECRETS.get(template))


def decision_note(accepted: int, refused: list[Refusal]) -> Note:
    words = {"accepted": accepted, "refused": refused}
    return notes().note(MessageKind.DECISION, words)


class Page(HTMLParser):
    """What an HTML mail says, its links, and what it loads or leaves open."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.links: list[str | None] = []
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "a":
            self.links.append(dict(attrs)["href"])

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        if "title" not in self.open:
            self.text += f" {data}" if self.open and self.open[-1] not in {"a", "strong"} else data


def words(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


@pytest.mark.parametrize("template", Template)
def test_text_and_html_say_the_same(template: Template) -> None:
    mail = written(template)
    page = Page(mail.html)
    assert not page.open
    content = [line for line in mail.text.splitlines() if line.strip() and line != "--"]
    missing = [line for line in content if re.sub(r"\s", "", line) not in re.sub(r"\s", "", page.text)]
    assert not missing
    assert set(re.findall(r"https?://\S+", mail.text)) == {
        link for link in page.links if link and link.startswith("http")
    }


@pytest.mark.parametrize("template", Template)
def test_the_html_is_accessible_and_loads_nothing(template: Template) -> None:
    page = Page(written(template).html)
    tags = [tag for tag, _ in page.tags]
    assert ("html", {"lang": "fr", "dir": "ltr"}) in page.tags
    assert tags.count("h1") == 1
    assert "title" in tags
    assert not {"img", "script", "link", "iframe", "form"} & set(tags)
    assert all(attributes.get("role") == "presentation" for tag, attributes in page.tags if tag == "table")
    assert "max-width:600px" in written(template).html


def test_the_activation_mail_says_what_the_procedure_says() -> None:
    mail = written(Template.ACTIVATION)
    assert "Vous venez de créer votre compte sur le kiosque famille" in mail.text
    assert "Afin d'activer votre compte, veuillez cliquer sur le lien ci-dessous :" in mail.text
    assert "Votre code famille est le : 00042" in mail.text
    assert f"{URL}/activation/tok-En_1" in mail.text
    assert "pendant 48 heures, jusqu'au 25/11/2026 à 7 h 30" in words(mail.text)
    assert "Vous n'avez pas créé de compte ?" in mail.text


@pytest.mark.parametrize(
    ("template", "said"),
    [
        (Template.ACCOUNT_CLOSED, ("depuis le 23/11/2026 à 7 h 30", "jusqu'au 23/11/2027, puis il est effacé")),
        (Template.ACTIVATION_REMINDER, (f"{URL}/activation/tok-En_2", "seront effacés le 30/11/2026")),
        (Template.APPOINTMENT_BOOKED, ("Le lundi 30 novembre 2026 à 16 h 30", f"{URL}/mon-espace/rendez-vous")),
        (Template.APPOINTMENT_CANCELLED, ("L'école a dû annuler", "Le lundi 30 novembre 2026 à 16 h 30")),
        (Template.APPOINTMENT_MOVED, ("Le lundi 30 novembre 2026 à 16 h 30", "Maternelle Lou Souleù, 3 Rue")),
        (Template.APPOINTMENT_REMINDER, ("demain", "04 65 71 01 01")),
        (Template.CERTIFICATE, (f"{URL}/mon-espace/certificats", "prendre rendez-vous avec la direction")),
        (Template.CERTIFICATE_REVOKED, ("n'est plus valable", "04 65 71 00 02")),
        (Template.CLAIM_OFFER, ("00042", "ABCD-EFGH-JKLM", f"{URL}/premiere-utilisation", "21/02/2027 inclus")),
        (Template.EMAIL_CHANGE, (f"{URL}/adresse/tok-En_5", "pendant 48 heures, jusqu'au 25/11/2026 à 7 h 30")),
        (Template.EMAIL_CHANGED, ("le 23/11/2026 à 7 h 30", "Appelez-nous tout de suite au 04 65 71 00 02")),
        (Template.FAMILY_CODES, ("00042\n10007", "des 2 comptes")),
        (Template.MAIL_CODE, ("012345", "pendant 1 heure, jusqu'au 23/11/2026 à 8 h 30")),
        (Template.PASSWORD_CHANGED, ("le 23/11/2026 à 7 h 30", f"{URL}/mot-de-passe-oublie")),
        (Template.PASSWORD_RESET, (f"{URL}/mot-de-passe/tok-En_3", "pendant 30 minutes")),
        (Template.PROPOSAL_REMINDER, ("avant le jeudi 3 décembre 2026 à 10 h 05", f"{URL}/mon-espace/inscriptions")),
        (Template.RESUMPTION, (f"{URL}/creer-ma-famille/reprendre/tok-En_4", "Il ne sert qu'une fois")),
    ],
)
def test_each_mail_says_what_it_is_for_and_until_when(template: Template, said: tuple[str, ...]) -> None:
    mail = written(template)
    assert not [words for words in said if words not in mail.text]
    assert "\n\n\n" not in mail.text.replace("\n\n\n--", "")


def test_one_forgotten_code_is_told_in_the_singular() -> None:
    one = replace(delivery(Template.FAMILY_CODES), params={"family_codes": ["00042"]})
    assert "du compte que votre adresse mail ouvre" in mails().write(one, None).text


def test_the_thread_of_a_submission_is_called_by_its_hour_in_paris() -> None:
    late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    subject = notes().thread_subject(AboutKind.SUBMISSION, {"at": late})
    assert subject == "Votre demande du 24/11/2026 à 0 h 30"


def test_no_line_of_the_html_begins_with_a_question_mark() -> None:
    html = written(Template.ACTIVATION).html
    assert "compte\u00a0?" in html
    assert "«\u00a0Confirmer\u00a0»" in html
    assert not [tag for tag in re.findall(r"<[^>]*>", html) if "\u00a0" in tag]


@pytest.mark.parametrize(
    ("asked_again", "said"), [(True, "la fiche redeviendra « à compléter »"), (False, "Si vous avez la nouvelle")]
)
def test_the_reminder_names_the_paper_its_day_and_where_another_goes(asked_again: bool, said: str) -> None:
    due = delivery(Template.PIECE_REMINDER)
    mail = mails().write(replace(due, params={**due.params, "asked_again": asked_again}), None)
    assert mail.subject == "Une pièce de votre dossier arrive à échéance"
    assert "arrive à échéance : Pièces d'identité des responsables." in mail.text
    unnamed = mails().write(replace(due, params={**due.params, "piece": ""}), None)
    assert "Une pièce de votre dossier arrive à échéance." in unnamed.text
    assert "jusqu'au 24/12/2026" in mail.text
    assert f"{URL}/mon-espace/fiches/child-1#piece-attestation-mdph" in mail.text
    assert said in mail.text


@pytest.mark.parametrize("template", [Template.DECISION, Template.NEW_MESSAGE])
def test_the_mail_that_announces_tells_nothing_of_what_it_announces(template: Template) -> None:
    mail = written(template)
    told = f"{mail.subject} {mail.text} {mail.html}".lower()
    assert not [word for word in ("refus", "accept", "enfant", "pièce", "00042") if word in told]
    assert f"{URL}/mon-espace/messages" in mail.text


def test_what_comes_from_outside_stays_text() -> None:
    hostile = DueDelivery(
        uuid4(),
        Template.ACTIVATION,
        "parent@famille.example",
        {**delivery(Template.ACTIVATION).params, "family_code": "<b>&{{ 7 * 7 }}"},
        None,
        0,
        False,
    )
    mail = mails().write(hostile, "token")
    assert "&lt;b&gt;&amp;{{ 7 * 7 }}" in mail.html
    assert "<b>&{{ 7 * 7 }}" in mail.text


def test_a_template_that_asks_for_an_unknown_word_is_not_sent_half_empty(
    tmp_path: Path, letterhead: Letterhead
) -> None:
    shutil.copytree(COMMUNE / "mails", tmp_path / "mails")
    (tmp_path / "mails" / "decision.text.j2").write_text("Bonjour {{ child_name }}")
    with pytest.raises(Unwritable):
        CommuneMails(tmp_path, letterhead).write(delivery(Template.DECISION), None)


def test_a_template_cannot_reach_beyond_its_words(tmp_path: Path, letterhead: Letterhead) -> None:
    shutil.copytree(COMMUNE / "mails", tmp_path / "mails")
    (tmp_path / "mails" / "decision.text.j2").write_text("{{ town.__class__.__mro__ }}")
    with pytest.raises(Unwritable):
        CommuneMails(tmp_path, letterhead).write(delivery(Template.DECISION), None)


def test_a_missing_template_is_named_at_start(tmp_path: Path, letterhead: Letterhead) -> None:
    shutil.copytree(COMMUNE / "mails", tmp_path / "mails")
    (tmp_path / "mails" / "activation.html.j2").unlink()
    (tmp_path / "mails" / "decision.subject.j2").write_text("{% if %}")
    with pytest.raises(MissingTexts, match=r"activation\.html\.j2 .*decision\.subject\.j2"):
        CommuneMails(tmp_path, letterhead)


ILLEGIBLE = Refusal("Livret de famille de Léa", "La pièce est illisible.", "La page 2 est coupée.")
OLD = Refusal("Justificatif de domicile", "Le document a plus de 3 mois.", None)


def test_the_receipt_says_that_the_demand_arrived(letterhead: Letterhead) -> None:
    note = notes().note(MessageKind.RECEIVED, {})
    assert note.subject == "Votre demande est bien arrivée"
    assert letterhead.telephone in note.body


def test_each_refused_item_has_its_reason_and_what_to_do() -> None:
    note = decision_note(5, [ILLEGIBLE, OLD])
    assert note.subject == "2 points de votre demande sont à corriger"
    paragraphs = note.body.split("\n\n")
    assert (
        "1. Livret de famille de Léa\nPourquoi : La pièce est illisible.\n"
        "Précision de notre service : La page 2 est coupée."
    ) in paragraphs
    assert "2. Justificatif de domicile\nPourquoi : Le document a plus de 3 mois." in paragraphs
    assert "le reste est accepté" in note.body
    assert "« Terminer »" in note.body


@pytest.mark.parametrize(
    ("decided", "subject", "said", "unsaid"),
    [
        ((3, []), "Votre demande est acceptée", "Bonne nouvelle", "corrig"),
        ((3, [OLD]), "Un point de votre demande est à corriger", "Corrigez ce point", "Bonne nouvelle"),
        ((0, [OLD]), "Un point de votre demande est à corriger", "Un point est à corriger.", "le reste est accepté"),
    ],
)
def test_the_decision_reads_well_whatever_was_decided(
    decided: tuple[int, list[Refusal]], subject: str, said: str, unsaid: str
) -> None:
    note = decision_note(*decided)
    assert note.subject == subject
    assert said in note.body
    assert unsaid not in note.body
    assert "\n\n\n" not in note.body


def test_an_agents_words_are_plain_text() -> None:
    note = decision_note(0, [Refusal("Nom", "Illisible", "<i>a & b</i>\n\n{{ x }}")])
    assert "<i>a & b</i>" in note.body
    assert "{{ x }}" in note.body


def test_an_account_that_gave_way_is_told_so_and_of_no_erasing() -> None:
    params = {"closed_at": REQUESTED.isoformat()}
    given_back = DueDelivery(uuid4(), Template.ACCOUNT_CLOSED, "parent@famille.example", params, None, 0, False)
    mail = mails().write(given_back, None)
    for text in (mail.text, mail.html):
        assert "avec un code remis au guichet" in text
        assert "effacé" not in text
