"""Reading forms: whatever the chunks, the same form; never more memory than the limits; nothing typed is lost."""

import errno
import hashlib
import tracemalloc
from collections.abc import AsyncIterator
from contextlib import suppress
from tempfile import SpooledTemporaryFile
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.edge.form_reader import read_form
from gateway.edge.forms import (
    MAX_FIELDS,
    MAX_FILE_BYTES,
    MAX_FILES,
    MAX_KEPT_BYTES,
    MAX_TEXT_BYTES,
    BadForm,
    Form,
    FormTooLarge,
)

BOUNDARY = "----a-boundary"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
URLENCODED = "application/x-www-form-urlencoded"

names = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=20)
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), max_size=200)


async def in_chunks(body: bytes, size: int) -> AsyncIterator[bytes]:
    for start in range(0, len(body), size):
        yield body[start : start + size]


def part(name: str, content: bytes, file_name: str | None = None) -> bytes:
    file = "" if file_name is None else f'; filename="{file_name}"'
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'
    return head.encode() + content + b"\r\n"


def multipart(*parts: bytes) -> bytes:
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


async def read(body: bytes, content_type: str = MULTIPART, size: int = 65536) -> Form:
    return await read_form(content_type, in_chunks(body, size))


@given(st.dictionaries(names, texts, max_size=8), st.binary(max_size=3000), st.integers(1, 4000))
async def test_the_same_form_whatever_the_chunks(fields: dict[str, str], content: bytes, size: int) -> None:
    body = multipart(*(part(name, value.encode()) for name, value in fields.items()), part("f", content, "a.pdf"))
    form = await read(body, size=size)
    assert {name: form.text(name) for name in fields} == fields
    [file] = form.files
    assert file.content.read() == content
    assert file.size == len(content)
    form.close()


@given(st.lists(st.tuples(names, texts), max_size=20), st.integers(1, 500))
async def test_an_urlencoded_form_is_what_was_typed(fields: list[tuple[str, str]], size: int) -> None:
    form = await read(urlencode(fields).encode(), URLENCODED, size)
    for name in {name for name, _ in fields}:
        assert form.all(name) == [value for known, value in fields if known == name]


@given(st.binary(max_size=2000), st.sampled_from([MULTIPART, URLENCODED, "multipart/form-data", "text/plain", ""]))
async def test_noise_is_a_bad_form_never_an_accident(body: bytes, content_type: str) -> None:
    with suppress(BadForm, FormTooLarge):
        (await read(body, content_type)).close()


@given(st.integers(0, 400))
async def test_a_body_that_was_cut_is_refused(cut: int) -> None:
    body = multipart(part("nom", b"Martin"), part("f", b"%PDF-" * 50, "a.pdf"))
    with pytest.raises(BadForm):
        await read(body[: min(cut, len(body) - 10)])


async def test_a_file_over_the_limit_is_dropped_and_the_texts_around_it_are_kept() -> None:
    body = multipart(
        part("before", b"Avant"),
        part("fichier", b"\0" * (MAX_FILE_BYTES + 1), "film.pdf"),
        part("after", b"Apr\xc3\xa8s"),
    )
    form = await read(body)
    assert (form.text("before"), form.text("after")) == ("Avant", "Après")
    [file] = form.files
    assert file.too_large
    assert file.size == MAX_FILE_BYTES + 1
    assert file.content.read() == b""
    form.close()


async def test_a_file_of_exactly_the_limit_is_taken() -> None:
    form = await read(multipart(part("fichier", b"\1" * MAX_FILE_BYTES, "plan.pdf")))
    [file] = form.files
    assert not file.too_large
    assert len(file.content.read()) == MAX_FILE_BYTES
    form.close()


async def test_a_huge_file_costs_no_memory() -> None:
    async def body() -> AsyncIterator[bytes]:
        yield part("fichier", b"", "film.pdf")[:-2]
        for _ in range(3200):
            yield b"\0" * 65536
        yield b"\r\n" + part("nom", b"Martin") + multipart()

    tracemalloc.start()
    form = await read_form(MULTIPART, body())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert form.files[0].size == 3200 * 65536
    assert form.text("nom") == "Martin"
    form.close()
    assert peak < 4 * 1024 * 1024


