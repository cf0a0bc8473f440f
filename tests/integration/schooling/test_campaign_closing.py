"""Closing time by PostgreSQL's clock, and who keeps which right after it."""

from tests.support.schooling_driver import FIORI, Home, SchoolingDriver, problem

PS = "2023-05-02"
TPS = "2024-05-02"
WISH = {"wanted_school": FIORI, "reasons": ["sante"]}


async def test_a_form_opened_before_the_opening_hour_learns_it(schooling: SchoolingDriver) -> None:
    home = await schooling.family(Home())
    child = await schooling.child(home, born=PS)
    await schooling.campaign("rentree-2026", opens="1 hour")
    target = await schooling.target(home, child)
    [obstacle] = target["obstacles"]
    assert (obstacle["code"], obstacle["opens_at"]) == ("campaign-not-open-yet", target["campaign"]["opens_at"])
    assert obstacle["explanation"].startswith("Les préinscriptions ouvrent le ")


async def test_a_campaign_closes_to_the_second(schooling: SchoolingDriver) -> None:
    home = await schooling.family(Home())
    child = await schooling.child(home, born=TPS)
    await schooling.campaign("rentree-2026", closes="1 second")
    open_form = await schooling.target(home, child)
    assert open_form["may_pre_register"] is True
    await schooling.psql.execute("SELECT pg_sleep(1)")
    late = await schooling.asks(home, child, target=open_form)
    assert (late.status_code, problem(late), late.json()["obstacle"]) == (
        409,
        "pre-registration-closed",
        "campaign-closed",
    )


async def test_a_child_who_must_go_to_school_is_enrolled_after_the_closing_without_a_derogation(
    schooling: SchoolingDriver,
) -> None:
    home = await schooling.family(Home())
    child = await schooling.child(home, born=PS)
    open_form = await schooling.target(home, child)
    await schooling.campaign("rentree-2026", closes="-1 second")
    target = await schooling.target(home, child)
    assert (target["may_pre_register"], target["may_derogate"], target["late"]) == (True, False, True)
    assert target["derogation_closed"]
    assert problem(await schooling.asks(home, child, target=open_form, derogation=WISH)) == "derogations-closed"
    assert problem(await schooling.asks(home, child, target=open_form)) == "offer-changed"
    assert "late" in (await schooling.file(await schooling.asked(home, child)))["flags"]


async def test_who_asked_in_time_may_mend_it_for_some_days(schooling: SchoolingDriver) -> None:
    home = await schooling.family(Home())
    child = await schooling.child(home, born=PS)
    first = await schooling.asked(home, child)
    await schooling.withdraws(home, first)
    await schooling.campaign("rentree-2026", closes="-1 second")
    await schooling.psql.execute("UPDATE pre_registrations SET submitted_at = submitted_at - interval '1 hour'")
    assert (await schooling.target(home, child))["may_derogate"] is True
    await schooling.asked(home, child, derogation=WISH)


async def test_after_the_days_of_grace_nothing_is_mended(schooling: SchoolingDriver) -> None:
    home = await schooling.family(Home())
    child = await schooling.child(home, born=TPS)
    await schooling.withdraws(home, await schooling.asked(home, child))
    await schooling.campaign("rentree-2026", opens="-40 days", closes="-16 days")
    await schooling.psql.execute("UPDATE pre_registrations SET submitted_at = submitted_at - interval '20 days'")
    assert [found["code"] for found in (await schooling.target(home, child))["obstacles"]] == ["campaign-closed"]


async def test_newcomers_have_a_campaign_of_their_own(schooling: SchoolingDriver) -> None:
    home = await schooling.family(Home())
    child = await schooling.child(home, born="2019-05-02")
    await schooling.campaign("arrivees-2026")
    comes = await schooling.target(home, child, enrolled_before=False)
    stays = await schooling.target(home, child, enrolled_before=True)
    assert comes["may_pre_register"] is True
    assert [found["code"] for found in stays["obstacles"]] == ["closed-for-level"]
