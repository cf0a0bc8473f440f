"""What people type to household."""

from typing import Annotated

from pydantic import StringConstraints

from libs.chassis.typed_text import Code, FreeText, Manifest, Typed

__all__ = ["Code", "FreeText", "Manifest", "RecordKey", "Typed"]

RecordKey = Annotated[
    str, StringConstraints(pattern=r"^(family|adult|child)-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
]
