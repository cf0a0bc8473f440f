"""Reading a form's body as it streams in: urlencoded, or multipart with files."""

from collections.abc import AsyncIterator
from urllib.parse import parse_qsl

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from gateway.edge.forms import (
    MAX_FIELDS,
    MAX_FILES,
    MAX_KEPT_BYTES,
    MAX_TEXT_BYTES,
    BadForm,
    FilePart,
    Form,
    FormTooLarge,
)

Chunks = AsyncIterator[bytes]

URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
_MAX_HEADER_BYTES = 4096


async def read_form(content_type: str, chunks: Chunks) -> Form:
    """The whole body, in memory that does not grow with it.

    Raises:
        BadForm: the content type or the body is no form.
        FormTooLarge: more than any form of ours sends.
    """
    kind, options = parse_options_header(content_type)
    if kind == URLENCODED.encode():
        return await _read_urlencoded(chunks)
    if kind == MULTIPART.encode() and options.get(b"boundary"):
        try:
            reader = _MultipartReader(options[b"boundary"])
        except FormParserError:
            raise BadForm from None
        try:
            return await reader.read(chunks)
        except BaseException:
            reader.form.close()
            raise
    raise BadForm


async def _read_urlencoded(chunks: Chunks) -> Form:
    body = bytearray()
    async for chunk in chunks:
        body += chunk
        if len(body) > MAX_TEXT_BYTES:
            raise FormTooLarge
    form = Form()
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS)
    except UnicodeDecodeError:
        raise BadForm from None
    except ValueError:
        raise FormTooLarge from None
    for name, value in pairs:
        form.texts.setdefault(name, []).append(_unix_lines(value))
    return form


class _MultipartReader:
    """Callbacks of python-multipart: they gather a part's headers, then its text or its file."""

    def __init__(self, boundary: bytes) -> None:
        self.form = Form()
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": self._header_name_data,
                "on_header_value": self._header_value_data,
                "on_header_end": self._header_end,
                "on_headers_finished": self._headers_finished,
                "on_part_data": self._data,
                "on_part_end": self._end,
                "on_end": self._finished,
            },
        )
        self._header_name = b""
        self._header_value = b""
        self._disposition: bytes = b""
        self._name = ""
        self._text = bytearray()
        self._file: FilePart | None = None
        self._text_bytes = 0
        self._kept_bytes = 0
        self._kept_files = 0
        self._parts = 0
        self._complete = False

    async def read(self, chunks: Chunks) -> Form:
        try:
            async for chunk in chunks:
                self._parser.write(chunk)
            self._parser.finalize()
        except (FormParserError, UnicodeDecodeError):
            raise BadForm from None
        if not self._complete:
            raise BadForm
        return self.form

    def _begin(self) -> None:
        self._parts += 1
        if self._parts > MAX_FIELDS:
            raise FormTooLarge
        self._header_name = self._header_value = self._disposition = b""
        self._text = bytearray()
        self._file = None

    def _header_name_data(self, data: bytes, start: int, end: int) -> None:
        self._header_name = self._bounded(self._header_name + data[start:end])

    def _header_value_data(self, data: bytes, start: int, end: int) -> None:
        self._header_value = self._bounded(self._header_value + data[start:end])

    def _header_end(self) -> None:
        if self._header_name.lower() == b"content-disposition":
            self._disposition = self._header_value
        self._header_name = self._header_value = b""

    def _headers_finished(self) -> None:
        kind, options = parse_options_header(self._disposition)
        if kind != b"form-data" or b"name" not in options:
            raise BadForm
        self._name = options[b"name"].decode("utf-8")
        if b"filename" in options:
            self._file = FilePart(self._name, options[b"filename"].decode("utf-8", "replace")[:255])
            self.form.files.append(self._file)

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._file is not None:
            self._keep(self._file, data[start:end])
            return
        self._text_bytes += end - start
        if self._text_bytes > MAX_TEXT_BYTES:
            raise FormTooLarge
        self._text += data[start:end]

    def _keep(self, file: FilePart, data: bytes) -> None:
        """Files past the limits are left out one by one: what was typed, and the other files, must not be lost."""
        if file.size == 0:
            self._kept_files += 1
        self._kept_bytes -= file.kept
        file.write(data)
        if self._kept_files > MAX_FILES or self._kept_bytes + file.kept > MAX_KEPT_BYTES:
            file.leave_out()
        self._kept_bytes += file.kept

    def _end(self) -> None:
        if self._file is not None:
            self._file.content.seek(0)
            return
        self.form.texts.setdefault(self._name, []).append(_unix_lines(self._text.decode("utf-8")))

    def _finished(self) -> None:
        self._complete = True

    @staticmethod
    def _bounded(header: bytes) -> bytes:
        if len(header) > _MAX_HEADER_BYTES:
            raise FormTooLarge
        return header


def _unix_lines(text: str) -> str:
    """Browsers send line ends as CR LF; a NUL is in nobody's name, and no database keeps it."""
    return text.replace("\r\n", "\n").replace("\0", "")
