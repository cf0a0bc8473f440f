"""How long a family has been waiting, in days of Paris."""

from datetime import datetime

from gateway.web.moments import PARIS


def since(made_at: str, now: datetime) -> str:
    """`aujourd'hui`, `depuis hier`, `depuis 3 jours`."""
    days = (now.astimezone(PARIS).date() - datetime.fromisoformat(made_at).astimezone(PARIS).date()).days
    if days <= 0:
        return "aujourd'hui"
    return "depuis hier" if days == 1 else f"depuis {days} jours"
