"""What an operator may ask of schooling; composed by the cli."""

from pathlib import Path

from libs.chassis.db import Database
from libs.commune.schools import SchoolData, read_schools
from services.schooling.adapters.unit_of_work import SchoolingUnitOfWork
from services.schooling.application.load_schools import load_schools
from services.schooling.domain.school import Level, School, SchoolKind


async def load(database_url: str, commune_dir: Path) -> dict[str, int]:
    """Take over `schools.yaml` of the commune, all of it or nothing.

    Returns:
        How many schools the file lists, and how many rows changed for it.

    Raises:
        libs.commune.source.CommuneError: naming every problem of the file.
    """
    schools = [_school(data) for data in read_schools(commune_dir).schools]
    database = Database(database_url, application="kiosque commune load", pool_size=1)
    try:
        loaded = await load_schools(schools, SchoolingUnitOfWork(database))
    finally:
        await database.close()
    return {"schools": loaded.schools, "changed": loaded.changed}


def _school(data: SchoolData) -> School:
    return School(
        uai=data.uai,
        name=data.name,
        kind=SchoolKind(data.kind),
        address=data.address,
        telephone=data.telephone,
        levels=tuple(Level(level) for level in data.levels),
    )
