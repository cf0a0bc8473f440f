"""The commune's settings for messages, as the rules know them."""

from libs.commune.messages import DesksData
from services.notifications.domain.correspondence_rules import CorrespondenceRules
from services.notifications.domain.desk import Desk, Desks


def rules_of(settings: DesksData) -> CorrespondenceRules:
    return CorrespondenceRules(
        Desks(
            tuple(
                Desk(desk.code, desk.name, desk.hint, frozenset(desk.roles), frozenset(desk.about))
                for desk in settings.desks
            )
        ),
        settings.agent_first_names,
        settings.mail_pause,
        settings.family_messages_an_hour,
    )
