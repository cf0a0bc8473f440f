"""What the town set for deciding, over HTTP: reasons of dérogations and of refusals."""

from services.schooling.api.schemas import Output


class DerogationReasonOut(Output):
    """Motif de dérogation. `between_communes`: it binds the commune of residence (L212-8, R212-21)."""

    code: str
    label: str
    legal_basis: str | None
    between_communes: bool
    proof: str | None


class RefusalReasonOut(Output):
    """`applies_to`: `pre_registration`, `derogation`, `outside`."""

    code: str
    label: str
    legal_basis: str
    applies_to: list[str]
