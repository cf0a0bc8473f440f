"""Sworn statements that may stand in for a paper: `attestations/<code>.yaml`, and the warning below each of them."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from libs.commune.source import Code, CommuneError, Data, Line, Text, gather, read_yaml, refuse_twice

ATTESTATIONS_FOLDER = "attestations"
WARNING_FILE = "avertissement.txt"
TODAY = "today"  # stands for the day of signing, and is asked from nobody
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")

Name = Annotated[str, StringConstraints(pattern=r"^[a-z]+(_[a-z]+)*$", max_length=40)]


class OptionData(Data):
    """One answer of a choice; the label is what the statement says."""

    value: Code
    label: Line


class FieldData(Data):
    """One thing to write into the statement.

    Attributes:
        kind: a date is written JJ/MM/AAAA.
        required: a paragraph that names an empty field that is not required is left out.
        options: of a choice, and of nothing else.
    """

    name: Name
    label: Line
    kind: Literal["text", "date", "choice"] = "text"
    required: bool = True
    hint: Line | None = None
    options: list[OptionData] | None = Field(default=None, min_length=2)

    @model_validator(mode="after")
    def _options_belong_to_choices(self) -> Self:
        if (self.kind == "choice") != (self.options is not None):
            raise ValueError("a choice has options, nothing else has")
        refuse_twice("option", (option.value for option in self.options or []))
        return self


class SignatureData(Data):
    """Somebody who signs."""

    name: Name
    label: Line


class AttestationData(Data):
    """One statement.

    Attributes:
        introduction: what it is for and when it will do; shown before it is filled, not part of it.
        text: paragraphs, set apart by an empty line; `{name}` stands for a field, `{today}` for the day of signing.
    """

    title: Line
    introduction: Text
    text: Text
    fields: list[FieldData] = Field(min_length=1, max_length=20)
    signatures: list[SignatureData] = Field(min_length=1, max_length=2)

    @model_validator(mode="after")
    def _text_and_fields_agree(self) -> Self:
        refuse_twice("field", (field.name for field in self.fields))
        refuse_twice("signature", (signature.name for signature in self.signatures))
        named, known = set(PLACEHOLDER.findall(self.text)), {field.name for field in self.fields}
        if TODAY in known:
            raise ValueError(f"no field may be called {TODAY}")
        if wrong := sorted((named ^ known) - {TODAY}):
            raise ValueError(f"in the text or among the fields alone: {', '.join(wrong)}")
        return self


@dataclass(frozen=True)
class Attestations:
    """The statements by code, and what the law says to who signs a false one."""

    models: dict[str, AttestationData]
    legal_warning: str


def read_attestations(commune_dir: Path) -> Attestations:
    """Raises CommuneError naming every problem."""
    folder = commune_dir / ATTESTATIONS_FOLDER
    paths = sorted(folder.glob("*.yaml"))
    warning = folder / WARNING_FILE
    if not warning.is_file():
        raise CommuneError([f"{ATTESTATIONS_FOLDER}/{WARNING_FILE}: is missing"])
    models = gather(*(lambda path=path: read_yaml(path, AttestationData) for path in paths))
    return Attestations(
        {path.stem: model for path, model in zip(paths, models, strict=True)},
        " ".join(warning.read_text(encoding="utf-8").split()),
    )


def known_codes(commune_dir: Path) -> set[str]:
    """Those of which there is a file."""
    return {path.stem for path in (commune_dir / ATTESTATIONS_FOLDER).glob("*.yaml")}
