"""Families that do not exist, with names that people in France have."""

import random
from dataclasses import dataclass
from datetime import date

_LAST_NAMES = (
    "Lefèvre", "Nuñez", "Benoît-Garcia", "D'Angelo", "Müller", "N’Diaye", "Özdemir", "Le Goff", "Kovačević", "Saïdi",
    "Pérez", "Håkansson", "Château", "Dupré de La Tour", "Ben Salah", "Lœuillet",
)  # fmt: skip
# A parent and a child never bear the same first name: the screens tell them apart by it.
_WOMEN = ("Zoé", "Anaïs", "Hélène", "Aïcha", "Françoise", "Maëlle", "Inès", "Chloé")
_MEN = ("Jérôme", "Loïc", "Noël", "Raphaël", "Gaëtan", "Mickaël", "Théo", "François")
_GIRLS = ("Apolline", "Clémence", "Éloïse", "Nour", "Salomé", "Thaïs")
_BOYS = ("Aurèle", "Élie", "Ismaël", "Joël", "Léo-Paul", "Timothée")
_STREETS = (
    "Rue des Selves",
    "Rue de l'Eusière",
    "Allée des Cyprès",
    "Chemin de l'Écluse",
    "1ère Avenue",
    "Place Magnan",
)


@dataclass(frozen=True)
class InventedAdult:
    last_name: str
    first_name: str
    sex: str
    birth_date: date
    street: str
    street_number: str
    mobile: str = "06 39 98 00 01"
    family_situation: str = "Célibataire"

    @property
    def civility(self) -> str:
        return "Madame" if self.sex == "Féminin" else "Monsieur"

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name.upper()}"


@dataclass(frozen=True)
class InventedChild:
    last_name: str
    first_name: str
    sex: str
    birth_date: date
    birth_place: str = "Nice"

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name.upper()}"


@dataclass(frozen=True)
class InventedFamily:
    """One adult and one child: what the shortest way through the procedure asks for."""

    email: str
    password: str
    adult: InventedAdult
    child: InventedChild


def invent_family(key: str, chance: random.Random | None = None) -> InventedFamily:
    """A family of its own address; `key` makes the address unique.

    Args:
        chance: where names and dates are drawn from; when None the key decides, so that a family can be met again.
    """
    chance = chance or random.Random(key)
    last_name = chance.choice(_LAST_NAMES)
    sex = chance.choice(("Féminin", "Masculin"))
    child_sex = chance.choice(("Féminin", "Masculin"))
    return InventedFamily(
        email=f"famille.{key}@example.org",
        password=f"Mistral{chance.randrange(1000, 9999)}bleu",
        adult=InventedAdult(
            last_name=last_name,
            first_name=chance.choice(_WOMEN if sex == "Féminin" else _MEN),
            sex=sex,
            birth_date=date(chance.randrange(1975, 1999), chance.randrange(1, 13), chance.randrange(1, 29)),
            street=chance.choice(_STREETS),
            street_number=str(chance.randrange(1, 60)),
        ),
        child=InventedChild(
            last_name=last_name,
            first_name=chance.choice(_GIRLS if child_sex == "Féminin" else _BOYS),
            sex=child_sex,
            birth_date=date(chance.randrange(2018, 2023), chance.randrange(1, 13), chance.randrange(1, 29)),
        ),
    )


def on_screen(day: date) -> str:
    """JJ/MM/AAAA."""
    return f"{day:%d/%m/%Y}"
