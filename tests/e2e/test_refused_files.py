"""Files that are not what they should be: a clear page each, and nothing of them is kept."""

from collections.abc import AsyncIterator, Callable

import pytest

from deploy.local.proc import proportional_kib
from tests.support import papers
from tests.support.papers import Paper, a_pdf
from tests.support.procedures import HEALTH_BOOK, HOUSEHOLD_STEP, Registering
from tests.support.running_product import Product

GIGABYTE = 1024**3
_CHUNK = b"\0" * 256 * 1024


@pytest.fixture
async def child_form(registering: Registering) -> str:
    """The address of a new child's form."""
    await registering.until_household()
    await registering.add_adult()
    return (await registering.open_new("AJOUTER UN ENFANT DANS CE FOYER")).url


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (papers.an_empty_file, "« vide.pdf » : ce fichier est vide"),
        (papers.a_renamed_text, "n'est pas un PDF"),
        (papers.a_pdf_over_ten_megabytes, "dépasse 10 Mo"),
        (lambda: a_pdf("photo.jpg"), "n'est pas ce que dit son nom"),
        (lambda: a_pdf("lettre.docx"), "ne finit pas par .pdf"),
    ],
    ids=["empty", "renamed", "too-large", "kind-mismatch", "wrong-extension"],
)
async def test_a_wrong_file_is_refused_beside_its_piece(
    registering: Registering, child_form: str, make: Callable[[], Paper], message: str
) -> None:
    visitor, paper = registering.visitor, make()
    form = (await visitor.open(child_form)).form("JOINDRE", near=HEALTH_BOOK).fill("Prénom", "Maëlle")
    page = await visitor.press(form.attach(HEALTH_BOOK, paper.name, paper.content))
    assert page.status in (413, 422)
    assert any(message in error.message for error in page.errors), page.errors or page.text[:400]
    assert page.value_of("Prénom") == "Maëlle"
    assert not (await visitor.open(child_form)).says(paper.name)


async def test_joindre_without_a_file_says_what_to_do(registering: Registering, child_form: str) -> None:
    visitor = registering.visitor
    page = await visitor.press((await visitor.open(child_form)).form("JOINDRE", near=HEALTH_BOOK))
    assert any("Choisissez d'abord un fichier" in error.message for error in page.errors)


async def test_a_gigabyte_gets_a_clear_page_and_costs_no_memory(
    registering: Registering, child_form: str, product: Product
) -> None:
    visitor = registering.visitor
    form = (await visitor.open(child_form)).form("JOINDRE", near=HEALTH_BOOK).attach(HEALTH_BOOK, "film.pdf", b"@")
    gateway = product.instance.pid_of("gateway")
    before = proportional_kib(gateway)
    heaviest = 0

    async def body(head: bytes, tail: bytes) -> AsyncIterator[bytes]:
        nonlocal heaviest
        yield head
        for number in range(GIGABYTE // len(_CHUNK)):
            yield _CHUNK
            if number % 256 == 0:
                heaviest = max(heaviest, proportional_kib(gateway))
        yield tail

    page = await visitor.press_streaming(form, body, GIGABYTE)
    assert page.status in (413, 422)
    assert page.says("dépasse 10 Mo") or page.says("trop")
    assert heaviest - before < 64 * 1024
    assert product.instance.pid_of("gateway") == gateway


async def test_a_file_that_was_joined_can_be_taken_back(registering: Registering, child_form: str) -> None:
    visitor = registering.visitor
    paper = a_pdf("carnet d'été (2026) ; page 1.pdf")
    form = (await visitor.open(child_form)).form("JOINDRE", near=HEALTH_BOOK)
    page = await visitor.press(form.attach(HEALTH_BOOK, paper.name, paper.content))
    assert page.path.startswith(HOUSEHOLD_STEP)
    [target] = [target for _, target in page.links() if "/pieces/" in target]
    answer = await visitor.download(target)
    assert answer.content == paper.content
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    page = await visitor.press((await visitor.open(child_form)).form(f"RETIRER {paper.name}"))
    assert not page.says(paper.name)
    assert (await visitor.download(target)).status_code == 404
