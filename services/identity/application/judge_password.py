"""What the town's rule has against a new password of a known account."""

from collections.abc import Sequence

from libs.domain.errors import FieldError
from services.identity.application.ports import PasswordEstimator
from services.identity.application.rules import Rules
from services.identity.domain.account import Account, personal_words


def refusals(password: str, account: Account, estimator: PasswordEstimator, rules: Rules) -> Sequence[FieldError]:
    """As in step 3: what everybody knows of the holder is as common as any word."""
    personal = personal_words(account.holder, account.email) if account.holder else ()
    return rules.password.judge(password, estimator.estimate(password, personal)).refusals
