"""The holder describes the account: civility, names, password, consents (step 3)."""

from dataclasses import dataclass
from uuid import UUID

from libs.domain.errors import FieldError, Invalid, Throttled
from libs.domain.throttling import limit
from services.identity.application.ports import (
    Captcha,
    Clock,
    CodeDigests,
    PasswordEstimator,
    PasswordHasher,
    Throttle,
    UnitOfWork,
)
from services.identity.application.prove_person import prove_person
from services.identity.application.rules import Rules
from services.identity.application.spend_claim import spend_claim
from services.identity.domain.account import Account, Consent, Holder, personal_words
from services.identity.domain.email_address import email_key
from services.identity.domain.errors import UnknownRegistration
from services.identity.domain.proof import Proof


@dataclass(frozen=True)
class DescribeAccount:
    registration_id: UUID
    holder: Holder
    password: str
    email: str
    terms_version: str
    accepts_terms: bool
    declares_exact: bool
    proof: Proof | None = None


async def describe_account(
    command: DescribeAccount,
    uow: UnitOfWork,
    *,
    throttle: Throttle,
    hasher: PasswordHasher,
    estimator: PasswordEstimator,
    captcha: Captcha,
    codes: CodeDigests,
    rules: Rules,
    clock: Clock,
) -> None:
    """Step 3. The proof of being a person is judged last, so that a slip elsewhere does not cost it.

    Raises:
        Invalid: with every refused field; ProofRefused where only the proof is.
        Throttled, UnknownRegistration, AlreadyRegistered.
        AlreadyClaimed: of a registration that a claim code opened.
    """
    if errors := _refusals(command, estimator, rules):
        raise Invalid(errors=errors)
    bucket = limit(rules.rates.account_step, "account-step", str(command.registration_id))
    if wait := await throttle.take([bucket]):
        raise Throttled(wait)
    async with uow:  # tried, and given up: a slow hash is for whoever is proven
        await _proven_account(command, uow, captcha, codes)
    password_hash = await hasher.hash(command.password)  # between the transactions: a slow hash must hold no lock
    consent = Consent(command.terms_version, clock.now())
    async with uow:
        account = await _proven_account(command, uow, captcha, codes)
        if email_key(command.email) != email_key(account.email):
            await uow.resumption_links.drop_all(account.id)
        account.describe(command.holder, password_hash, command.email, consent)
        uow.note(
            f"registration:{account.id}",
            "terms.accepted",
            f"account:{account.id}",
            terms_version=command.terms_version,
        )
        await spend_claim(account, uow, rules, clock)
        await uow.commit()


async def _proven_account(command: DescribeAccount, uow: UnitOfWork, captcha: Captcha, codes: CodeDigests) -> Account:
    """Raises UnknownRegistration, AlreadyRegistered, ProofRefused."""
    account = await uow.accounts.find(command.registration_id)
    if account is None:
        raise UnknownRegistration
    account.describable()
    await prove_person(account, command.proof, command.email, uow, captcha, codes)
    return account


def _refusals(command: DescribeAccount, estimator: PasswordEstimator, rules: Rules) -> list[FieldError]:
    personal = personal_words(command.holder, command.email)
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
