"""The adults of a household, as its dashboard names them."""

from gateway.clients.household import Dashboard


def adults_of(board: Dashboard) -> dict[str, str]:
    """Their names by id."""
    return {card["key"].removeprefix("adult-"): card["name"] for card in board["records"] if card["kind"] == "adult"}
