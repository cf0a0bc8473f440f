"""Reading the town's file of families: encodings, columns, cells."""

from pathlib import Path

import pytest

from services.household.adapters.families_file import UnusableFile, read_families_file
from services.household.domain.imported_family import FamilyLines, Line, group

HEADER = "code_famille;personne;nom;prenom;date_naissance"


def written(folder: Path, *lines: str, encoding: str = "utf-8", header: str = HEADER) -> Path:
    path = folder / "families.csv"
    path.write_bytes("\r\n".join([header, *lines, ""]).encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_accents_are_read_whatever_the_program_that_wrote_them(tmp_path: Path, encoding: str) -> None:
    file = read_families_file(written(tmp_path, "0042;adulte;Dürand;Inès;", encoding=encoding))
    [line] = file.lines
    assert (line.number, line.cell("code_famille"), line.cell("prenom")) == (2, "0042", "Inès")
    assert file.problems == []


def test_columns_come_in_any_order_and_any_case(tmp_path: Path) -> None:
    path = written(tmp_path, " Inès ;Durand;adulte;7", header="Prenom; NOM ;personne;code_famille")
    [line] = read_families_file(path).lines
    assert (line.cell("prenom"), line.cell("code_famille"), line.cell("email")) == ("Inès", "7", "")


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("code_famille;personne;nom", "no column prenom"),
        (f"{HEADER};pointure", "unknown column pointure"),
        (f"{HEADER};nom", "column nom stands twice"),
        (f"{HEADER};", "unknown column \\(without a name\\)"),
        ("", "no column code_famille"),
    ],
)
def test_a_file_with_other_columns_is_refused_whole(tmp_path: Path, header: str, said: str) -> None:
    with pytest.raises(UnusableFile, match=said):
        read_families_file(written(tmp_path, "1;adulte;A;B;", header=header))


@pytest.mark.parametrize(
    ("line", "column", "code"),
    [
        (";adulte;Durand;Inès;", "code_famille", "required"),
        ("00 42;adulte;Durand;Inès;", "code_famille", "code-format"),
        ("42;adulte;Durand;Inès;;spare", "", "too-many-cells"),
        (f"42;adulte;{'x' * 201};Inès;", "nom", "too-long"),
        ("42;adulte;Durand;In\u202es;", "prenom", "forbidden-characters"),
        ("42;adulte;Durand;In\x00s;", "prenom", "forbidden-characters"),
    ],
)
def test_a_line_that_cannot_be_read_spoils_its_family(tmp_path: Path, line: str, column: str, code: str) -> None:
    file = read_families_file(written(tmp_path, "7;adulte;Roux;Jo;", line))
    assert [(found.line, found.column, found.code) for found in file.problems] == [(3, column, code)]
    assert [kept.cell("code_famille") for kept in file.lines] == ["7"]
    assert file.spoiled == {line.partition(";")[0]}


def test_blank_lines_are_passed_over(tmp_path: Path) -> None:
    file = read_families_file(written(tmp_path, "", ";;;;", "7;adulte;Roux;Jo;"))
    assert [line.number for line in file.lines] == [4]


def test_a_broken_quote_says_where(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match="after line 1"):
        read_families_file(written(tmp_path, '7;adulte;"Ro"ux;Jo;'))


def test_families_are_grouped_by_code_wherever_their_lines_stand() -> None:
    lines = [Line(2, cells("2", "adulte")), Line(3, cells("1", "adulte")), Line(4, cells("2", "Enfant"))]
    assert [(family.code, len(family.adults), len(family.children)) for family in group(lines)] == [
        ("2", 1, 1),
        ("1", 1, 0),
    ]


@pytest.mark.parametrize(
    ("persons", "problems"),
    [
        (["enfant"], [(2, "adults-missing")]),
        (["adulte"] * 3, [(4, "adults-too-many")]),
        (["adulte", *["enfant"] * 16], [(18, "children-too-many")]),
        (["adulte", "chien"], [(3, "not-a-choice")]),
    ],
)
def test_families_that_cannot_be(persons: list[str], problems: list[tuple[int, str]]) -> None:
    family = FamilyLines("1", [Line(number, cells("1", person)) for number, person in enumerate(persons, 2)])
    assert [(found.line, found.code) for found in family.problems] == problems


def cells(code: str, person: str) -> dict[str, str]:
    return {"code_famille": code, "personne": person, "nom": "Roux", "prenom": "Jo"}
