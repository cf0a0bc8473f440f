"""Sworn statements: what a model asks for, and the statement that somebody's answers make of it."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from libs.domain.errors import FieldError, Invalid

LONGEST_ANSWER = 200
LONGEST_NAME = 80
_OLDEST_YEARS = 120
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_TODAY = "today"
_DATE = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
# Those that turn the reading direction around: a statement could show as another one.
_BIDIRECTIONAL = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class InvalidAttestation(Invalid):
    """Something is missing or wrong; `errors` names each field."""

    code = "invalid"


@dataclass(frozen=True)
class Option:
    """One answer of a choice; the label is what the statement says."""

    value: str
    label: str


@dataclass(frozen=True)
class Field:
    """One thing that is asked. `kind`: `text`, `date` (JJ/MM/AAAA) or `choice`."""

    name: str
    label: str
    kind: str
    required: bool
    hint: str | None = None
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Signer:
    name: str
    label: str


@dataclass(frozen=True)
class Signature:
    """Who signed: the whole name as typed, and the strokes, a PNG, when they drew."""

    name: str
    drawing: bytes | None = None


@dataclass(frozen=True)
class Run:
    """A part of a paragraph; `filled`: somebody's own words."""

    text: str
    filled: bool = False


@dataclass(frozen=True)
class Statement:
    """What is signed."""

    paragraphs: tuple[tuple[Run, ...], ...]
    signatures: tuple[Signature, ...]


@dataclass(frozen=True)
class Model:
    """One kind of statement. `text`: paragraphs set apart by an empty line, with `{name}` for a field."""

    code: str
    title: str
    introduction: str
    text: str
    fields: tuple[Field, ...]
    signers: tuple[Signer, ...]
    legal_warning: str

    def state(
        self, values: Mapping[str, str], signatures: Sequence[Signature], today: date, *, declared: bool
    ) -> Statement:
        """The statement that these answers make.

        Raises:
            InvalidAttestation: naming `values.<field>`, `signatures.<number from 0>.name`, `declared`.
        """
        answers, errors = self._answers(values, today)
        signed = self._signed(signatures, errors)
        if not declared:
            errors.append(FieldError("declared", "required"))
        if errors:
            raise InvalidAttestation(errors=errors)
        return Statement(self._paragraphs(answers | {_TODAY: f"{today:%d/%m/%Y}"}), signed)

    def _answers(self, values: Mapping[str, str], today: date) -> tuple[dict[str, str], list[FieldError]]:
        known = {field.name for field in self.fields}
        errors = [FieldError("values", "unknown-field")] if set(values) - known else []
        answers = {}
        for field in self.fields:
            try:
                answers[field.name] = _answer(field, _plain(values.get(field.name, "")), today)
            except _Refused as refused:
                errors.append(FieldError(f"values.{field.name}", refused.code, refused.params))
        return answers, errors

    def _signed(self, signatures: Sequence[Signature], errors: list[FieldError]) -> tuple[Signature, ...]:
        if len(signatures) > len(self.signers):
            errors.append(FieldError("signatures", "too-many"))
        signed = []
        for number in range(len(self.signers)):
            given = signatures[number] if number < len(signatures) else Signature("")
            try:
                name = _text(_plain(given.name), LONGEST_NAME)
                if not name:
                    raise _Refused("required")
                signed.append(Signature(name, given.drawing))
            except _Refused as refused:
                errors.append(FieldError(f"signatures.{number}.name", refused.code, refused.params))
        return tuple(signed)

    def _paragraphs(self, answers: Mapping[str, str]) -> tuple[tuple[Run, ...], ...]:
        """Without those that name a field which was left empty."""
        texts = [" ".join(paragraph.split()) for paragraph in self.text.split("\n\n")]
        return tuple(
            _runs(text, answers) for text in texts if text and all(answers[name] for name in _PLACEHOLDER.findall(text))
        )


class _Refused(Exception):
    """An answer breaks a rule."""

    def __init__(self, code: str, **params: int) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _text(text: str, longest: int) -> str:
    if len(text) > longest:
        raise _Refused("too-long", max=longest)
    if any(unicodedata.category(sign) in {"Cc", "Cs"} or sign in _BIDIRECTIONAL for sign in text):
        raise _Refused("forbidden-characters")
    return text


def _answer(field: Field, text: str, today: date) -> str:
    if not text:
        if field.required:
            raise _Refused("required")
        return ""
    checks: dict[str, Callable[[], str]] = {
        "date": lambda: _date(text, today),
        "choice": lambda: _choice(field, text),
    }
    return checks.get(field.kind, lambda: _text(text, LONGEST_ANSWER))()


def _date(text: str, today: date) -> str:
    """A day that was: what is sworn happened."""
    found = _DATE.fullmatch(text)
    if found is None:
        raise _Refused("date-format")
    try:
        day = date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        raise _Refused("date-impossible") from None
    if day > today:
        raise _Refused("date-in-future")
    if day.year < today.year - _OLDEST_YEARS:
        raise _Refused("date-too-old")
    return f"{day:%d/%m/%Y}"


def _choice(field: Field, text: str) -> str:
    for option in field.options:
        if option.value == text:
            return option.label
    raise _Refused("not-a-choice")


def _runs(text: str, answers: Mapping[str, str]) -> tuple[Run, ...]:
    """Written parts and filled ones in turn."""
    parts = _PLACEHOLDER.split(text)
    runs = [Run(answers[part], filled=True) if number % 2 else Run(part) for number, part in enumerate(parts)]
    return tuple(run for run in runs if run.text)
