"""What the commune settled about messages."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from libs.domain.errors import Throttled
from services.notifications.domain.agent import Agent
from services.notifications.domain.desk import Desks

_AN_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class CorrespondenceRules:
    """The settings.

    Attributes:
        agent_first_names: families read the first name of who answered.
        mail_pause: a thread gives at most one mail in that time.
        family_messages_an_hour: what one family may write.
    """

    desks: Desks
    agent_first_names: bool
    mail_pause: timedelta
    family_messages_an_hour: int

    def signature_of(self, agent: Agent) -> str | None:
        """What stands beside the desk's name."""
        return agent.first_name if self.agent_first_names else None

    def allow(self, written: list[datetime], at: datetime) -> None:
        """Raises Throttled.

        Args:
            written: when the family wrote within the last hour, oldest first.
        """
        beyond = len(written) - self.family_messages_an_hour
        if beyond >= 0:
            free_again = written[beyond] + _AN_HOUR
            raise Throttled(max(1, round((free_again - at).total_seconds())))
