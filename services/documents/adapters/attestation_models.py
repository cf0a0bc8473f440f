"""The commune's models of sworn statements, as the domain reads them."""

from collections.abc import Mapping
from pathlib import Path

from libs.commune.attestations import AttestationData, read_attestations
from services.documents.domain.attestation import Field, Model, Option, Signer


def read_models(commune_dir: Path) -> Mapping[str, Model]:
    """By code. Raises CommuneError."""
    read = read_attestations(commune_dir)
    return {code: _model(code, data, read.legal_warning) for code, data in read.models.items()}


def _model(code: str, data: AttestationData, legal_warning: str) -> Model:
    fields = tuple(
        Field(
            name=field.name,
            label=field.label,
            kind=field.kind,
            required=field.required,
            hint=field.hint,
            options=tuple(Option(option.value, option.label) for option in field.options or []),
        )
        for field in data.fields
    )
    signers = tuple(Signer(signature.name, signature.label) for signature in data.signatures)
    return Model(code, data.title, data.introduction, data.text, fields, signers, legal_warning)
