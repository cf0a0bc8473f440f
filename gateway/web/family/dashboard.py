"""TABLEAU DE BORD: a card for the family and for each person; a child's holds both of its fiches."""

from dataclasses import dataclass

from gateway.clients.household import Dashboard, Light, RecordCard, RecordKind

_WORST: tuple[Light, ...] = ("red", "orange", "green", "grey")


@dataclass(frozen=True)
class Card:
    """One card, with the fiches on it."""

    records: list[RecordCard]

    @property
    def kind(self) -> RecordKind:
        return self.records[0]["kind"]

    @property
    def title(self) -> str:
        return "Ma Fiche Famille" if self.kind == "family" else self.records[0]["name"]

    @property
    def light(self) -> Light:
        """The worst of its fiches."""
        return min((record["light"] for record in self.records), key=_WORST.index)


def cards(board: Dashboard) -> list[Card]:
    """In the order of the records, fiches sanitaires below those of their children."""
    health = {record["key"].partition("-")[2]: record for record in board["records"] if record["kind"] == "health"}
    found = []
    for record in board["records"]:
        if record["kind"] == "child" and (sheet := health.get(record["key"].partition("-")[2])):
            found.append(Card([record, sheet]))
        elif record["kind"] != "health":
            found.append(Card([record]))
    return found


def standing(board: Dashboard) -> str:
    """Where the family's fiches are as a whole, in the sentence that stands beside TERMINER."""
    if board["can_submit"]:
        return "Enregistré, non transmis : cliquez sur TERMINER pour transmettre au service."
    lights = {record["light"] for record in board["records"]} - {"grey"}
    if lights == {"green"}:
        return "Toutes vos fiches sont valides."
    if "red" not in lights:
        return "Vos fiches sont chez le service : vous n'avez rien à faire pour l'instant."
    return "Complétez vos fiches rouges, puis cliquez sur TERMINER pour les transmettre au service."
