"""The sittings of the commission, as the form of its advice offers them."""

from gateway.clients.schooling_agents import AgentRequest
from gateway.web.moments import day
from libs.commune.schooling import SCHOOLING_FILE


def sittings_to_choose(found: AgentRequest) -> dict[str, str]:
    """Words by ISO day, the latest first; the one of the advice stays though the town lists it no more."""
    derogation = found["derogation"]
    if derogation is None:
        return {}
    advised = [derogation["advice"]["held_on"]] if derogation["advice"] else []
    return {held: day(held) for held in sorted({*derogation["sittings"]["held"], *advised}, reverse=True)}


def no_sitting_yet(found: AgentRequest) -> str:
    """From when on an advice can be recorded; empty without a dérogation."""
    derogation = found["derogation"]
    if derogation is None:
        return ""
    year = f"{found['school_year']}/{found['school_year'] + 1}"
    if coming := derogation["sittings"]["next"]:
        return (
            f"La commission de dérogation pour {year} siège le {day(coming)} : "
            "son avis pourra être enregistré à partir de ce jour."
        )
    return (
        f"Aucune séance de la commission de dérogation n'est prévue pour {year} : la commune doit d'abord l'inscrire "
        f"dans son fichier {SCHOOLING_FILE}, à la rubrique « commissions »."
    )
