"""A large town that does not exist: its addresses and its sectors, as files of the national formats say them."""

import random
from collections.abc import Iterator
from pathlib import Path

STREETS = 8_000
BAN_HEADER = (
    "id;id_fantoir;numero;rep;nom_voie;code_postal;code_insee;nom_commune;code_insee_ancienne_commune;"
    "nom_ancienne_commune;x;y;lon;lat;type_position;alias;nom_ld;libelle_acheminement;nom_afnor;source_position;"
    "source_nom_voie;certification_commune;cad_parcelles\n"
)
SECTOR_HEADER = (
    "code_region;code_insee;libelle_commune;lieu_dit;type_et_libelle;n_de_voie_debut;indice_de_repetition_debut;"
    "n_de_voie_fin;indice_de_repetition_fin;parite;code_rne;secteur_unique;no_ligne\n"
)
_KINDS = ("Rue", "Avenue", "Chemin", "Impasse", "Allée")


def write_addresses(path: Path, count: int, insee: str) -> None:
    """`count` addresses on `STREETS` streets, each tenth with a repetition."""
    with path.open("w", encoding="utf-8") as file:
        file.write(BAN_HEADER)
        file.writelines(_addresses(count, insee))


def write_sectors(path: Path, count: int, insee: str, schools: list[str], seed: int = 20260901) -> None:
    """`count` rules: stretches and sides of every street, one after the other."""
    chance, each = random.Random(seed), count // STREETS
    with path.open("w", encoding="utf-8") as file:
        file.write(SECTOR_HEADER)
        for line in range(count):
            street, stretch = line % STREETS, line // STREETS
            last = "9999.0" if stretch >= each else f"{stretch * 10 + 10}.0"
            side = chance.choice(("P", "I", "PI"))
            file.write(
                f"93;{insee};VILLE;;{street_name(street).upper()};{stretch * 10 + 1}.0;;{last};;{side};"
                f"{chance.choice(schools)};N;{line + 1}\n"
            )


def street_name(street: int) -> str:
    return f"{_KINDS[street % len(_KINDS)]} du Lieu numéro {street}"


def _addresses(count: int, insee: str) -> Iterator[str]:
    for place in range(count):
        street, number = place % STREETS, place // STREETS + 1
        repetition = "bis" if place % 10 == 0 else ""
        key = f"{insee}_{street:04x}"
        identity = f"{key}_{number:05}" + (f"_{repetition}" if repetition else "")
        yield (
            f"{identity};{key};{number};{repetition};{street_name(street)};06510;{insee};Ville;;;1042000.1;6307000.2;"
            f"7.181234;43.781234;entrée;;;VILLE;{street_name(street).upper()};commune;commune;1;\n"
        )
