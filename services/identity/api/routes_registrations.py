"""Creating a family account: the address, the account, the wait for its activation."""

from uuid import UUID

from fastapi import APIRouter

from libs.chassis.auth import AnySubject, RegistrationSubject
from libs.chassis.problems import problems
from services.identity.adapters.queries_registration import RegistrationView, registration
from services.identity.api.dependencies import Deps
from services.identity.api.schemas import EmailIn, RegistrationIn, RegistrationOpened
from services.identity.api.schemas_registrations import AccountIn, AccountOut, ClaimOut, RegistrationOut
from services.identity.application.correct_email import correct_email
from services.identity.application.describe_account import DescribeAccount, describe_account
from services.identity.application.request_activation import resend_activation
from services.identity.application.request_mail_code import RequestMailCode, request_mail_code
from services.identity.application.request_resumption import mail_resumption
from services.identity.application.start_registration import StartRegistration, start_registration
from services.identity.domain.account import Holder
from services.identity.domain.errors import UnknownRegistration

router = APIRouter(prefix="/registrations", tags=["registrations"])


@router.post("", status_code=201, responses=problems(401, 422, 429))
async def start(body: RegistrationIn, subject: AnySubject, deps: Deps) -> RegistrationOpened:
    registration_id, session = await start_registration(
        StartRegistration(body.email, subject.client_address), deps.uow(), deps.throttle, deps.rules
    )
    return RegistrationOpened(registration_id=registration_id, session_token=session.token)


@router.get("/{registration_id}", responses=problems(401, 403, 404))
async def read(registration_id: UUID, subject: RegistrationSubject, deps: Deps) -> RegistrationOut:
    subject.require_registration(registration_id)
    found = await registration(deps.database, registration_id)
    if found is None:
        raise UnknownRegistration
    return _shown(found)


@router.put("/{registration_id}/account", status_code=204, responses=problems(401, 403, 404, 409, 422, 429))
async def describe(registration_id: UUID, body: AccountIn, subject: RegistrationSubject, deps: Deps) -> None:
    subject.require_registration(registration_id)
    command = DescribeAccount(
        registration_id,
        Holder(body.civility, body.last_name, body.first_name),
        password=body.password,
        email=body.email,
        terms_version=body.terms_version,
        accepts_terms=body.accepts_terms,
        declares_exact=body.declares_exact,
        proof=body.proof.to_proof() if body.proof else None,
    )
    await describe_account(
        command,
        deps.uow(),
        throttle=deps.throttle,
        hasher=deps.hasher,
        estimator=deps.estimator,
        captcha=deps.captcha,
        codes=deps.codes,
        rules=deps.rules,
        clock=deps.clock,
    )


@router.post("/{registration_id}/mail-codes", status_code=202, responses=problems(401, 403, 404, 409, 422, 429))
async def mail_code(registration_id: UUID, body: EmailIn, subject: RegistrationSubject, deps: Deps) -> None:
    subject.require_registration(registration_id)
    command = RequestMailCode(registration_id, body.email, subject.client_address)
    await request_mail_code(command, deps.uow(), deps.throttle, deps.codes, deps.rules)


@router.post("/{registration_id}/resumption-mails", status_code=202, responses=problems(401, 403, 404, 409, 429))
async def continue_later(registration_id: UUID, subject: RegistrationSubject, deps: Deps) -> None:
    subject.require_registration(registration_id)
    await mail_resumption(registration_id, deps.uow(), deps.throttle, deps.rules)


@router.put("/{registration_id}/email", status_code=204, responses=problems(401, 403, 404, 409, 422, 429))
async def correct(registration_id: UUID, body: EmailIn, subject: RegistrationSubject, deps: Deps) -> None:
    subject.require_registration(registration_id)
    await correct_email(registration_id, body.email, deps.uow(), deps.throttle, deps.rules)


@router.post("/{registration_id}/activation-mails", status_code=202, responses=problems(401, 403, 404, 409, 429))
async def resend(registration_id: UUID, subject: RegistrationSubject, deps: Deps) -> None:
    subject.require_registration(registration_id)
    await resend_activation(registration_id, deps.uow(), deps.throttle, deps.rules)


def _shown(found: RegistrationView) -> RegistrationOut:
    account = None
    if found.civility and found.last_name and found.first_name and found.terms_version:
        account = AccountOut.model_validate(
            {
                "civility": found.civility,
                "last_name": found.last_name,
                "first_name": found.first_name,
                "terms_version": found.terms_version,
            }
        )
    return RegistrationOut(
        registration_id=found.id,
        email=found.email,
        account=account,
        state=found.stage.value,
        family_code=found.family_code,
        proven=found.proven,
        claim=ClaimOut(family_code=found.claims) if found.claims else None,
    )
