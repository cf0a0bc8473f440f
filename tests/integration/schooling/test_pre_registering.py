"""A family pre-registers its child: what it is shown, TERMINER, and what becomes of the request."""

from tests.support.schooling_driver import FIORI, MATERNELLE, Home, SchoolingDriver


async def test_the_sector_school_suits(schooling: SchoolingDriver) -> None:
    home = await schooling.family(Home())
    child = await schooling.child(home, born="2023-05-02")
    target = await schooling.target(home, child)
    assert (target["may_pre_register"], target["may_derogate"], target["obstacles"]) == (True, True, [])
    assert (target["level"]["level"], target["sector"]["school"]["uai"]) == ("PS", MATERNELLE)
    assert target["sector"]["explanation"].startswith("L'école de secteur pour « 25 Rue des Selves »")
    assert target["next_step"]["appointment"] is True
    request = await schooling.asked(home, child)
    found = await schooling.follows(home, request)
    assert (found["stage"], found["kind"], found["level"], found["may_withdraw"]) == ("submitted", "sector", "PS", True)
    shown = await schooling.schooling(home, child)
    assert (shown["this_year"]["label"], shown["next_year"]["label"]) == ("Préinscrit", "Non inscrit")
    [obstacle] = shown["targets"][0]["obstacles"]
    assert (obstacle["code"], obstacle["pre_registration_id"]) == ("already-requested", str(request))

    assert (await schooling.file(request))["places"][0]["taken"] == 0
    await schooling.accepts(request)
    done = await schooling.follows(home, request)
    assert (done["stage"], done["school"]["uai"]) == ("accepted", MATERNELLE)
    assert (await schooling.schooling(home, child))["this_year"]["label"] == "Inscrit"


async def test_another_school_is_asked_for_and_refused_so_the_sectors_stands(schooling: SchoolingDriver) -> None:
    home = await schooling.family(Home())
    child = await schooling.child(home, born="2023-05-02")
    target = await schooling.target(home, child)
    record = f"derogation-{target['request_id']}"
    proof = schooling.papers.join(record, "justificatif-derogation")
    manifest = schooling.papers.manifest(f"family:{home.id}", record)
    wish = {"wanted_school": FIORI, "reasons": ["fratrie", "autre"], "comment": "Sa sœur y est en CE1."}
    request = await schooling.asked(home, child, derogation=wish, manifest=manifest)
    assert (await schooling.schooling(home, child))["this_year"]["status"] == "derogation-en-cours"
    file = await schooling.file(request)
    assert (file["derogation"]["wanted_school"]["uai"], file["school"]["uai"]) == (FIORI, MATERNELLE)
    assert [document["id"] for document in file["documents"]] == [str(proof)]
    assert "advice-missing" in file["flags"]
