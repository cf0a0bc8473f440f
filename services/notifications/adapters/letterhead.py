"""Who writes: the commune and its service, as every mail and message names them."""

from dataclasses import dataclass
from pathlib import Path

from libs.commune.profile import Colours, read_profile
from libs.french.elision import de


@dataclass(frozen=True)
class Letterhead:
    """The head and foot of whatever is written.

    Attributes:
        town: the commune's name.
        service, email, telephone: who answers, and how to reach them.
        portal_url: the portal's address, without a slash at its end.
        colours: the commune's, for HTML.
    """

    town: str
    service: str
    email: str
    telephone: str
    portal_url: str
    colours: Colours

    @property
    def sender_name(self) -> str:
        return f"Kiosque famille, ville {de(self.town)}"


def read_letterhead(commune_dir: Path, public_url: str) -> Letterhead:
    """From `commune.yaml`. Raises libs.commune.source.CommuneError."""
    profile = read_profile(commune_dir)
    return Letterhead(
        town=profile.name,
        service=profile.service.name,
        email=profile.service.email,
        telephone=profile.service.telephone,
        portal_url=public_url.rstrip("/"),
        colours=profile.colours,
    )
