"""Papers that stand in for a piece, each adult's identity, dates that will not do, and papers that ended."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

from services.household.adapters.record_rows import record_from_row, row_of
from services.household.domain.handing_in import Desk, Offer
from services.household.domain.ids import DocumentId, FamilyId, RecordKey, RecordKind, SubmissionId
from services.household.domain.item import Decision, DecisionKind, decided
from services.household.domain.lights import PieceState, Status, lacking_pieces, piece_state, standing
from services.household.domain.pieces import Catalogue, Document, PaperDate, PieceRule, Scan, Slot
from services.household.domain.record import Piece, Record, Refusal
from tests.unit.household.test_health import HERE

FAMILY = FamilyId(UUID(int=5))
KEY = RecordKey(RecordKind.FAMILY, FAMILY)
NADIA, PAUL = UUID(int=11), UUID(int=12)
HOSTED = ("attestation", "domicile-hote", "identite-hote")
ACCEPTED = Piece(accepted=True)
NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)


def rule(code: str, *, required: bool = False, each: bool = False, instead_of: str | None = None) -> PieceRule:
    return PieceRule(RecordKind.FAMILY, code, code, required, each_adult=each, instead_of=instead_of)


CATALOGUE = Catalogue.loaded([rule("domicile", required=True), *(rule(code, instead_of="domicile") for code in HOSTED)])
IDENTITIES = Catalogue.loaded([rule("identite", required=True, each=True)])


def a_record(*, refused: tuple[str, ...] = (), **pieces: Piece) -> Record:
    named = {code.replace("_", "-"): piece for code, piece in pieces.items()}
    return Record(FAMILY, KEY, pieces=named, refusals={f"piece.{code}": Refusal("Illisible", None) for code in refused})


def lacking(record: Record, catalogue: Catalogue = CATALOGUE) -> list[str]:
    return [found.code for found in lacking_pieces(record, catalogue)]


def a_slot(code: str, date_of: PaperDate | None = None, *, required: bool = False) -> Slot:
    file = Document(DocumentId(uuid4()), "0" * 64, 1, 1, Scan.CLEAN)
    return Slot(str(KEY), code, required, (file,), date_of)


def offered(record: Record, *slots: Slot, catalogue: Catalogue = CATALOGUE) -> Offer:
    return Desk(slots, catalogue, HERE).offer(record)


def about_pieces(offer: Offer) -> list[tuple[str, str]]:
    return [(found.code, str(found.params["piece"])) for found in offer.obstacles if "piece" in found.params]


def test_three_papers_together_stand_in_for_the_proof_of_domicile() -> None:
    assert lacking(a_record()) == ["domicile"]
    assert lacking(a_record(domicile=ACCEPTED)) == []
    assert lacking(a_record(attestation=ACCEPTED, domicile_hote=ACCEPTED)) == ["domicile"]
    assert lacking(a_record(attestation=ACCEPTED, domicile_hote=ACCEPTED, identite_hote=Piece(waived=True))) == []


def test_a_refused_proof_asks_for_nothing_once_the_three_are_accepted() -> None:
    hosted = {code.replace("-", "_"): ACCEPTED for code in HOSTED}
    record = a_record(refused=("domicile",), domicile=Piece(), **hosted)
    assert lacking(record) == []
    assert lacking(a_record(refused=("identite-hote",), **hosted)) == ["domicile"]


def test_a_begun_group_names_the_papers_that_are_left() -> None:
    assert about_pieces(offered(a_record())) == [("piece-missing", "domicile")]
    begun = offered(a_record(), a_slot("attestation"))
    assert about_pieces(begun) == [("piece-missing", "domicile-hote"), ("piece-missing", "identite-hote")]
    whole = offered(a_record(), *(a_slot(code) for code in HOSTED))
    assert about_pieces(whole) == []
    assert [item.piece_label for item in whole.items if item.key.piece] == list(HOSTED)
    assert about_pieces(offered(a_record(), a_slot("domicile"), a_slot("attestation"))) == []


def test_the_identity_of_each_of_two_adults_is_asked_by_name() -> None:
    two = IDENTITIES.for_adults({NADIA: "Nadia Martin", PAUL: "Paul Martin"})
    assert lacking(a_record(), two) == [f"identite-{NADIA}", f"identite-{PAUL}"]
    one_given = offered(a_record(), a_slot(f"identite-{NADIA}", required=True), catalogue=two)
    assert about_pieces(one_given) == [("piece-missing", f"identite-{PAUL}")]
    (item,) = [item for item in one_given.items if item.key.piece]
    assert item.piece_label == "identite : Nadia Martin"


def test_what_was_accepted_of_an_adult_alone_is_not_the_paper_of_one_who_joins() -> None:
    two = IDENTITIES.for_adults({NADIA: "", PAUL: ""})
    record = a_record(identite=ACCEPTED)
    assert lacking(record, two) == [f"identite-{PAUL}"]
    record.pieces[f"identite-{PAUL}"] = ACCEPTED
    assert lacking(record, two) == []


def test_a_single_adult_is_asked_for_one_paper_and_what_lies_under_the_name_counts() -> None:
    one = IDENTITIES.for_adults({NADIA: "Nadia Martin"})
    assert lacking(a_record(), one) == ["identite"]
    record = a_record()
    record.pieces[f"identite-{NADIA}"] = ACCEPTED
    assert lacking(record, one) == []
    assert about_pieces(offered(a_record(), a_slot(f"identite-{NADIA}", required=True), catalogue=one)) == []


def test_the_paper_of_an_adult_who_left_is_nothing_to_hand_in() -> None:
    one = IDENTITIES.for_adults({NADIA: "Nadia Martin"})
    left = offered(a_record(identite=ACCEPTED), a_slot(f"identite-{PAUL}", required=True), catalogue=one)
    assert about_pieces(left) == []
    assert not [item for item in left.items if item.key.piece]


@pytest.mark.parametrize("problem", ["paper-date-missing", "paper-too-old", "paper-expired"])
def test_new_files_with_a_date_that_will_not_do_stay_with_the_family(problem: str) -> None:
    offer = offered(a_record(), a_slot("domicile", PaperDate("issued", problem=problem, months=3)))
    assert about_pieces(offer) == [(problem, "domicile")]
    assert not offer.ready


def test_the_date_goes_with_the_files() -> None:
    day = PaperDate("issued", date(2026, 11, 1))
    offer = offered(a_record(), a_slot("domicile", day))
    (item,) = [item for item in offer.items if item.key.piece]
    assert item.paper_date == day


def test_a_paper_that_ended_is_asked_again_and_a_new_one_ends_that() -> None:
    file = DocumentId(uuid4())
    record = a_record(domicile=Piece(documents=(file,), settled=(file,), accepted=True))
    assert not record.expire("domicile", [DocumentId(uuid4())], date(2026, 11, 1))
    assert record.expire("domicile", [file], date(2026, 11, 1))
    assert not record.expire("domicile", [file], date(2026, 11, 2))
    found = standing(record, CATALOGUE)
    assert (found.status, piece_state(record, CATALOGUE.rules[0])) == (Status.EXPIRED, PieceState.EXPIRED)
    assert about_pieces(offered(record)) == [("piece-expired", "domicile")]
    assert about_pieces(offered(record, a_slot("domicile"))) == []


@pytest.mark.parametrize(
    ("kind", "asked_again"), [(DecisionKind.ACCEPT, True), (DecisionKind.WAIVE, False), (DecisionKind.REFUSE, False)]
)
def test_a_paper_that_ends_while_the_town_has_it_is_asked_again_once_it_is_accepted(
    kind: DecisionKind, asked_again: bool
) -> None:
    slot, record = a_slot("domicile"), a_record()
    (item,) = [item for item in offered(record, slot).items if item.key.piece]
    record.hold(SubmissionId(uuid4()), [item])
    files = [document.id for document in slot.documents]
    assert record.expire("domicile", files, date(2026, 11, 1))
    assert not record.expire("domicile", files, date(2026, 11, 1)), "told twice"
    assert record.pieces["domicile"].expired_on is None
    item.decision = decided(Decision(kind), None, NOW)
    record.settle([item])
    assert (record.pieces["domicile"].expired_on == date(2026, 11, 1)) is asked_again
    assert record_from_row(row_of(record) | {"key": str(KEY), "family_id": FAMILY}).pieces == record.pieces
