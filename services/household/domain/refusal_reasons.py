"""The town's catalogue of reasons to refuse, in plain French."""

from dataclasses import dataclass

from services.household.domain.ids import ItemKey

ANY_FIELD = "field"
ANY_PIECE = "piece"
INFECTED = "fichier-infecte"  # what the product itself answers to a scanner's verdict; the catalogue must word it


@dataclass(frozen=True)
class RefusalReason:
    """A reason, as the agent picks it and the family reads it.

    Attributes:
        applies_to: `field` and `piece` for any of them; otherwise names of fields and codes of pieces.
    """

    code: str
    label: str
    applies_to: frozenset[str]

    def applies(self, key: ItemKey) -> bool:
        general = ANY_PIECE if key.piece else ANY_FIELD
        return bool(self.applies_to & {general, key.piece or key.field or ""})
