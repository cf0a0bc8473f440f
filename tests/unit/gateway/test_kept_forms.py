"""A kept form is sealed for one person, for an hour."""

import random
import time
from uuid import uuid4

import pytest

from gateway.edge.csrf import Csrf
from gateway.edge.kept_forms import KeptForm, KeptForms

FORMS = KeptForms(b"k" * 32)
WRITER = uuid4()
FORM = KeptForm("/agents/messages/1", [("body", "Une phrase\nà garder."), ("body", "bis"), ("action", "envoyer")])


def sealed() -> str:
    return FORMS.seal(FORM, FORMS.writer(WRITER))


def test_it_opens_for_its_writer_with_every_text_in_its_order() -> None:
    assert FORMS.open(sealed(), WRITER) == FORM


def test_it_opens_for_nobody_else() -> None:
    assert FORMS.open(sealed(), uuid4()) is None


def test_it_cannot_be_read_or_made_elsewhere() -> None:
    kept = sealed()
    assert "phrase" not in kept
    assert KeptForms(b"x" * 32).open(kept, WRITER) is None
    assert FORMS.open(kept[:-4] + "AAAA", WRITER) is None


def test_after_an_hour_it_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    kept, now = sealed(), time.time()
    monkeypatch.setattr(time, "time", lambda: now + 3590)
    assert FORMS.open(kept, WRITER) == FORM
    monkeypatch.setattr(time, "time", lambda: now + 3700)
    assert FORMS.open(kept, WRITER) is None


def test_nothing_is_kept_of_nobody_nor_of_a_form_past_all_measure() -> None:
    assert FORMS.seal(FORM, "") == ""
    noise = random.Random(1).randbytes(600_000).hex()
    assert FORMS.seal(KeptForm("/", [("body", noise)]), FORMS.writer(WRITER)) == ""


def test_a_form_token_vouches_for_the_mark_that_it_carries() -> None:
    csrf = Csrf(b"k" * 32, "http://kiosque.test")
    token = csrf.token("session", "a" * 32)
    assert csrf.accepts(token, "session")
    assert csrf.writer(token) == "a" * 32
    assert not csrf.accepts(token[:-1] + "b", "session")
    assert not csrf.accepts(token.partition(".")[0], "session")
    assert csrf.writer(csrf.token("session")) == ""
