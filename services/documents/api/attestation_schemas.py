"""What the API says of sworn statements, and the statement that it reads."""

import base64
import binascii
from typing import Annotated, Literal, Self, cast

from pydantic import BaseModel, ConfigDict, Field

from services.documents.domain.attestation import Model

_PNG_URL = "data:image/png;base64,"
_LONGEST_URL = 140_000  # 100 kB in base64, and what stands before it

Typed = Annotated[str, Field(max_length=2000)]


class OptionOut(BaseModel):
    value: str
    label: str


class FieldOut(BaseModel):
    """One thing to fill in. Dates are written JJ/MM/AAAA; `options` belong to choices alone."""

    name: str
    label: str
    kind: Literal["text", "date", "choice"]
    required: bool
    hint: str | None
    options: list[OptionOut] | None


class SignerOut(BaseModel):
    name: str
    label: str


class AttestationOut(BaseModel):
    """A model.

    `text`: its paragraphs, set apart by an empty line; `{name}` stands for a field, `{today}` for the day of signing.
    """

    code: str
    title: str
    introduction: str
    text: str
    fields: list[FieldOut]
    signatures: list[SignerOut]
    legal_warning: str

    @classmethod
    def of(cls, model: Model) -> Self:
        return cls(
            code=model.code,
            title=model.title,
            introduction=model.introduction,
            text=model.text,
            fields=[
                FieldOut(
                    name=field.name,
                    label=field.label,
                    kind=cast(Literal["text", "date", "choice"], field.kind),
                    required=field.required,
                    hint=field.hint,
                    options=[OptionOut(value=option.value, label=option.label) for option in field.options] or None,
                )
                for field in model.fields
            ],
            signatures=[SignerOut(name=signer.name, label=signer.label) for signer in model.signers],
            legal_warning=model.legal_warning,
        )


class SignatureIn(BaseModel):
    """In the order of the model's signatures: the whole name as typed, and what was drawn, a PNG of 100 kB at most."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Typed
    drawing: Annotated[str, Field(max_length=_LONGEST_URL)] | None = None

    def png(self) -> bytes | None:
        """What cannot be decoded is no PNG either, and is refused as such."""
        if not self.drawing:
            return None
        try:
            return base64.b64decode(self.drawing.removeprefix(_PNG_URL), validate=True) or b"-"
        except (binascii.Error, ValueError):
            return b"-"


class AttestationIn(BaseModel):
    """What was filled in, signed and declared."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    values: dict[Annotated[str, Field(max_length=40)], Typed] = Field(max_length=40)
    signatures: list[SignatureIn] = Field(max_length=2)
    declared: bool
