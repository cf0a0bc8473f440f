"""The date of a paper: what will do, until when it counts, and what the manifest says of it."""

from datetime import date
from uuid import uuid4

import pytest

from services.documents.domain.catalogue import Catalogue, Dossier, Piece
from services.documents.domain.document import Document
from services.documents.domain.file_kind import Kind
from services.documents.domain.ids import Owner, RecordKey, Slot, SubmissionId
from services.documents.domain.manifest import FilledSlot, TypedDates, fill_slots
from services.documents.domain.paper_date import (
    Asks,
    Counts,
    DateRule,
    OnExpiry,
    RefusedDate,
    end_of_school_year,
    months_before,
)
from tests.fakes.documents import a_document, a_family, a_registration

TODAY = date(2026, 11, 28)
FRESH = DateRule(Asks.ISSUED, fresh_months=3)
UNTIL = DateRule(Asks.EXPIRES, on_expiry=OnExpiry.REMIND)
OF_A_YEAR = DateRule(Asks.ISSUED, counts=Counts.SCHOOL_YEAR, on_expiry=OnExpiry.ASK_AGAIN)
FAMILY = RecordKey("family", uuid4())


@pytest.mark.parametrize(
    ("rule", "typed", "day"),
    [
        (FRESH, "28/8/2026", date(2026, 8, 28)),
        (FRESH, "28.11.2026", TODAY),
        (FRESH, "2026-10-01", date(2026, 10, 1)),
        (UNTIL, "28 / 11 / 2026", TODAY),
        (UNTIL, "31/12/2040", date(2040, 12, 31)),
        (OF_A_YEAR, "01/09/2024", date(2024, 9, 1)),
    ],
)
def test_a_date_that_will_do_is_the_day_that_was_typed(rule: DateRule, typed: str, day: date) -> None:
    assert rule.check(typed, TODAY) == day


@pytest.mark.parametrize(
    ("rule", "typed", "code"),
    [
        (FRESH, "hier", "date-format"),
        (FRESH, "31/02/2026", "date-impossible"),
        (FRESH, "29/11/2026", "paper-date-in-future"),
        (FRESH, "27/08/2026", "paper-too-old"),
        (OF_A_YEAR, "01/09/1812", "date-too-old"),
        (UNTIL, "27/11/2026", "paper-expired"),
        (UNTIL, "01/01/2060", "paper-date-too-far"),
    ],
)
def test_a_date_that_will_not_do_says_why(rule: DateRule, typed: str, code: str) -> None:
    with pytest.raises(RefusedDate) as refused:
        rule.check(typed, TODAY)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 5, 31), 3, date(2026, 2, 28)),
        (date(2028, 5, 31), 3, date(2028, 2, 29)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 3, 1), 24, date(2024, 3, 1)),
    ],
)
def test_months_are_counted_back_to_the_same_day_or_the_months_last(day: date, months: int, before: date) -> None:
    assert months_before(day, months) == before


def test_a_paper_counts_until_its_own_day_the_end_of_its_school_year_or_for_good() -> None:
    assert UNTIL.expires_on(date(2030, 1, 2)) == date(2030, 1, 2)
    assert FRESH.expires_on(TODAY) is None
    assert OF_A_YEAR.expires_on(date(2026, 9, 3)) == date(2027, 8, 31)
    assert [end_of_school_year(date(2026, month, 1)).year for month in (5, 6, 12)] == [2026, 2027, 2027]


def the_slot(owner: Owner, *files: Document, typed: str = "", rule: DateRule = FRESH) -> FilledSlot:
    piece = Piece("domicile", "Domicile", required=True, hint=None, legal_basis=None, max_files=3, date=rule)
    catalogue = Catalogue((Dossier("family", "Famille", (piece,)),))
    dates = TypedDates({Slot(FAMILY, "domicile"): typed}, TODAY)
    (slot,) = fill_slots(catalogue, [FAMILY], files, owner, dates)
    return slot


def a_bill(owner: Owner, kind: Kind = Kind.PDF) -> Document:
    return a_document(owner, piece="domicile", record=FAMILY, kind=kind)


def test_new_files_need_a_date_that_will_do_today() -> None:
    owner = a_family()
    for typed, problem in (("", "paper-date-missing"), ("01/01/2026", "paper-too-old"), ("01/11/2026", "")):
        dating = the_slot(owner, a_bill(owner), typed=typed).dating
        assert dating is not None
        assert (dating.problem, dating.day is not None) == (problem, not problem)


def test_nothing_is_asked_of_an_empty_slot_of_a_sworn_statement_or_while_a_family_is_created() -> None:
    family, registration = a_family(), a_registration()
    assert the_slot(family).dating is None
    sworn = the_slot(family, a_bill(family, Kind.ATTESTATION)).dating
    assert sworn is not None
    assert (sworn.day, sworn.problem) == (TODAY, "")
    creating = the_slot(registration, a_bill(registration)).dating
    assert creating is not None
    assert creating.problem == ""
    asked = the_slot(registration, a_bill(registration), rule=DateRule(Asks.ISSUED, at_creation=True)).dating
    assert asked is not None
    assert asked.problem == "paper-date-missing"


def test_what_was_handed_in_keeps_its_date_whatever_was_typed_since() -> None:
    owner = a_family()
    old = a_bill(owner)
    old.give_date(date(2025, 1, 2), None)
    old.pin(SubmissionId(uuid4()))
    old.give_date(TODAY, TODAY)
    dating = the_slot(owner, old, typed="01/11/2026").dating
    assert dating is not None
    assert (dating.day, dating.problem) == (date(2025, 1, 2), "")


def test_each_adult_has_a_slot_once_it_holds_something() -> None:
    owner, adult = a_family(), uuid4()
    piece = Piece("identite", "Identité", required=True, hint=None, legal_basis=None, max_files=3, each_adult=True)
    catalogue = Catalogue((Dossier("family", "Famille", (piece,)),))
    card = a_document(owner, piece=f"identite-{adult}", record=FAMILY)
    slots = fill_slots(catalogue, [FAMILY], [card], owner, TypedDates({}, TODAY))
    assert [(slot.slot.piece, len(slot.documents)) for slot in slots] == [("identite", 0), (f"identite-{adult}", 1)]
    assert piece.takes(f"identite-{adult}")
    assert not any(piece.takes(code) for code in ("identite-", "identite-x", f"carnet-{adult}"))
