"""What the others hear of a request: each fact once, with the names of its time, for the family that asked."""

from tests.support.schooling_driver import FIORI, MATERNELLE, VILLAGE, Home, SchoolingDriver

PS = "2023-05-02"


async def told(schooling: SchoolingDriver) -> list[str]:
    events = await schooling.events()
    return [
        event.type.removeprefix("schooling.").removesuffix(".v1") for event in events if event.source == "schooling"
    ]


async def test_a_derogation_that_is_refused_tells_both_decisions(schooling: SchoolingDriver) -> None:
    home = await schooling.family(Home())
    child = await schooling.child(home, born=PS, first_name="Léa")
    request = await schooling.asked(home, child, derogation={"wanted_school": FIORI, "reasons": ["sante"]})
    await schooling.puts(request, "derogation/advice", {"opinion": "unfavourable", "held_on": "2026-05-21"})
    refusal = {"decision": "refuse", "reason_code": "motif-insuffisant", "comment": "Place en secteur."}
    await schooling.puts(request, "derogation/decision", refusal)
    assert await told(schooling) == ["pre_registration.submitted", "derogation.submitted"], "nothing before it is final"
    await schooling.concludes(request)
    assert sorted((await told(schooling))[2:]) == [
        "certificate.issued",
        "derogation.decided",
        "enrolment.changed",
        "pre_registration.decided",
    ]
    [decided] = await schooling.events("schooling.derogation.decided.v1")
    assert (decided.data["accepted"], decided.data["school"]["uai"], decided.data["appointment"]) == (
        False,
        MATERNELLE,
        True,
    )
    assert (decided.data["refusal"]["comment"], decided.data["child_first_name"]) == ("Place en secteur.", "Léa")
    [enrolled] = await schooling.events("schooling.enrolment.changed.v1")
    assert (enrolled.subject, enrolled.data["status"], enrolled.data["family_id"]) == (
        str(child),
        "inscrit",
        str(home.id),
    )


async def test_a_proposal_tells_its_end(schooling: SchoolingDriver) -> None:
    home = await schooling.family(Home())
    request = await schooling.asked(home, await schooling.child(home, born=PS))
    await schooling.puts(request, "reassignment", {"school": VILLAGE, "days": 3})
    await schooling.answers(home, request, "refuse")
    [proposed] = await schooling.events("schooling.reassignment.proposed.v1")
    [closed] = await schooling.events("schooling.reassignment.closed.v1")
    assert (proposed.data["school"]["uai"], closed.data["outcome"]) == (VILLAGE, "refused")
    assert closed.aggregate_version > proposed.aggregate_version
