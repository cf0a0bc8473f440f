"""The street register and the refusal reasons over HTTP."""

from uuid import UUID

from services.household.api.schemas import Output


class StreetOut(Output):
    """A street of the commune's register, in alphabetical order."""

    id: UUID
    name: str
    postal_code: str
    city: str


class RefusalReasonOut(Output):
    """A reason to refuse. `applies_to`: `field` and `piece`, or the name of a field or the code of a piece alone."""

    code: str
    label: str
    applies_to: list[str]
