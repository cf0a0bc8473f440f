"""The commune's texts, filled: mails and portal messages are Jinja templates under `communes/<name>/`."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from libs.chassis.logging import get_logger
from libs.commune.messages import MESSAGES_FOLDER
from libs.french.days import weekday_and_day
from libs.french.elision import de
from services.notifications.adapters.letterhead import Letterhead
from services.notifications.application.ports import DueDelivery, Mail, Note, Unwritable
from services.notifications.domain.delivery import Template
from services.notifications.domain.message import AboutKind, MessageKind

_PARIS = ZoneInfo("Europe/Paris")
_TAG = re.compile(r"(<[^>]*>)")
_BOUND_SPACE = re.compile(r" (?=[?!:;»])|(?<=«) |(?<=\d) (?=\d|h )|(?<=\d h) (?=\d)")
_MAIL_PARTS = ("subject", "text", "html")
_LINKS = {
    Template.ACTIVATION: "activation",
    Template.ACTIVATION_REMINDER: "activation",
    Template.EMAIL_CHANGE: "adresse",
    Template.PASSWORD_RESET: "mot-de-passe",
    Template.RESUMPTION: "creer-ma-famille/reprendre",
}
_NOTE_PARTS = ("subject", "text")


class MissingTexts(Exception):
    """The commune lacks templates; the message names them."""


def _environment(folder: Path) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folder),
        autoescape=lambda name: name is not None and name.endswith(".html.j2"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["de"] = de
    environment.filters["jour"] = _day
    environment.filters["heure"] = _hour
    environment.filters["jour_en_lettres"] = _day_in_words
    return environment


class CommuneMails:
    """Writes mails from `communes/<name>/mails/<template>.{subject,text,html}.j2`.

    A template may use the letterhead's words, the delivery's parameters and, where it has a secret, its link or code.

    Raises:
        MissingTexts: at construction, when a template is not there or not readable.
    """

    def __init__(self, commune_dir: Path, letterhead: Letterhead) -> None:
        self._environment = _environment(commune_dir / "mails")
        self._letterhead = letterhead
        _require(self._environment, [f"{template}.{part}.j2" for template in Template for part in _MAIL_PARTS])

    def write(self, delivery: DueDelivery, secret: str | None) -> Mail:
        words = {**_words(self._letterhead), **self._parameters(delivery, secret)}
        subject, text, html = (
            _fill(self._environment, f"{delivery.template}.{part}.j2", words) for part in _MAIL_PARTS
        )
        return Mail(
            id=delivery.id,
            to=delivery.address,
            subject=" ".join(subject.split()),
            text=text.strip() + "\n",
            html=_without_orphans(html.strip()) + "\n",
        )

    def _parameters(self, delivery: DueDelivery, secret: str | None) -> dict[str, Any]:
        words: dict[str, Any] = {
            name: datetime.fromisoformat(value) if name.endswith("_at") else value
            for name, value in delivery.params.items()
        }
        if "expires_at" in words:
            words["valid"] = _span(words["expires_at"] - words["requested_at"])
        if path := _LINKS.get(delivery.template):
            words["link"] = f"{self._letterhead.portal_url}/{path}/{quote(secret or '', safe='')}"
        elif secret is not None:
            words["code"] = secret
        return words


class CommuneNotes:
    """Writes portal messages from `communes/<name>/messages/<kind>.{subject,text}.j2`, and `<about>.thread.j2`.

    Raises:
        MissingTexts: at construction.
    """

    def __init__(self, commune_dir: Path, letterhead: Letterhead) -> None:
        self._environment = _environment(commune_dir / MESSAGES_FOLDER)
        self._letterhead = letterhead
        notes = [f"{kind}.{part}.j2" for kind in MessageKind for part in _NOTE_PARTS]
        _require(self._environment, [*notes, *(f"{kind}.thread.j2" for kind in AboutKind)])

    def note(self, kind: MessageKind, words: Mapping[str, Any]) -> Note:
        subject, body = (self._filled(f"{kind}.{part}.j2", words) for part in _NOTE_PARTS)
        return Note(" ".join(subject.split()), _paragraphs(body))

    def thread_subject(self, kind: AboutKind, words: Mapping[str, Any]) -> str:
        return " ".join(self._filled(f"{kind}.thread.j2", words).split())

    def _filled(self, name: str, words: Mapping[str, Any]) -> str:
        return _fill(self._environment, name, {**_words(self._letterhead), **words})


def _words(letterhead: Letterhead) -> dict[str, Any]:
    return {
        "town": letterhead.town,
        "service": letterhead.service,
        "contact_email": letterhead.email,
        "contact_telephone": letterhead.telephone,
        "portal_url": letterhead.portal_url,
        "colours": letterhead.colours.model_dump(),
    }


def _fill(environment: ImmutableSandboxedEnvironment, name: str, words: dict[str, Any]) -> str:
    try:
        return environment.get_template(name).render(words)
    except TemplateError as error:
        get_logger().error("template cannot be filled", template=name, error=type(error).__name__)
        raise Unwritable(name) from error


def _require(environment: ImmutableSandboxedEnvironment, names: Sequence[str]) -> None:
    missing = []
    for name in names:
        try:
            environment.get_template(name)
        except TemplateError as error:
            missing.append(f"{name} ({type(error).__name__})")
    if missing:
        raise MissingTexts(", ".join(missing))


def _paragraphs(body: str) -> str:
    """One empty line between paragraphs, whatever the template's conditions left behind."""
    parts = [part.strip() for part in body.replace("\r\n", "\n").split("\n\n")]
    return "\n\n".join(part for part in parts if part)


def _without_orphans(html: str) -> str:
    """French typography: no line begins with a double punctuation mark, no number is cut."""
    parts = _TAG.split(html)
    return "".join(part if _TAG.fullmatch(part) else _BOUND_SPACE.sub("\u00a0", part) for part in parts)


def _span(span: timedelta) -> str:
    """`30 minutes`, `1 heure`, `48 heures`, `90 jours`: to the nearest."""
    minutes = round(span.total_seconds() / 60)
    if minutes >= 4 * 24 * 60:
        return f"{round(minutes / (24 * 60))} jours"
    if minutes >= 60:
        hours = round(minutes / 60)
        return f"{hours} heure{'s' if hours > 1 else ''}"
    return f"{minutes} minutes"


def _day(instant: datetime) -> str:
    """`25/11/2026`, in Paris."""
    return instant.astimezone(_PARIS).strftime("%d/%m/%Y")


def _day_in_words(instant: datetime) -> str:
    """`lundi 30 novembre 2026`, in Paris."""
    return weekday_and_day(instant.astimezone(_PARIS).date())


def _hour(instant: datetime) -> str:
    """`14 h 05`, `0 h 05`, in Paris: as pages write it."""
    local = instant.astimezone(_PARIS)
    return f"{local.hour} h {local:%M}"
