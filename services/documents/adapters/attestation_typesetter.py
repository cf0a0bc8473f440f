"""Statements as PDFs on the commune's paper: `letters/attestation.typ`."""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Any

from libs.chassis.logging import get_logger
from libs.commune.letterhead import LETTERS_FOLDER, read_letterhead
from libs.typesetting.typeset import TypesettingFailed, typeset
from services.documents.application.ports import TypesettingUnavailable
from services.documents.domain.attestation import Model, Statement

_AT_ONCE = 2


class CommuneTypesetter:
    """Reads the commune's letterhead once, and sets two statements at a time.

    Raises:
        CommuneError, FileNotFoundError: the letterhead cannot be read.
    """

    def __init__(self, commune_dir: Path) -> None:
        self._template = commune_dir / LETTERS_FOLDER / "attestation.typ"
        self._letterhead = read_letterhead(commune_dir)
        self._turn = asyncio.Semaphore(_AT_ONCE)

    async def typeset(self, model: Model, statement: Statement, signed_at: datetime) -> bytes:
        """Raises TypesettingUnavailable."""
        drawn = {
            f"signature-{number}.png": signature.drawing
            for number, signature in enumerate(statement.signatures)
            if signature.drawing
        }
        try:
            async with self._turn:
                return await typeset(self._template, self._values(model, statement, signed_at), pictures=drawn)
        except TypesettingFailed as error:
            get_logger().error("attestation not typeset", model=model.code, error=str(error))
            raise TypesettingUnavailable from error

    def _values(self, model: Model, statement: Statement, signed_at: datetime) -> dict[str, Any]:
        return {
            "letterhead": self._letterhead,
            "title": model.title,
            "paragraphs": [
                [{"text": run.text, "filled": run.filled} for run in paragraph] for paragraph in statement.paragraphs
            ],
            "signatures": [
                {
                    "label": signer.label,
                    "name": signature.name,
                    "picture": f"signature-{number}.png" if signature.drawing else None,
                }
                for number, (signer, signature) in enumerate(zip(model.signers, statement.signatures, strict=True))
            ],
            "signed_at": f"{signed_at:%d/%m/%Y à %H:%M}",
            "legal_warning": model.legal_warning,
        }
