"""The fields of all kinds of records, as a family writes them."""

from pydantic import Field

from services.household.api.schemas import FieldValue, Input
from services.household.api.schemas_drafts import AddressIn, GuardiansIn
from services.household.api.typed_text import Code, Sentences, Typed

_ROWS_MAX = 30


class BillingIn(AddressIn):
    """The payer, the address, or both, where they are not the household's."""

    civility: Typed | None = None
    last_name: Typed | None = None
    first_name: Typed | None = None
    telephone: Typed | None = None


class DepartureIn(Input):
    """An adult leaves the household: `on`, JJ/MM/AAAA, and a word."""

    on: Typed | None = None
    word: Sentences | None = None


class DoctorIn(Input):
    name: Typed | None = None
    telephone: Typed | None = None


class AllergyIn(Input):
    cause: Typed | None = None
    what_to_do: Sentences | None = None


class TreatmentIn(Input):
    medicine: Typed | None = None
    instructions: Sentences | None = None


class PersonIn(Input):
    last_name: Typed | None = None
    first_name: Typed | None = None
    link: Typed | None = None
    telephone: Typed | None = None


class DietIn(Input):
    """`needs`: `sans-porc`, `sans-viande`, `sans-poisson`, `sans-gluten`, `sans-lait`, `sans-oeuf`, `sans-arachide`."""

    needs: list[Typed] = Field(default_factory=list, max_length=20)
    other: Sentences | None = None


class CarePlanIn(Input):
    """`answer`: `oui` with the measures, or `non`."""

    answer: Typed | None = None
    measures: Sentences | None = None


class PermissionsIn(Input):
    """Each `oui` or `non`. `outing`: leaves the school with the class; `leaving_alone`: goes home alone."""

    hospitalisation: Typed | None = None
    photo: Typed | None = None
    outing: Typed | None = None
    leaving_alone: Typed | None = None


class RecordFieldsIn(Input):
    """A record takes those of its kind. `vaccinations`: the last injection's day by disease of the town's table."""

    civility: Typed | None = None
    family_situation: Typed | None = None
    last_name: Typed | None = None
    birth_name: Typed | None = None
    first_name: Typed | None = None
    birth_date: Typed | None = None
    birth_place: Typed | None = None
    sex: Typed | None = None
    landline: Typed | None = None
    mobile: Typed | None = None
    telephone: Typed | None = None
    email: Typed | None = None
    profession: Typed | None = None
    employer: Typed | None = None
    work_telephone: Typed | None = None
    work_extension: Typed | None = None
    address: AddressIn | None = None
    billing: BillingIn | None = None
    guardians: GuardiansIn | None = None
    departure: DepartureIn | None = None
    persons_to_call: list[PersonIn] | None = Field(default=None, max_length=_ROWS_MAX)
    persons_allowed: list[PersonIn] | None = Field(default=None, max_length=_ROWS_MAX)
    doctor: DoctorIn | None = None
    allergies: list[AllergyIn] | None = Field(default=None, max_length=_ROWS_MAX)
    treatments: list[TreatmentIn] | None = Field(default=None, max_length=_ROWS_MAX)
    diet: DietIn | None = None
    care_plan: CarePlanIn | None = None
    vaccinations: dict[Code, Typed | None] | None = Field(default=None, max_length=60)
    permissions: PermissionsIn | None = None

    def named(self) -> dict[str, FieldValue]:
        """The fields that the client named, with the members of composite ones."""
        return {name: value for name, value in self.model_dump().items() if name in self.model_fields_set}
