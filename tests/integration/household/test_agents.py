"""What agents may do, and what is left of it in the audit."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from libs.chassis.auth import Subject, SubjectKind
from libs.contracts.documents.v1 import DocumentScanned
from tests.support.household_driver import AGENT, HouseholdDriver, Registered, errors, problem
from tests.support.household_families import a_family

HEALTH = "piece.carnet-sante-vaccinations"


async def waiting(household: HouseholdDriver) -> tuple[Registered, UUID]:
    family = await household.confirmed(a_family().with_child())
    return family, await household.open_submission(family)


async def test_a_decision_can_change_until_the_conclusion(household: HouseholdDriver) -> None:
    family, submission = await waiting(household)
    key = f"{family.child}.{HEALTH}"
    await household.decides(submission, key, "refuse", reason_code="illisible")
    assert (await household.decides(submission, key, "accept")).status_code == 204
    await household.accepts_everything(submission)
    late = await household.decides(submission, key, "refuse", reason_code="illisible")
    assert (late.status_code, problem(late)) == (409, "already-concluded")
    assert problem(await household.concludes(submission)) == "already-concluded"
    assert (await household.lights(family))[family.child] == ("green", "valid")


async def test_nothing_is_concluded_before_everything_is_decided(household: HouseholdDriver) -> None:
    _family, submission = await waiting(household)
    answer = await household.concludes(submission)
    assert (answer.status_code, problem(answer)) == (409, "items-undecided")


async def test_a_refusal_needs_a_reason_that_applies(household: HouseholdDriver) -> None:
    family, submission = await waiting(household)
    field, piece = f"{family.child}.last_name", f"{family.child}.{HEALTH}"
    assert errors(await household.decides(submission, field, "refuse")) == {("reason_code", "reason-required")}
    unknown = await household.decides(submission, field, "refuse", reason_code="parce-que")
    assert errors(unknown) == {("reason_code", "reason-unknown")}
    wrong = await household.decides(submission, field, "refuse", reason_code="illisible")
    assert errors(wrong) == {("reason_code", "reason-not-applicable")}
    alone = await household.decides(submission, piece, "refuse", reason_code="vaccination-absente")
    assert alone.status_code == 204
    waived = await household.decides(submission, field, "waive", comment="connu du service")
    assert errors(waived) == {("decision", "not-a-piece")}
    wordless = await household.decides(submission, piece, "waive")
    assert errors(wordless) == {("comment", "comment-required")}


async def test_a_waived_piece_asks_for_nothing_more(household: HouseholdDriver) -> None:
    family, submission = await waiting(household)
    answer = await household.decides(submission, f"{family.child}.{HEALTH}", "waive", comment="Vu au guichet")
    assert answer.status_code == 204
    await household.accepts_everything(submission)
    assert (await household.lights(family))[family.child] == ("green", "valid")
    states = {piece["code"]: piece["state"] for piece in (await household.record(family, family.child))["pieces"]}
    assert states["carnet-sante-vaccinations"] == "waived"


async def test_an_infected_file_refuses_its_piece_by_itself(household: HouseholdDriver) -> None:
    forms = a_family().with_child()
    writer = await household.drafted(forms)
    child = f"child-{next(iter(forms.children))}"
    household.papers.fresh.pop((child, "livret-famille"))
    late = household.papers.join(child, "livret-famille", scan="pending")
    answer = await household.terminates(writer, forms)
    family = Registered(writer.id, UUID(answer.json()["family_id"]), answer.json()["family_code"], forms)
    submission, key = await household.open_submission(family), f"{child}.piece.livret-famille"

    unseen = await household.decides(submission, key, "accept")
    assert (unseen.status_code, problem(unseen)) == (409, "scan-pending")
    assert problem(await household.accepts_rest(submission)) == "scan-pending"
    await household.hears(DocumentScanned(document_id=late, verdict="infected"))
    await household.hears(DocumentScanned(document_id=uuid4(), verdict="infected"))
    items = {item["key"]: item for r in (await household.file(submission))["records"] for item in r["items"]}
    assert items[key]["decision"]["reason_code"] == "fichier-infecte"
    assert items[key]["decision"]["by"] is None
    assert items[key]["documents"][0]["scan"] == "infected"
    assert problem(await household.decides(submission, key, "accept")) == "document-infected"
    await household.accepts_everything(submission)
    assert (await household.lights(family))[child] == ("red", "refused")
    assert ("service:household", "item.refused", f"submission:{submission}") in await household.audited()


async def test_a_clean_verdict_lets_the_agent_accept(household: HouseholdDriver) -> None:
    forms = a_family().with_child()
    writer = await household.drafted(forms)
    child = f"child-{next(iter(forms.children))}"
    late = household.papers.join(child, "pai", scan="pending")
    answer = await household.terminates(writer, forms)
    family = Registered(writer.id, UUID(answer.json()["family_id"]), answer.json()["family_code"], forms)
    submission = await household.open_submission(family)
    await household.hears(DocumentScanned(document_id=late, verdict="clean"))
    await household.accepts_everything(submission)


async def test_each_sensitive_reading_and_each_decision_leaves_a_row(household: HouseholdDriver) -> None:
    family, submission = await waiting(household)
    before = len(await household.audited())
    await household.file(submission)
    await household.work_list()
    await household.decides(submission, f"{family.child}.{HEALTH}", "accept")
    rows = (await household.audited())[before:]
    who, what = f"staff:{AGENT.id}", f"submission:{submission}"
    assert rows == [
        (who, "submission.read", what),
        (who, "submissions.listed", "submissions:open"),
        (who, "item.accepted", what),
    ]
    await household.accepts_everything(submission)
    assert (await household.audited())[-1] == (who, "submission.concluded", what)


async def test_permissions_are_apart(household: HouseholdDriver) -> None:
    family, submission = await waiting(household)
    reader = Subject(SubjectKind.STAFF, uuid4(), permissions=frozenset({"household.read"}))
    key = f"{family.child}.last_name"
    decision = await household.call(
        "PUT", f"/submissions/{submission}/items/{key}/decision", {"decision": "accept"}, by=reader
    )
    assert decision.status_code == 403
    for path in ("acceptance", "conclusion"):
        assert (await household.call("POST", f"/submissions/{submission}/{path}", by=reader)).status_code == 403
    nobody = Subject(SubjectKind.STAFF, uuid4())
    assert (await household.call("GET", "/submissions", by=nobody)).status_code == 403
    assert (await household.call("GET", f"/submissions/{submission}", by=nobody)).status_code == 403
    assert (await household.call("GET", f"/submissions/{submission}", by=reader)).status_code == 200


async def test_unknown_submissions_and_items_are_missing(household: HouseholdDriver) -> None:
    _family, submission = await waiting(household)
    assert (await household.call("GET", f"/submissions/{uuid4()}", by=AGENT)).status_code == 404
    assert (await household.decides(uuid4(), f"child-{uuid4()}.sex", "accept")).status_code == 404
    for key in (f"child-{uuid4()}.sex", "nonsense", "child-1.sex"):
        assert (await household.decides(submission, key, "accept")).status_code == 404


async def test_families_that_nobody_confirmed_wait_apart(household: HouseholdDriver) -> None:
    dormant = await household.registered(a_family(last_name="Roux").with_child())
    known = await household.confirmed()
    at_counter = await household.registered(registration=await household.at_counter())
    to_do, apart = await household.work_list(), await household.work_list("state=never_activated")
    assert [(item["family_code"], item["origin"], item["activated"]) for item in to_do["items"]] == [
        (known.code, "online", True),
        (at_counter.code, "counter", True),
    ]
    assert [item["closes_at"] for item in to_do["items"]] == [None, None]
    [item] = apart["items"]
    assert (item["family_code"], item["activated"]) == (dormant.code, False)
    days = datetime.fromisoformat(item["closes_at"]) - datetime.fromisoformat(item["registered_at"])
    assert days == timedelta(days=30)


async def test_an_account_that_is_activated_at_last_moves_to_the_work_list(household: HouseholdDriver) -> None:
    family = await household.confirmed()
    [item] = (await household.work_list())["items"]
    assert (item["family_code"], item["activated"]) == (family.code, True)
    assert (await household.work_list("state=never_activated"))["items"] == []
    await household.accepts_everything(await household.open_submission(family))
    assert (await household.work_list("state=concluded"))["items"][0]["family_code"] == family.code


async def test_the_work_list_goes_page_by_page(household: HouseholdDriver) -> None:
    codes = [(await household.confirmed()).code for _ in range(5)]
    seen: list[str] = []
    query = "state=open&limit=2"
    while True:
        page = await household.work_list(query)
        seen += [item["family_code"] for item in page["items"]]
        if page["next"] is None:
            break
        query = f"state=open&limit=2&after={page['next']}"
    assert seen == codes
    [one] = (await household.work_list(f"state=open&family_code={codes[3]}"))["items"]
    assert one["family_code"] == codes[3]
    wrong = await household.call("GET", "/submissions?after=nonsense", by=AGENT)
    assert (wrong.status_code, errors(wrong)) == (422, {("after", "not-a-cursor")})


async def test_concluded_submissions_are_listed_newest_first(household: HouseholdDriver) -> None:
    families = [await household.registered() for _ in range(3)]
    for family in families:
        await household.accepts_everything(await household.open_submission(family))
    page = await household.work_list("state=concluded&limit=2")
    rest = await household.work_list(f"state=concluded&limit=2&after={page['next']}")
    codes = [item["family_code"] for item in (*page["items"], *rest["items"])]
    assert codes == [family.code for family in reversed(families)]
    assert (await household.work_list())["items"] == []
