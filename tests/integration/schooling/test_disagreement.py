"""Two homes disagree and an agent said so: changes of school are frozen, the child is enrolled provisionally."""

from uuid import UUID

from tests.support.schooling_driver import FIORI, MATERNELLE, VILLAGE, Home, SchoolingDriver, problem

PS = "2023-05-02"
WISH = {"wanted_school": FIORI, "reasons": ["sante"], "comment": "CANARI"}
ACCEPT = {"decision": "accept"}


async def disagree(schooling: SchoolingDriver, child: UUID, *homes: Home, disagreement: bool = True) -> None:
    await schooling.changed(child, *homes, born=PS, disagreement=disagreement)


async def a_child_of_two(schooling: SchoolingDriver) -> tuple[Home, Home, UUID]:
    first, second = await schooling.family(Home()), await schooling.family(Home(code="10002"))
    return first, second, await schooling.child(first, second, born=PS)


async def certificates(schooling: SchoolingDriver, home: Home) -> list[tuple[str, bool]]:
    """State and whether it is provisional, oldest first."""
    listed = await schooling.get(f"/families/{home.id}/certificates", home.subject)
    sheets = [
        await schooling.get(f"/families/{home.id}/certificates/{line['number']}", home.subject) for line in listed
    ]
    return [(sheet["state"], sheet["provisional"]) for sheet in reversed(sheets)]


async def test_the_derogation_is_frozen_and_the_sectors_school_stands_provisionally(schooling: SchoolingDriver) -> None:
    first, second, child = await a_child_of_two(schooling)
    request = await schooling.asked(first, child, derogation=WISH)
    await schooling.puts(request, "derogation/advice", {"opinion": "favourable", "held_on": "2026-05-21"})
    await disagree(schooling, child, first, second)
    file = await schooling.file(request)
    assert file["disagreement"]
    assert "disagreement" in file["flags"]
    assert problem(await schooling.puts(request, "derogation/decision", ACCEPT)) == "derogation-frozen"

    await schooling.accepts(request)
    assert (await schooling.file(request))["provisional"]
    for home in (first, second):
        enrolment = (await schooling.schooling(home, child))["this_year"]
        assert (enrolment["school"]["uai"], enrolment["provisional"]) == (MATERNELLE, True)
        assert await certificates(schooling, home) == [("valid", True)]
    told = await schooling.follows(first, request)
    assert (told["stage"], told["derogation"]["accepted"]) == ("accepted", None)
    assert await schooling.events("schooling.derogation.decided.v1") == []
    [enrolled] = await schooling.events("schooling.enrolment.changed.v1")
    assert enrolled.data["provisional"] is True

    assert problem(await schooling.confirms(child)) == "still-in-disagreement"
    await disagree(schooling, child, first, second, disagreement=False)
    assert (await schooling.confirms(child)).status_code == 204
    assert problem(await schooling.confirms(child)) == "enrolment-unmoved"
    assert not (await schooling.schooling(second, child))["this_year"]["provisional"]
    assert await certificates(schooling, second) == [("replaced", True), ("valid", False)]


async def test_what_was_accepted_before_they_disagreed_changes_no_school(schooling: SchoolingDriver) -> None:
    first, second, child = await a_child_of_two(schooling)
    request = await schooling.asked(first, child, derogation=WISH)
    await schooling.puts(request, "derogation/advice", {"opinion": "favourable", "held_on": "2026-05-21"})
    await schooling.puts(request, "derogation/decision", ACCEPT)
    await disagree(schooling, child, first, second)
    assert (await schooling.file(request))["school"]["uai"] == MATERNELLE
    assert problem(await schooling.concludes(request)) == "undecided"
    await schooling.accepts(request)
    assert (await schooling.schooling(second, child))["this_year"]["school"]["uai"] == MATERNELLE


async def test_who_is_proposed_another_school_reads_beforehand_that_it_is_provisional(
    schooling: SchoolingDriver,
) -> None:
    first, second, child = await a_child_of_two(schooling)
    request = await schooling.asked(first, child)
    await schooling.puts(request, "reassignment", {"school": VILLAGE})
    told = (await schooling.follows(first, request))["proposal"]["consequences"]
    assert "provisoire" not in str(told)
    await disagree(schooling, child, first, second)
    answer = await schooling.call("GET", f"/families/{first.id}/pre-registrations/{request}", by=first.subject)
    assert "inscrit à titre provisoire" in answer.json()["proposal"]["consequences"]["accepted"]
    for secret in ("disagreement", "désaccord", str(second.id), second.code):
        assert secret not in answer.text
    assert (await schooling.answers(first, request, "accept")).status_code == 204
    enrolment = (await schooling.schooling(first, child))["this_year"]
    assert (enrolment["school"]["uai"], enrolment["provisional"]) == (VILLAGE, True)


async def test_neither_home_reads_of_it_or_of_the_other(schooling: SchoolingDriver) -> None:
    first, second, child = await a_child_of_two(schooling)
    await disagree(schooling, child, first, second)
    request = await schooling.asked(first, child, derogation=WISH)
    await schooling.accepts(request)
    for home, secrets in ((first, (str(second.id), second.code)), (second, (str(first.id), first.code, "CANARI"))):
        for path in ("schooling", "pre-registrations", "certificates", "export", "history"):
            text = (await schooling.call("GET", f"/families/{home.id}/{path}", by=home.subject)).text
            for secret in ("disagreement", "désaccord", *secrets):
                assert secret not in text, f"{secret} in {path}"
