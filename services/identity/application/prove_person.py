"""A registration is proven to be a person's, once, in the transaction that describes its account."""

import hmac

from services.identity.application.ports import Captcha, CodeDigests, UnitOfWork
from services.identity.domain.account import Account
from services.identity.domain.errors import ProofRefused
from services.identity.domain.proof import CODE_ATTEMPTS, MailedCode, Proof, Puzzle, code_key


async def prove_person(
    account: Account, proof: Proof | None, email: str, uow: UnitOfWork, captcha: Captcha, codes: CodeDigests
) -> None:
    """Inside the caller's transaction; nothing is asked of an account that was proven before.

    Args:
        email: the address that the account is described with: a code proves for the address that it was mailed to.

    Raises:
        ProofRefused: a wrong code is counted and committed before; anything else leaves no trace.
    """
    if account.proven:
        return
    match proof:
        case None:
            raise ProofRefused("captcha", "captcha-required")
        case Puzzle(payload):
            solved = captcha.check(payload)
            if not await uow.proofs.spend_challenge(solved.signature, solved.expires_at):
                raise ProofRefused("captcha", "captcha-used")
        case MailedCode(code):
            await _use_code(account, codes.digest(account.id, email, code_key(code)), uow)
    account.prove()


async def _use_code(account: Account, digest: bytes, uow: UnitOfWork) -> None:
    kept = await uow.proofs.try_code(account.id, CODE_ATTEMPTS)
    if kept is None:
        raise ProofRefused("mail_code", "code-expired")
    if not hmac.compare_digest(kept, digest):
        uow.note(f"registration:{account.id}", "mail_code.failed", f"account:{account.id}")
        await uow.commit()
        raise ProofRefused("mail_code", "code-wrong")
    await uow.proofs.drop_code(account.id)