@pytest.mark.parametrize(
    "body",
    [
        multipart(part("nom", b"x" * (MAX_TEXT_BYTES + 1))),
        multipart(*(part(f"n{number}", b"") for number in range(MAX_FIELDS + 1))),
    ],
    ids=["text", "fields"],
)
async def test_more_than_any_form_of_ours_is_refused(body: bytes) -> None:
    with pytest.raises(FormTooLarge):
        await read(body)


async def test_files_beyond_the_limit_are_left_out_and_the_rest_is_kept() -> None:
    untouched = [part("f", b"", "") for _ in range(MAX_FILES)]
    body = multipart(*untouched, *(part("f", b"x", f"{n}.pdf") for n in range(MAX_FILES + 2)), part("nom", b"Martin"))
    form = await read(body)
    assert [file.file_name for file in form.chosen_files if file.left_out] == ["20.pdf", "21.pdf"]
    assert form.chosen_files[-1].content.read() == b""
    assert form.text("nom") == "Martin"
    form.close()


async def test_bytes_beyond_the_limit_are_left_out_and_a_smaller_file_still_fits() -> None:
    async def body() -> AsyncIterator[bytes]:
        for number in range(MAX_KEPT_BYTES // MAX_FILE_BYTES):
            yield part("f", b"", f"{number}.pdf")[:-2]
            for _ in range(MAX_FILE_BYTES // 65536 - 1):
                yield b"x" * 65536
            yield b"\r\n"
        yield part("f", b"x" * MAX_FILE_BYTES, "last.pdf") + part("f", b"x", "small.pdf") + multipart()

    form = await read_form(MULTIPART, body())
    assert [file.file_name for file in form.files if file.left_out] == ["last.pdf"]
    assert not form.files[-1].left_out
    assert sum(file.kept for file in form.files) <= MAX_KEPT_BYTES
    form.close()


async def test_a_full_disk_costs_the_file_and_not_what_was_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_self: object, _data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(SpooledTemporaryFile, "write", full)
    form = await read(multipart(part("f", b"x" * 300_000, "plan.pdf"), part("nom", b"Martin")))
    assert form.files[0].left_out
    assert form.text("nom") == "Martin"
    form.close()


async def test_a_file_is_known_by_its_content() -> None:
    form = await read(multipart(part("f", b"photo", "image.jpg"), part("f", b"other", "image.jpg")), size=3)
    assert form.files[0].sha256 == hashlib.sha256(b"photo").hexdigest()
    assert form.files[0].sha256 != form.files[1].sha256
    form.close()


async def test_long_urlencoded_text_is_refused() -> None:
    with pytest.raises(FormTooLarge):
        await read(b"a=" + b"x" * MAX_TEXT_BYTES, URLENCODED)


@pytest.mark.parametrize(
    "head",
    [
        "Content-Disposition: attachment; name=a",
        "Content-Disposition: form-data",
        "Content-Type: text/plain",
    ],
)
async def test_a_part_that_is_no_field_is_refused(head: str) -> None:
    with pytest.raises(BadForm):
        await read(f"--{BOUNDARY}\r\n{head}\r\n\r\nx\r\n--{BOUNDARY}--\r\n".encode())


async def test_text_that_is_not_utf8_is_refused() -> None:
    with pytest.raises(BadForm):
        await read(multipart(part("nom", b"\xff\xfe")))


def test_the_key_of_a_form_follows_what_was_typed() -> None:
    first = Form({"form_key": ["k"], "nom": ["Martin"], "csrf": ["1"]})
    again = Form({"nom": ["Martin"], "form_key": ["k"], "csrf": ["2"]})
    corrected = Form({"form_key": ["k"], "nom": ["Martinet"]})
    assert first.key() == again.key()
    assert first.key() != corrected.key()
    assert first.key("a") != first.key("b")
    assert first.key().startswith("k-")
    assert len(Form({"form_key": ["x" * 999]}).key()) < 200
