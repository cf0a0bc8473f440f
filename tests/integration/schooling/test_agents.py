"""What agents may do with requests, find among them, and leave in the audit."""

from uuid import uuid4

from libs.chassis.auth import Subject, SubjectKind
from libs.contracts.documents.v1 import DocumentScanned
from tests.support.schooling_driver import AGENT, FIORI, MATERNELLE, Home, SchoolingDriver, errors, problem

PS, CP = "2023-05-02", "2020-05-02"


async def test_permissions_are_apart(schooling: SchoolingDriver) -> None:
    home = await schooling.family(Home())
    request = await schooling.asked(home, await schooling.child(home, born=PS))
    reader = Subject(SubjectKind.STAFF, uuid4(), permissions=frozenset({"schooling.read"}))
    nobody = Subject(SubjectKind.STAFF, uuid4(), permissions=frozenset({"household.decide"}))
    one = f"/pre-registrations/{request}"
    assert (await schooling.call("GET", one, by=reader)).status_code == 200
    for method, path, body in (
        ("PUT", f"{one}/decision", {"decision": "accept"}),
        ("PUT", f"{one}/level", {"level": "MS", "reason": "x"}),
        ("PUT", f"{one}/waiting", None),
        ("POST", f"{one}/conclusion", None),
        ("PUT", f"{one}/reassignment", {"school": FIORI}),
        ("DELETE", f"{one}/reassignment", None),
    ):
        assert (await schooling.call(method, path, body, by=reader)).status_code == 403, path
    for path in (one, "/pre-registrations", "/places?school_year=2026", "/decision-reasons"):
        assert (await schooling.call("GET", path, by=nobody)).status_code == 403
        assert (await schooling.call("GET", path, by=home.subject)).status_code == 403
        assert (await schooling.call("GET", path)).status_code == 401


async def test_readings_and_decisions_leave_rows(schooling: SchoolingDriver) -> None:
    home = await schooling.family(Home())
    request = await schooling.asked(home, await schooling.child(home, born=PS))
    await schooling.listed()
    await schooling.file(request)
    await schooling.accepts(request)
    who = f"staff:{AGENT.id}"
    assert await schooling.audited() == [
        (home.subject.reference, "pre_registration.submitted"),
        (who, "pre_registrations.listed"),
        (who, "pre_registration.read"),
        (who, "pre_registration.accept"),
        (who, "certificate.issued"),
        (who, "pre_registration.concluded"),
    ]


async def test_the_list_is_filtered_and_paged(schooling: SchoolingDriver) -> None:
    homes = [await schooling.family(Home(code=f"3000{number}")) for number in range(4)]
    requests = [
        await schooling.asked(home, await schooling.child(home, born=born), enrolled_before=True)
        for home, born in zip(homes, (PS, PS, CP, PS), strict=True)
    ]
    await schooling.accepts(requests[3])
    first = await schooling.listed("limit=2")
    rest = await schooling.listed(f"limit=2&after={first['next']}")
    assert [item["id"] for item in first["items"] + rest["items"]] == [str(request) for request in requests[:3]]
    assert rest["next"] is None
    assert [item["family_code"] for item in (await schooling.listed("level=CP"))["items"]] == ["30002"]
    assert len((await schooling.listed(f"school={MATERNELLE}"))["items"]) == 2
    assert len((await schooling.listed("family_code=3000&stage=accepted"))["items"]) == 1
    assert (await schooling.listed("school_year=2027"))["items"] == []
    wrong = await schooling.call("GET", "/pre-registrations?after=nonsense", by=AGENT)
    assert (wrong.status_code, errors(wrong)) == (422, {("after", "not-a-cursor")})


async def test_agents_are_warned_before_silence_means_something(schooling: SchoolingDriver) -> None:
    home = await schooling.family(Home())
    request = await schooling.asked(home, await schooling.child(home, born=PS))
    [item] = (await schooling.listed())["items"]
    assert item["silence_near"] is False
    await schooling.psql.execute("UPDATE pre_registrations SET silence_on = current_date + 14")
    [item] = (await schooling.listed())["items"]
    assert item["silence_near"] is True
    await schooling.accepts(request)
    [item] = (await schooling.listed("stage=accepted"))["items"]
    assert item["silence_near"] is False


async def test_whatever_an_agent_does_first_opens_the_request(schooling: SchoolingDriver) -> None:
    home = await schooling.family(Home())
    request = await schooling.asked(home, await schooling.child(home, born=PS))
    await schooling.puts(request, "reassignment", {"school": FIORI})
    answer = await schooling.withdraws(home, request)
    assert (answer.status_code, problem(answer)) == (409, "already-opened")


async def test_a_late_verdict_reaches_the_file_of_a_request(schooling: SchoolingDriver) -> None:
    home = await schooling.family(Home())
    child = await schooling.child(home, born=PS)
    record = f"derogation-{(await schooling.target(home, child))['request_id']}"
    proof = schooling.papers.join(record, "justificatif-derogation", scan="pending")
    request = await schooling.asked(
        home,
        child,
        derogation={"wanted_school": FIORI, "reasons": ["sante"]},
        manifest=schooling.papers.manifest(f"family:{home.id}", record),
    )
    await schooling.hears(DocumentScanned(document_id=proof, verdict="infected"))
    file = await schooling.file(request)
    assert [document["scan"] for document in file["documents"]] == ["infected"]
    assert "infected-file" in file["flags"]
