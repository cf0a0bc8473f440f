"""The whole of a commune's data, as the gateway needs it at start."""

from dataclasses import dataclass
from pathlib import Path

from libs.commune.admission import AdmissionData, read_admission
from libs.commune.first_day import FirstDayData, read_first_day
from libs.commune.messages import MessagesData, read_messages
from libs.commune.pieces import PiecesData, read_pieces
from libs.commune.profile import Profile, read_profile
from libs.commune.reasons import ReasonsData, read_reasons
from libs.commune.schools import SchoolsData, read_schools
from libs.commune.source import CommuneError, gather
from libs.commune.streets import StreetData, read_streets
from libs.commune.texts import LegalTexts, read_legal_texts
from libs.commune.vaccinations import VaccinationsData, read_vaccinations


@dataclass(frozen=True)
class Commune:
    """Everything that `communes/<name>/` says, checked."""

    directory: Path
    profile: Profile
    pieces: PiecesData
    reasons: ReasonsData
    schools: SchoolsData
    admission: AdmissionData
    first_day: FirstDayData
    streets: list[StreetData]
    texts: LegalTexts
    messages: MessagesData
    vaccinations: VaccinationsData

    @property
    def diseases(self) -> dict[str, str]:
        """The names of what one is vaccinated against, by code."""
        return {disease.code: disease.label for disease in self.vaccinations.diseases}


def load_commune(directory: Path) -> Commune:
    """Read and check the whole folder.

    Raises:
        CommuneError: naming every problem of every file at once.
    """
    if not directory.is_dir():
        raise CommuneError([f"{directory.name}: no such folder"])
    profile, pieces, reasons, schools, admission, first_day, streets, texts, messages, vaccinations = gather(
        lambda: read_profile(directory),
        lambda: read_pieces(directory),
        lambda: read_reasons(directory),
        lambda: read_schools(directory),
        lambda: read_admission(directory),
        lambda: read_first_day(directory),
        lambda: read_streets(directory),
        lambda: read_legal_texts(directory),
        lambda: read_messages(directory),
        lambda: read_vaccinations(directory),
    )
    named = {role for desk in messages.desks.desks for role in desk.roles}
    if unknown := sorted(named - set(profile.roles)):
        raise CommuneError([f"messages/desks.yaml: commune.yaml has no role {role}" for role in unknown])
    if profile.terms_version not in texts.terms:
        raise CommuneError([f"commune.yaml: terms_version: terms/{profile.terms_version}.md is missing"])
    return Commune(
        directory, profile, pieces, reasons, schools, admission, first_day, streets, texts, messages, vaccinations
    )
