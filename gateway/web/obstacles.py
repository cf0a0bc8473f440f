"""What keeps records from being handed in, as lines that lead to the very field or piece."""

from collections.abc import Callable, Mapping

from gateway.clients.service import FieldProblem, Problem
from gateway.web.form_view import Complaint, field_id
from gateway.web.obstacle_wording import of_obstacle
from libs.french.fields import field_label

_GENERAL = frozenset({"adult-missing", "child-missing"})


def complaints(
    problem: Problem,
    names: Mapping[str, str],
    address: Callable[[str], str],
    piece_labels: Mapping[str, str] | None = None,
) -> list[Complaint]:
    """One line per obstacle.

    Args:
        names: of the records, by key.
        address: of the page where a record is edited.
        piece_labels: by code.
    """
    return [_line(found, names, address, piece_labels or {}) for found in problem.errors]


def _line(
    found: FieldProblem, names: Mapping[str, str], address: Callable[[str], str], piece_labels: Mapping[str, str]
) -> Complaint:
    name = names.get(found.name, "Fiche")
    if found.code in _GENERAL:
        return Complaint("", of_obstacle(found.code, name, ""))
    page = address(found.name)
    if found.code == "exactness-undeclared":
        return Complaint(f"{page}#exactitude", of_obstacle(found.code, name, ""))
    if piece := str(found.params.get("piece", "")):
        return Complaint(f"{page}#piece-{piece}", of_obstacle(found.code, name, piece_labels.get(piece, piece)))
    field = str(found.params.get("field", ""))
    label = field_label(field)
    return Complaint(f"{page}#{field_id(field)}" if field else page, of_obstacle(found.code, name, label))
