"""What the home page asks of schooling costs the same number of statements however many children a family has."""

from tests.support.schooling_driver import FIORI, Home, SchoolingDriver

BORN = ("2023-05-02", "2022-05-02", "2021-05-02", "2019-05-02", "2018-05-02", "2017-05-02")
STATEMENTS = 6
"""The family, its children, what is known of them, the campaigns, the enrolments, the family's requests."""


async def test_a_familys_schooling_is_read_in_as_many_statements_as_kinds_of_facts(schooling: SchoolingDriver) -> None:
    home, large = await schooling.family(Home()), await schooling.family(Home(code="10002"))
    await schooling.child(home, born=BORN[0])
    children = [await schooling.child(large, born=born) for born in BORN]
    await schooling.accepts(await schooling.asked(large, children[0]))
    await schooling.asked(
        large, children[1], enrolled_before=True, derogation={"wanted_school": FIORI, "reasons": ["sante"]}
    )
    for family, count in ((home, 1), (large, 6)):
        path = f"/families/{family.id}/schooling"
        await schooling.get(path, family.subject)  # the town's map is in memory from now on
        with schooling.statements() as sent:
            shown = await schooling.get(path, family.subject)
        assert len(shown) == count
        read = [statement for statement in sent if "revision" not in statement]
        assert len(read) == STATEMENTS, "\n".join(read)


async def test_each_child_is_shown_as_when_asked_for_alone(schooling: SchoolingDriver) -> None:
    home, other = await schooling.family(Home()), await schooling.family(Home(code="10002"))
    children = [await schooling.child(home, other, born=born) for born in BORN]
    await schooling.accepts(await schooling.asked(home, children[0]))
    await schooling.asked(other, children[1], enrolled_before=True)
    withdrawn = await schooling.asked(home, children[2], enrolled_before=True)
    await schooling.withdraws(home, withdrawn)
    together = await schooling.get(f"/families/{home.id}/schooling", home.subject)
    alone = [await schooling.schooling(home, child) for child in children]
    assert {child["child_id"]: child for child in together} == {child["child_id"]: child for child in alone}
    assert [line["stage"] for child in together for line in child["requests"]] == ["withdrawn", "accepted"]
    assert [child["this_year"]["status"] for child in alone[:3]] == ["inscrit", "preinscrit", "non-inscrit"]
