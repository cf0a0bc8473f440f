"""What comes after an inscription is decided: the certificate and the appointment with the head: `admission.yaml`."""

from pathlib import Path

from pydantic import Field

from libs.commune.schools import Level
from libs.commune.source import Data, Line, read_yaml

ADMISSION_FILE = "admission.yaml"


class BroughtData(Data):
    """Something to bring to the head of school.

    Attributes:
        levels: who brings it; nobody named: every level.
        newcomers: only children who were in no school of the commune the year before bring it.
    """

    what: Line
    levels: list[Level] = Field(default_factory=list)
    newcomers: bool = False


class CertificateData(Data):
    """The certificat d'inscription, which a family brings to the head of school.

    Attributes:
        attached_to_mail: the mail carries the PDF, which names the child; else it only says that it is there.
        bring: to the head of school, the certificate among it: what every page and paper lists.
    """

    attached_to_mail: bool = False
    bring: list[BroughtData] = Field(default_factory=list)


class AppointmentsData(Data):
    """`notice_hours`: how long before its hour a slot can still be taken, moved or cancelled by a family."""

    notice_hours: int = Field(ge=0, le=336)


class AdmissionData(Data):
    """The whole file."""

    certificate: CertificateData
    appointments: AppointmentsData

    def to_bring(self, level: str, *, newcomer: bool) -> list[str]:
        """In the commune's order."""
        return [
            each.what
            for each in self.certificate.bring
            if (not each.levels or level in each.levels) and (newcomer or not each.newcomers)
        ]


def read_admission(commune_dir: Path) -> AdmissionData:
    """Raises CommuneError."""
    return read_yaml(commune_dir / ADMISSION_FILE, AdmissionData)
