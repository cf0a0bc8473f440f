"""Who the commune is and how its kiosk behaves: `commune.yaml`."""

from calendar import monthrange
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import EmailStr, Field, StringConstraints, model_validator

from libs.commune.source import Data, Line, read_yaml, refuse_twice

COMMUNE_FILE = "commune.yaml"

Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]
Telephone = Annotated[str, StringConstraints(pattern=r"^0\d( \d\d){4}$")]
PostalCode = Annotated[str, StringConstraints(pattern=r"^\d{5}$")]
FontName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9 -]{0,60}$")]
Permission = Annotated[str, StringConstraints(pattern=r"^[a-z_]+\.[a-z_]+(@\d{7}[A-Z])?$")]
"""What a role may do, everywhere or, after `@`, in one school (UAI)."""


class Contact(Data):
    """Somebody whom a family can reach."""

    name: Line
    email: EmailStr
    telephone: Telephone
    address: list[Line]
    hours: list[Line] = Field(default_factory=list)


class DataProtectionOfficer(Data):
    """The DPO (délégué à la protection des données), as the privacy notice names them."""

    name: Line
    email: EmailStr
    address: list[Line]


class Colours(Data):
    """What the commune paints with; text on each keeps a contrast of 4.5 at least, which a test holds.

    Attributes:
        brand: headings, header rule, main buttons.
        brand_dark: the same, pressed or hovered.
        accent: small touches: the rule of the header, the current step.
        surface: the pale background of cards and bands.
        line: rules and borders.
        focus: the outline of what the keyboard is on; dark text stands on it.
    """

    brand: Colour
    brand_dark: Colour
    accent: Colour
    surface: Colour
    line: Colour
    focus: Colour


class Typography(Data):
    """The family of letters, and what stands in while it loads or where it lacks."""

    family: FontName
    fallback: list[FontName]


class Announcement(Data):
    """A notice on the home page and on ACCUEIL, on the days from `visible_from` to `visible_until`."""

    title: Line
    period: Line | None = None
    lines: list[Line] = Field(default_factory=list)
    visible_from: date | None = None
    visible_until: date | None = None

    def visible_on(self, day: date) -> bool:
        after = self.visible_from is None or self.visible_from <= day
        return after and (self.visible_until is None or day <= self.visible_until)


class PasswordBounds(Data):
    """How long a family's password is, in characters."""

    minimum: int = Field(ge=8, le=64)
    maximum: int = Field(ge=8, le=128)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.minimum > self.maximum:
            raise ValueError("minimum is above maximum")
        return self


class Delays(Data):
    """How long things last. The town's DPO approves them.

    Attributes:
        never_activated_days: after which an account that nobody activated is erased, its family with it.
        activation_reminder_days: how long before that its holder is reminded.
        link_days: how long the code that links a child to a second home can be used.
        claim_days: how long the code of a known family opens an account.
        audit_days: how long who did or saw what is known; at least 180.
        closed_account_days: how long a family is kept whose account its holder closed.
        piece_reminder_days: how long before a paper expires its family is reminded.
        kept_answers_days: how long what a family typed for a school and did not hand in is kept.
    """

    draft_hours: int = Field(ge=1, le=720)
    activation_hours: int = Field(ge=1, le=720)
    never_activated_days: int = Field(ge=3, le=365)
    activation_reminder_days: int = Field(ge=1, le=60)
    password_reset_minutes: int = Field(ge=10, le=1440)
    email_change_hours: int = Field(default=48, ge=1, le=720)
    claim_days: int = Field(ge=1, le=365)
    audit_days: int = Field(default=1095, ge=180, le=3650)
    closed_account_days: int = Field(default=365, ge=1, le=3650)
    link_days: int = Field(default=15, ge=1, le=90)
    piece_reminder_days: int = Field(default=30, ge=1, le=180)
    kept_answers_days: int = Field(default=90, ge=1, le=730)

    @model_validator(mode="after")
    def _reminded_before(self) -> Self:
        if self.activation_reminder_days >= self.never_activated_days:
            raise ValueError("activation_reminder_days is not before never_activated_days")
        return self


class Silence(Data):
    """What it means that the town does not answer a request (CRPA, L231-1 to L231-6), as the receipt must say.

    Attributes:
        means: an acceptance, or a refusal.
        months: after how many months from the reception.
        legal_basis: the text that says so for these requests.
        remedies: how a refusal is contested, and until when; a receipt of a request that silence refuses names them.
    """

    means: Literal["acceptance", "refusal"]
    months: int = Field(ge=1, le=24)
    legal_basis: Line
    remedies: list[Line] = Field(default_factory=list)

    @model_validator(mode="after")
    def _remedied(self) -> Self:
        if self.means == "refusal" and not self.remedies:
            raise ValueError("remedies are missing: whoever is refused by silence is told how to contest it")
        return self

    def since(self, received: date) -> date:
        """From which day on silence speaks: the same day of a later month, or that month's last."""
        years, month = divmod(received.month - 1 + self.months, 12)
        year, month = received.year + years, month + 1
        return date(year, month, min(received.day, monthrange(year, month)[1]))


class Answers(Data):
    """What a family may expect once it handed something in.

    Attributes:
        usual_days: how long an answer usually takes.
        silence: None as long as the town has not said what its silence means: a receipt then says nothing of it.
    """

    usual_days: int = Field(ge=1, le=365)
    silence: Silence | None = None


class Accessibility(Data):
    """What the accessibility statement says (RGAA 4.1.2)."""

    conformity: Annotated[str, StringConstraints(pattern=r"^(totalement|partiellement|non) conforme$")]
    stated_on: date
    exceptions: list[Line] = Field(default_factory=list)


class Host(Data):
    """Who runs the servers, as the mentions légales must name them."""

    name: Line
    address: list[Line]
    telephone: Telephone


class Profile(Data):
    """The whole file.

    Attributes:
        insee: the code officiel géographique of the commune.
        terms_version: the CGU in force: `terms/<version>.md`.
        roles: permissions of each role of the town's staff.
    """

    name: Line
    department: Line
    insee: Annotated[str, StringConstraints(pattern=r"^[0-9AB]{5}$")]
    postal_codes: list[PostalCode] = Field(min_length=1)
    town_hall: Contact
    publication_director: Line
    service: Contact
    dpo: DataProtectionOfficer
    host: Host
    colours: Colours
    typography: Typography
    announcements: list[Announcement] = Field(default_factory=list)
    school_year: int = Field(ge=2000, le=2100)
    terms_version: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}(-[0-9]{2})?$")]
    password: PasswordBounds
    delays: Delays
    answers: Answers = Field(default_factory=lambda: Answers(usual_days=15))
    accessibility: Accessibility
    roles: dict[Annotated[str, StringConstraints(pattern=r"^[a-z_]+$")], list[Permission]]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        refuse_twice("postal code", self.postal_codes)
        return self

    def announcements_on(self, day: date) -> list[Announcement]:
        """What is announced on a day of Paris."""
        return [announcement for announcement in self.announcements if announcement.visible_on(day)]


def read_profile(commune_dir: Path) -> Profile:
    """Raises CommuneError."""
    return read_yaml(commune_dir / COMMUNE_FILE, Profile)
