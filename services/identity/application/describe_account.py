"""The holder describes the account: civility, names, password, consents (step 3)."""

from dataclasses import dataclass
from uuid import UUID

from libs.domain.errors import FieldError, Invalid, Throttled
from services.identity.application.ports import Clock, PasswordEstimator, PasswordHasher, Throttle, UnitOfWork
from services.identity.application.rules import Rules
from services.identity.domain.account import Consent, Holder
from services.identity.domain.errors import UnknownRegistration
from services.identity.domain.throttling import limit


@dataclass(frozen=True)
class DescribeAccount:
    registration_id: UUID
    holder: Holder
    password: str
    email: str
    terms_version: str
    accepts_terms: bool
    declares_exact: bool


async def describe_account(
    command: DescribeAccount,
    uow: UnitOfWork,
    *,
    throttle: Throttle,
    hasher: PasswordHasher,
    estimator: PasswordEstimator,
    rules: Rules,
    clock: Clock,
) -> None:
    """Raises Invalid with every refused field, Throttled, UnknownRegistration, AlreadyRegistered."""
    if errors := _refusals(command, estimator, rules):
        raise Invalid(errors=errors)
    bucket = limit(rules.rates.account_step, "account-step", str(command.registration_id))
    if wait := await throttle.take([bucket]):
        raise Throttled(wait)
    password_hash = await hasher.hash(command.password)  # before the transaction: a slow hash must hold no lock
    consent = Consent(command.terms_version, clock.now())
    async with uow:
        account = await uow.accounts.find(command.registration_id)
        if account is None:
            raise UnknownRegistration
        account.describe(command.holder, password_hash, command.email, consent)
        uow.note(
            f"registration:{account.id}",
            "terms.accepted",
            f"account:{account.id}",
            terms_version=command.terms_version,
        )
        await uow.commit()


def _refusals(command: DescribeAccount, estimator: PasswordEstimator, rules: Rules) -> list[FieldError]:
    personal = (command.holder.first_name, command.holder.last_name, command.email, command.email.partition("@")[0])
    errors = list(
        rules.password.judge(command.password, estimator.estimate(command.password, personal)).refusals,
    )
    if not command.accepts_terms:
        errors.append(FieldError("accepts_terms", "terms-not-accepted"))
    if not command.declares_exact:
        errors.append(FieldError("declares_exact", "not-declared-exact"))
    if rules.terms is not None and command.terms_version not in rules.terms:
        errors.append(FieldError("terms_version", "unknown-terms"))
    return errors
