"""Sets of sectors, written: only the rules that differ."""

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.schooling.adapters.queries_town_map import rule_of
from services.schooling.application.ports import Changes, KnownSet
from services.schooling.domain.level import Cycle
from services.schooling.domain.sector import Rule
from services.schooling.domain.sector_file import substance

_SET = text("SELECT deliberation, imported FROM sector_sets WHERE cycle = :cycle AND school_year = :year")
_PUT_SET = text("""
    INSERT INTO sector_sets (cycle, school_year, deliberation, imported)
    VALUES (:cycle, :year, :deliberation, :imported)
    ON CONFLICT ON CONSTRAINT pk_sector_sets DO UPDATE
    SET deliberation = excluded.deliberation, imported = excluded.imported
""")
_RULES = text("""
    SELECT id, street_id, first_number, first_repetition, last_number, last_repetition, side, uai, line
    FROM sector_rules WHERE cycle = :cycle AND school_year = :year
""")
_PUT_RULE = text("""
    INSERT INTO sector_rules (cycle, school_year, street_id, first_number, first_repetition, last_number,
                              last_repetition, side, uai, line)
    VALUES (:cycle, :year, :street_id, :first_number, :first_repetition, :last_number, :last_repetition, :side, :uai,
            :line)
""")
_MOVE_RULE = text("UPDATE sector_rules SET line = :line WHERE id = :id")
_DROP_RULES = text("DELETE FROM sector_rules WHERE id = ANY(:gone)")


class SqlSectors:
    """Sets of sectors in the current transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def known(self, cycle: Cycle, school_year: int) -> KnownSet | None:
        found = await self._connection.execute(_SET, {"cycle": cycle.value, "year": school_year})
        row = found.one_or_none()
        return None if row is None else KnownSet(row.deliberation, row.imported)

    async def put_set(self, cycle: Cycle, school_year: int, known: KnownSet) -> None:
        await self._connection.execute(
            _PUT_SET,
            {
                "cycle": cycle.value,
                "year": school_year,
                "deliberation": known.deliberation,
                "imported": known.imported,
            },
        )

    async def replace_rules(self, cycle: Cycle, school_year: int, rules: Sequence[Rule]) -> tuple[Changes, set[int]]:
        place = {"cycle": cycle.value, "year": school_year}
        known = {substance(rule_of(row)): row for row in await self._connection.execute(_RULES, place)}
        added = [rule for rule in rules if substance(rule) not in known]
        kept = [(rule, known[substance(rule)]) for rule in rules if substance(rule) in known]
        gone = known.keys() - {substance(rule) for rule in rules}
        if added:
            await self._connection.execute(_PUT_RULE, [place | _values(rule) for rule in added])
        moved = [{"id": row.id, "line": rule.line} for rule, row in kept if row.line != rule.line]
        if moved:
            await self._connection.execute(_MOVE_RULE, moved)
        if gone:
            await self._connection.execute(_DROP_RULES, {"gone": [known[each].id for each in gone]})
        return Changes(len(added), len(kept), len(gone)), {rule.line for rule in added}


def _values(rule: Rule) -> dict[str, object]:
    return {
        "street_id": rule.street_id,
        "first_number": rule.first.number if rule.first else None,
        "first_repetition": rule.first.repetition if rule.first else "",
        "last_number": rule.last.number if rule.last else None,
        "last_repetition": rule.last.repetition if rule.last else "",
        "side": rule.side.value,
        "uai": rule.uai,
        "line": rule.line,
    }
