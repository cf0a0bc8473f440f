"""Families as somebody types them: `a_family().with_child(first_name="Lina")`."""

from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

Form = dict[str, Any]
SIBLINGS = (
    *("Lina", "Basile", "Chloé", "Émile", "Flore", "Gaspard", "Hélène", "Ismaël"),
    *("Jeanne", "Karim", "Louise", "Marius", "Naïma", "Oscar", "Perrine"),
)
"""The first names of a family's children, in the order in which they are added."""

ADDRESS_ELSEWHERE: Form = {
    "country": "FR",
    "postal_code": "06700",
    "city": "Saint-Laurent-du-Var",
    "street_number": "3",
    "repetition": "bis",
    "street_id": None,
    "street_other": "Avenue de la Libération",
    "complement": None,
}


def an_adult(**changed: Any) -> Form:
    """What the form of an adult sends; the address lies outside the commune unless told otherwise."""
    return {
        "family_situation": "marie",
        "last_name": "Martin",
        "birth_name": None,
        "first_name": "Claire",
        "birth_date": "04/05/1988",
        "sex": "feminin",
        "mobile": "06 39 98 00 01",
        **ADDRESS_ELSEWHERE,
        **changed,
    }


def a_child(*guardians: UUID, **changed: Any) -> Form:
    """What the form of a child sends."""
    return {
        "sex": "feminin",
        "last_name": "Martin",
        "first_name": SIBLINGS[0],
        "birth_date": "02/05/2021",
        "birth_place": "Nice",
        "guardians": [str(guardian) for guardian in guardians],
        "second_guardian": "none" if len(guardians) == 1 else None,
        "elsewhere_last_name": None,
        "elsewhere_first_name": None,
        "elsewhere_link": None,
        "elsewhere_telephone": None,
        "elsewhere_email": None,
        "elsewhere_address": None,
        "states": [],
        **changed,
    }


def a_fiche_sanitaire(**changed: Any) -> Form:
    """A complete one of a child in good health."""
    return {
        "persons_to_call": [
            {"last_name": "Roux", "first_name": "Odile", "link": "Grand-mère", "telephone": "06 39 98 00 02"}
        ],
        "care_plan": {"answer": "non"},
        "permissions": {"hospitalisation": "oui", "photo": "non", "outing": "oui", "leaving_alone": "non"},
        **changed,
    }


@dataclass(frozen=True)
class FamilyForms:
    """A whole household on paper."""

    adults: dict[UUID, Form] = field(default_factory=dict)
    children: dict[UUID, Form] = field(default_factory=dict)

    def with_adult(self, **changed: Any) -> "FamilyForms":
        return replace(self, adults=self.adults | {uuid4(): an_adult(**changed)})

    def with_child(self, **changed: Any) -> "FamilyForms":
        """All adults are responsible for the child unless told otherwise; siblings have names of their own."""
        named = {"first_name": SIBLINGS[len(self.children)]} | changed
        return replace(self, children=self.children | {uuid4(): a_child(*self.adults, **named)})


def a_family(**adult: Any) -> FamilyForms:
    """One adult, no child yet."""
    return FamilyForms().with_adult(**adult)
