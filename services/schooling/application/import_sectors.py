"""Take over a map of sectors for one cycle, from the rentrée of a school year on."""

from collections.abc import Sequence
from dataclasses import dataclass

from libs.domain.errors import NotFound
from services.schooling.application.ports import Changes, KnownSet, UnitOfWork
from services.schooling.domain.level import Cycle
from services.schooling.domain.sector_file import Refusal, SectorLine, rules_of

_NOTHING = Changes(0, 0, 0)


class UnknownSchoolYear(NotFound):
    """The town does not list it."""

    code = "unknown-school-year"


@dataclass(frozen=True)
class SectorFileLines:
    """A file as it was read.

    Attributes:
        deliberation: None to keep the one that is known.
        refused: lines that could not even be read.
        imported: brought by an operator, not by the commune's folder.
    """

    cycle: Cycle
    school_year: int
    deliberation: str | None
    lines: Sequence[SectorLine]
    refused: Sequence[Refusal] = ()
    imported: bool = True


@dataclass(frozen=True)
class SectorsLoaded:
    """What became of the lines.

    Attributes:
        loaded: lines that say something new; unchanged: those that said so before; repeated: twice in the file.
        removed: rules that were known and are no longer in the file.
        changed: whether anything is different now.
    """

    loaded: int
    unchanged: int
    repeated: int
    removed: int
    refused: tuple[Refusal, ...]
    changed: bool


async def import_sectors(file: SectorFileLines, uow: UnitOfWork, *, dry_run: bool = False) -> SectorsLoaded:
    """The lines that are right replace the whole set in one transaction; the others are told.

    A file without one right line changes nothing. Nothing is kept of a dry run.

    Raises:
        UnknownSchoolYear.
    """
    async with uow:
        await uow.town.take_turn()
        done = await put_sectors(file, uow)
        if done.changed and not dry_run:
            uow.note_load("sectors", f"{file.cycle}-{file.school_year}", loaded=done.loaded, removed=done.removed)
            await uow.town.advance()
            await uow.commit()
    return done


async def put_sectors(file: SectorFileLines, uow: UnitOfWork) -> SectorsLoaded:
    """The same inside of the caller's transaction. Raises UnknownSchoolYear."""
    if await uow.calendar.rentree(file.school_year) is None:
        raise UnknownSchoolYear
    town = await uow.town.read_map()
    rules, more = rules_of(file.lines, town.register, town.schools, file.cycle)
    refused = tuple(sorted([*file.refused, *more], key=lambda refusal: refusal.line))
    known = await uow.sectors.known(file.cycle, file.school_year)
    changes, new_lines, wanted = _NOTHING, set[int](), known
    if rules:
        wanted = KnownSet(file.deliberation or (known.deliberation if known else None), file.imported)
        if wanted != known:
            await uow.sectors.put_set(file.cycle, file.school_year, wanted)
        changes, new_lines = await uow.sectors.replace_rules(file.cycle, file.school_year, rules)
    used = {rule.line for rule in rules}
    return SectorsLoaded(
        loaded=len(new_lines),
        unchanged=len(used - new_lines),
        repeated=len(file.lines) - len(more) - len(used),
        removed=changes.removed,
        refused=refused,
        changed=changes.any or wanted != known,
    )
