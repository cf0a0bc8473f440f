from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from services.household.domain.checking import Values
from services.household.domain.ids import DocumentId, FamilyId, RecordKey, RecordKind, SubmissionId
from services.household.domain.lights import PieceState, may_submit, piece_state, standing, validated
from services.household.domain.pieces import Catalogue, PieceRule
from services.household.domain.record import Pending, Piece, Record, Refusal
from tests.fakes.household import CATALOGUE, NOW

FAMILY = FamilyId(UUID(int=5))
KEY = RecordKey(RecordKind.CHILD, UUID(int=6))
VALUES: Values = {
    "sex": "feminin",
    "last_name": "Martin",
    "first_name": "Lina",
    "birth_date": "2021-05-02",
    "birth_place": None,
    "guardians": {"guardians": ["x"], "second_guardian": "none"},
}
FILE = DocumentId(uuid4())
HANDED = Piece(documents=(FILE,))
ACCEPTED = replace(HANDED, settled=(FILE,), accepted=True)
WAIVED = replace(HANDED, settled=(FILE,), waived=True)
REFUSED = replace(HANDED, refused=frozenset({FILE}))
NO = Refusal("Illisible", None)


def a_record(**changed: object) -> Record:
    """A child's record that is green unless told otherwise."""
    settled = Record(
        FAMILY, KEY, values=dict(VALUES), accepted=dict(VALUES), pieces={"carnet": ACCEPTED}, declared_at=NOW
    )
    return replace(settled, **changed)  # type: ignore[arg-type] # a test's own words


GREEN, RED, ORANGE = "green", "red", "orange"


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (a_record(), (GREEN, "valid", 0, 0, False)),
        (a_record(pieces={"carnet": WAIVED}), (GREEN, "valid", 0, 0, False)),
        (a_record(pieces={}), (RED, "incomplete", 0, 1, False)),
        (a_record(values={**VALUES, "sex": None}), (RED, "incomplete", 0, 1, True)),
        (a_record(values={}, accepted={}, pieces={}), (RED, "incomplete", 0, 6, False)),
        (a_record(values={**VALUES, "birth_place": "Nice"}), (RED, "unsent", 0, 0, True)),
        (a_record(accepted={}), (RED, "unsent", 0, 0, True)),
        (
            a_record(pieces={"carnet": REFUSED}, refusals={"piece.carnet": NO}),
            (RED, "refused", 1, 0, False),
        ),
        (
            a_record(pieces={"carnet": replace(ACCEPTED, refused=frozenset({FILE}))}, refusals={"piece.carnet": NO}),
            (RED, "refused", 1, 0, False),
        ),
        (
            a_record(pieces={"carnet": ACCEPTED, "pai": REFUSED}, refusals={"piece.pai": NO}),
            (GREEN, "valid", 1, 0, False),
        ),
        (
            a_record(accepted={**VALUES, "sex": None}, refusals={"sex": replace(NO, value="feminin")}),
            (RED, "refused", 1, 0, False),
        ),
        (
            a_record(accepted={**VALUES, "sex": None}, refusals={"sex": replace(NO, value="masculin")}),
            (RED, "unsent", 0, 0, True),
        ),
        (
            a_record(
                values={**VALUES, "birth_place": "Nice"},
                pending=Pending(SubmissionId(uuid4()), frozenset({"birth_place"})),
            ),
            (ORANGE, "pending", 0, 0, False),
        ),
    ],
)
def test_the_light_and_why(record: Record, expected: tuple[str, str, int, int, bool]) -> None:
    found = standing(record, CATALOGUE)
    assert (found.light, found.status, found.refused, found.missing, found.unsent) == expected


def test_a_paper_that_proves_the_former_value_is_missing_until_a_new_one_is_joined() -> None:
    proof = PieceRule(RecordKind.CHILD, "carnet", "Preuve", required=True, proves="birth_place")
    settled = {**VALUES, "birth_place": "Nice"}
    moved = a_record(accepted=settled, values={**VALUES, "birth_place": "Vence"})
    found = standing(moved, Catalogue((proof,)))
    assert (found.status, found.missing, found.unsent) == ("incomplete", 1, True)


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (a_record(pieces={}), PieceState.MISSING),
        (a_record(), PieceState.ACCEPTED),
        (a_record(pieces={"carnet": WAIVED}), PieceState.WAIVED),
        (a_record(pieces={"carnet": REFUSED}, refusals={"piece.carnet": NO}), PieceState.REFUSED),
        (a_record(pending=Pending(SubmissionId(uuid4()), frozenset({"piece.carnet"}))), PieceState.PENDING),
        (a_record(pending=Pending(SubmissionId(uuid4()), frozenset({"sex"}))), PieceState.ACCEPTED),
    ],
)
def test_what_stands_beside_a_piece(record: Record, expected: PieceState) -> None:
    rule: PieceRule = CATALOGUE.of(RecordKind.CHILD)[0]
    assert piece_state(record, rule) is expected


def test_a_child_stays_validated_while_the_family_writes() -> None:
    assert validated(a_record(values={**VALUES, "first_name": "Léna"}), CATALOGUE)
    assert not validated(a_record(accepted={**VALUES, "sex": None}), CATALOGUE)
    assert not validated(a_record(pieces={}), CATALOGUE)


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (a_record(), False),
        (a_record(pieces={}), True),
        (a_record(pieces={}, declared_at=None), False),
        (a_record(values={**VALUES, "sex": None}), False),
        (a_record(pending=Pending(SubmissionId(uuid4()), frozenset({"sex"}))), False),
    ],
)
def test_when_terminer_may_be_of_use(record: Record, expected: bool) -> None:
    assert may_submit(record, standing(record, CATALOGUE)) is expected
