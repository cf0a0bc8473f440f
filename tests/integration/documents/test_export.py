"""What documents tells a family of its files: the list, and what happened to them."""

from tests.integration.documents.conftest import Documents, a_family


async def test_a_family_reads_the_list_of_its_files_and_their_history(documents: Documents) -> None:
    family, other = a_family(), a_family()
    kept, removed = await documents.taken(family), await documents.taken(family)
    await documents.taken(other)
    await documents.call("DELETE", f"/documents/{removed}", family)
    answer = await documents.call("GET", f"/families/{family.family_id}/export", family)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    (file,) = told["data"]["documents"]
    assert (file["id"], file["scan"], file["handed_in"]) == (str(kept), "clean", False)
    assert file["piece_label"].startswith("Carnet de santé")
    assert "object_key" not in file
    assert [entry["what"] for entry in told["history"]] == [
        "document.removed",
        "document.received",
        "document.received",
    ]
    foreign = await documents.call("GET", f"/families/{other.family_id}/export", family)
    assert foreign.status_code == 404
