"""What people type to household."""

from typing import Annotated

from pydantic import StringConstraints

from libs.chassis.typed_text import Code, FreeText, Manifest, Sentences, Typed

__all__ = ["Code", "FreeText", "Manifest", "RecordKey", "Sentences", "Typed"]

RecordKey = Annotated[
    str, StringConstraints(pattern=r"^(family|adult|child|health)-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
]
