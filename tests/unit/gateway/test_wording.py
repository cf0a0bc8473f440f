"""Every code that a service can give has its sentence; no sentence is left with a hole."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.clients.service import FieldProblem
from gateway.web import file_wording, obstacle_wording, wording
from gateway.web.moments import day, moment, size, waiting

SERVICES = Path(__file__).parents[3] / "services"
# Nobody meets these on a page: the gateway answers them with a page of its own, or never causes them.
OF_PROGRAMS = {
    "another-family", "conflict", "forbidden", "invalid", "key-reused", "not-a-cursor", "not-a-version",
    "not-found", "refused", "unauthenticated", "unknown-account", "unknown-family", "unknown-link",
    "unknown-registration", "unknown-session",
}  # fmt: skip
SENTENCES = {
    **wording.OF_FIELD,
    **file_wording.OF_FILE,
    **wording.OF_PAGE,
    **obstacle_wording.OBSTACLES,
}


def python(pattern: str) -> Iterator[ast.AST]:
    for path in SERVICES.glob(pattern):
        yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def class_codes() -> set[str]:
    """`code = "..."` of every domain error."""
    return {
        node.value.value
        for node in python("*/domain/*.py")
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and node.targets[0].id == "code"
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    }


def field_codes() -> set[str]:
    """The code of every `FieldError(field, code)` and `Refused(code)` in the services."""
    found = set()
    for node in (*python("*/domain/*.py"), *python("*/application/*.py"), *python("*/api/*.py")):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        position = {"FieldError": 1, "Refused": 0, "_GuardianRefused": 1, "_StreetRefused": 1}.get(node.func.id)
        if position is None or len(node.args) <= position:
            continue
        given = node.args[position]
        if isinstance(given, ast.Constant) and isinstance(given.value, str) and " " not in given.value:
            found.add(given.value)
    return found


def test_every_code_of_a_field_has_its_sentence() -> None:
    codes = field_codes()
    assert {"required", "date-format", "password-too-short", "piece-missing"} & codes
    assert sorted(codes - SENTENCES.keys() - OF_PROGRAMS) == []


def test_every_refusal_of_a_domain_has_its_sentence() -> None:
    codes = class_codes()
    assert {"wrong-credentials", "record-locked", "too-large"} <= codes
    assert sorted(codes - SENTENCES.keys() - OF_PROGRAMS) == []


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_sentences_are_whole_and_polite(code: str) -> None:
    sentence = SENTENCES[code]
    assert sentence[0].isupper() or sentence.startswith("{")
    assert sentence.endswith((".", "exemple.fr"))
    assert not re.search(r"\b(tu|ton|ta|tes|toi|veuillez saisir|erreur \d+)\b", sentence, re.IGNORECASE)
    assert "null" not in sentence


def test_a_missing_field_is_told_by_its_name() -> None:
    assert wording.of_field(FieldProblem("address.city", "required")) == "Indiquez la ville."
    assert wording.of_field(FieldProblem("last_name", "string_too_long", {"max_length": 80})) == (
        "Ce texte est trop long : 80 caractères au plus."
    )


def test_an_unknown_code_still_says_something() -> None:
    assert wording.of_field(FieldProblem("x", "brand-new")) == "Vérifiez ce champ."
    assert "PDF" in file_wording.of_file("brand-new", {})
    assert wording.of_page("brand-new") == wording.OF_PAGE["refused"]


@pytest.mark.parametrize(
    ("seconds", "said"), [(1, "1 seconde"), (45, "45 secondes"), (61, "2 minutes"), (600, "10 minutes")]
)
def test_waiting_is_said_in_words(seconds: int, said: str) -> None:
    assert waiting(seconds) == said


def test_dates_times_and_sizes_are_french() -> None:
    assert day("2021-05-02") == "02/05/2021"
    assert day("hier") == "hier"
    assert moment("2026-07-01T12:05:00Z") == "01/07/2026 à 14 h 05"
    assert moment("2026-11-23T12:05:00+00:00") == "23/11/2026 à 13 h 05"
    assert size(1_258_291) == "1,2 Mo"
    assert size(10) == "1 Ko"
