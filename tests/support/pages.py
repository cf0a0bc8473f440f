"""A page as a person without JavaScript reads it: texts, links, and forms found by what is written on them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from lxml import html  # type: ignore[import-untyped] # publishes no types

_SPACES = re.compile(r"\s+")
_UNSEEN = ("script", "style", "template", "head", "noscript")
_MARKS = re.compile(r"\s*(\*|:|\(facultatif\)|\(obligatoire\))\s*$", re.IGNORECASE)

Upload = tuple[str, bytes, str]


class NotOnThePage(AssertionError):
    """What the test looked for is not there; the message says what is."""


def plain(text: str) -> str:
    """Without the differences that a reader does not see: spaces, apostrophes, capital letters."""
    return _SPACES.sub(" ", text.replace("’", "'").replace("\N{NO-BREAK SPACE}", " ")).strip().casefold()


def label_words(text: str) -> str:
    """A label without its star and colon."""
    words = plain(text)
    while (shorter := _MARKS.sub("", words).removeprefix("* ")) != words:
        words = shorter
    return words


def words_of(element: html.HtmlElement) -> str:
    """Its text with everything inside, on one line."""
    return _SPACES.sub(" ", element.text_content()).strip()


@dataclass(frozen=True)
class ListedError:
    """One line of the error summary."""

    message: str
    target: str


class Page:
    """An answer of the gateway.

    Args:
        url: where the browser ended, redirects followed.
        body: the HTML, kept as `source`.
    """

    def __init__(self, url: str, status: int, body: str) -> None:
        self.url = url
        self.status = status
        self.source = body
        self._document = html.document_fromstring(body or "<html></html>")
        for element in list(self._document.iter(*_UNSEEN)):
            element.drop_tree()

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    @property
    def text(self) -> str:
        return _SPACES.sub(" ", " ".join(self._document.itertext())).strip()

    @property
    def heading(self) -> str:
        found = self._document.findall(".//h1")
        return words_of(found[0]) if found else ""

    @property
    def errors(self) -> list[ListedError]:
        """The error summary; empty when there is none."""
        links = self._document.xpath("//*[contains(concat(' ', @class, ' '), ' govuk-error-summary ')]//li//a")
        return [ListedError(words_of(link), link.get("href", "")) for link in links]

    def says(self, words: str) -> bool:
        return plain(words) in plain(self.text)

    def has(self, identifier: str) -> bool:
        """Whether an element has this id: what a link of the error summary leads to."""
        return bool(self._document.xpath("//*[@id=$id]", id=identifier))

    def link(self, words: str) -> str:
        """Where the link with these words leads. Raises NotOnThePage."""
        links = self._document.findall(".//a[@href]")
        for link in links:
            if plain(words_of(link)) == plain(words):
                return urljoin(self.url, str(link.get("href")))
        raise NotOnThePage(f"no link {words!r} on {self._described()}; links: {[words_of(link) for link in links]}")

    def address_of_person(self, name: str) -> str:
        """Where the first link whose words hold this name leads. Raises NotOnThePage."""
        for words, target in self.links():
            if plain(name) in plain(words):
                return target
        raise NotOnThePage(f"no link with {name!r} on {self._described()}; links: {self.links()}")

    def link_in_row(self, words: str) -> str:
        """Where the first link of the table row with these words leads. Raises NotOnThePage."""
        for row in self._document.iter("tr"):
            for link in row.findall(".//a[@href]"):
                if plain(words) in plain(words_of(row)):
                    return urljoin(self.url, str(link.get("href")))
        raise NotOnThePage(f"no row {words!r} with a link on {self._described()}; rows: {self.rows()[:40]}")

    def leads_to(self, path: str) -> bool:
        """Whether some link goes to this path."""
        return any(urlsplit(target).path == path for _, target in self.links())

    def links(self) -> list[tuple[str, str]]:
        """Every link: its words and where it leads."""
        return [(words_of(link), urljoin(self.url, link.get("href"))) for link in self._document.findall(".//a[@href]")]

    def offers(self, button: str) -> bool:
        """Whether a form can be sent with this button."""
        return any(plain(words) == plain(button) for words, _ in self._buttons())

    def form(self, button: str, near: str = "") -> "Form":
        """The form that the button with these words sends.

        Args:
            near: words of the table row, card or group that the button stands in, when several look alike.

        Raises:
            NotOnThePage: no such button; the message lists those that there are.
        """
        for words, element in self._buttons():
            if plain(words) == plain(button) and plain(near) in plain(_surroundings(element, near)):
                return Form(self.url, self._form_of(element), element)
        wanted = f"{button!r} near {near!r}" if near else repr(button)
        raise NotOnThePage(f"no button {wanted} on {self._described()}; buttons: {[w for w, _ in self._buttons()]}")

    def form_acting(self, action: str) -> "Form | None":
        """The form of the first button whose value begins so, whatever its words; None without one."""
        for _, element in self._buttons():
            if str(element.get("value", "")).startswith(action):
                return Form(self.url, self._form_of(element), element)
        return None

    def forms(self) -> list["Form"]:
        """Every form that posts."""
        posting = self._document.xpath("//form[translate(@method, 'POST', 'post') = 'post']")
        return [Form(self.url, form, None) for form in posting]

    def rows(self) -> list[str]:
        """The words of every table row."""
        return [words_of(row) for row in self._document.iter("tr")]

    def value_of(self, label: str) -> str:
        """What a field shows now. Raises NotOnThePage."""
        for form in self._document.iter("form"):
            found = Form(self.url, form, None)
            if found.has(label):
                return found.value_of(label)
        raise NotOnThePage(f"no field {label!r} on {self._described()}")

    def _buttons(self) -> Iterator[tuple[str, html.HtmlElement]]:
        for element in self._document.iter("button", "input"):
            kind = (element.get("type") or ("submit" if element.tag == "button" else "text")).lower()
            if kind == "submit" and element.get("disabled") is None:
                yield (words_of(element) if element.tag == "button" else element.get("value", "")), element

    def _form_of(self, button: html.HtmlElement) -> html.HtmlElement:
        if named := button.get("form"):
            form: html.HtmlElement = self._document.get_element_by_id(named)
            return form
        return next(button.iterancestors("form"))

    def _described(self) -> str:
        listed = f"; errors: {[error.message for error in self.errors]}" if self.errors else ""
        return f"{self.path} ({self.status}, {self.heading!r}{listed})"


def _surroundings(element: html.HtmlElement, near: str) -> str:
    """The words of the smallest block around a button that holds the wanted ones."""
    for ancestor in element.iterancestors("tr", "li", "fieldset", "section", "div", "article"):
        if plain(near) in plain(words_of(ancestor)):
            return words_of(ancestor)
        if ancestor.tag in ("tr", "fieldset", "section", "article"):
            return ""
    return ""


@dataclass
class Form:
    """A form under somebody's hands; what is not touched goes as the page had it, hidden fields too."""

    page_url: str
    element: html.HtmlElement
    button: html.HtmlElement | None
    _values: list[tuple[str, str]] = field(default_factory=list)
    _files: list[tuple[str, Upload]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._values = list(self._as_rendered())

    @property
    def action(self) -> str:
        own = self.button.get("formaction") if self.button is not None else None
        return str(urljoin(self.page_url, own or self.element.get("action") or self.page_url))

    @property
    def method(self) -> str:
        return (self.element.get("method") or "get").upper()

    @property
    def labels(self) -> list[str]:
        return [words for words, _ in self._labelled()]

    @property
    def choices(self) -> list[str]:
        """The words beside every radio button and check box."""
        return [words for words, control in self._labelled() if control.get("type") in ("radio", "checkbox")]

    def has(self, label: str) -> bool:
        return any(label_words(words) == label_words(label) for words, _ in self._labelled())

    def fill(self, label: str, value: str) -> "Form":
        """Type a text, or choose the option with these words in a list. Raises NotOnThePage."""
        control = self._control(label)
        if control.tag == "select":
            value = _option(control, value)
        self._set(control.get("name"), value)
        return self

    def choose(self, label: str) -> "Form":
        """Tick a check box, or pick a radio button. Raises NotOnThePage."""
        control = self._control(label)
        name, value = control.get("name"), control.get("value", "on")
        if control.get("type") == "radio":
            self._set(name, value)
        else:
            self._values.append((name, value))
        return self

    def attach(self, label: str, name: str, content: bytes, media_type: str = "application/pdf") -> "Form":
        """Put a file into the file field whose label holds these words. Raises NotOnThePage."""
        fields = [(words, c) for words, c in self._labelled() if c.get("type") == "file"]
        for words, control in fields:
            if plain(label) in plain(words):
                self._files.append((control.get("name"), (name, content, media_type)))
                return self
        raise NotOnThePage(f"no file field {label!r} on {self.page_url}; there are {[words for words, _ in fields]}")

    def attach_to(self, name: str, file_name: str, content: bytes, media_type: str = "application/pdf") -> "Form":
        """Put a file into the file field of this name."""
        self._files.append((name, (file_name, content, media_type)))
        return self

    def inputs(self, *kinds: str) -> list[tuple[str, str]]:
        """Name and value of every input of these types, in the order of the page; `textarea` is one."""
        kind_of = {"textarea": "textarea", "select": "select"}
        return [
            (control.get("name"), control.get("value", ""))
            for control in self._controls()
            if kind_of.get(control.tag, control.get("type", "text")) in kinds
        ]

    def values(self, name: str) -> list[str]:
        """What can be chosen in the list of this name; its blank choice is none."""
        listed = (control for control in self._controls() if control.tag == "select" and control.get("name") == name)
        return [value for control in listed for option in control.iter("option") if (value := option.get("value"))]

    def put(self, name: str, value: str) -> "Form":
        """Add a field that the page has not: what a script would put there."""
        self._set(name, value)
        return self

    def without(self, name: str) -> "Form":
        """Leave a field out, hidden ones too: for tests that strip what the page put there."""
        self._values = [(known, value) for known, value in self._values if known != name]
        return self

    def value_of(self, label: str) -> str:
        """What the field holds now; the option's words for a list. Raises NotOnThePage."""
        control = self._control(label)
        value = next((value for name, value in self._values if name == control.get("name")), "")
        if control.tag == "select":
            return next((words_of(o) for o in control.iter("option") if o.get("value", words_of(o)) == value), "")
        return str(value)

    def filled(self) -> tuple[list[tuple[str, str]], list[tuple[str, Upload]]]:
        """What pressing the button sends: fields, and files."""
        own = [] if self.button is None or not self.button.get("name") else [self._button_value()]
        return [*self._values, *own], self._with_empty_files()

    @property
    def is_multipart(self) -> bool:
        return str(self.element.get("enctype", "")).lower() == "multipart/form-data"

    def _button_value(self) -> tuple[str, str]:
        assert self.button is not None
        return self.button.get("name"), self.button.get("value", "")

    def _with_empty_files(self) -> list[tuple[str, Upload]]:
        """A browser sends every file field, the empty ones with an empty name."""
        given = {name for name, _ in self._files}
        names = [c.get("name") for c in self._controls() if c.get("type") == "file"]
        return [*self._files, *((name, ("", b"", "application/octet-stream")) for name in names if name not in given)]

    def _set(self, name: str, value: str) -> None:
        self._values = [*((known, old) for known, old in self._values if known != name), (name, value)]

    def _control(self, label: str) -> html.HtmlElement:
        for words, control in self._labelled():
            if label_words(words) == label_words(label):
                return control
        raise NotOnThePage(f"no field {label!r} on {self.page_url}; fields: {self.labels}")

    def _labelled(self) -> Iterator[tuple[str, html.HtmlElement]]:
        by_id = {control.get("id"): control for control in self._controls() if control.get("id")}
        root = self.element.getroottree().getroot()
        for label in root.iter("label"):
            control = by_id.get(label.get("for"))
            if control is not None:
                yield words_of(label), control

    def _controls(self) -> Iterator[html.HtmlElement]:
        identifier = self.element.get("id")
        root = self.element.getroottree().getroot()
        for control in root.iter("input", "select", "textarea"):
            owner = control.get("form")
            inside = owner == identifier if owner else self.element in control.iterancestors("form")
            if inside and control.get("name") and control.get("disabled") is None:
                yield control

    def _as_rendered(self) -> Iterator[tuple[str, str]]:
        for control in self._controls():
            kind = control.get("type", "text").lower()
            if control.tag == "select":
                yield from ((control.get("name"), value) for value in _selected(control))
            elif control.tag == "textarea":
                yield control.get("name"), control.text or ""
            elif kind in ("radio", "checkbox"):
                if control.get("checked") is not None:
                    yield control.get("name"), control.get("value", "on")
            elif kind not in ("submit", "button", "file", "image", "reset"):
                yield control.get("name"), control.get("value", "")


def _selected(control: html.HtmlElement) -> list[str]:
    options = list(control.iter("option"))
    chosen = [option for option in options if option.get("selected") is not None] or options[:1]
    return [option.get("value", words_of(option)) for option in chosen]


def _option(control: html.HtmlElement, words: str) -> str:
    options = list(control.iter("option"))
    for option in options:
        if plain(words_of(option)) == plain(words):
            return str(option.get("value", words_of(option)))
    raise NotOnThePage(f"no option {words!r} in {control.get('name')}; options: {[words_of(o) for o in options][:40]}")
