"""The form of a personal account: step 3 of a creation, and of the first use of a known family's kiosk."""

from typing import Any

from gateway.clients.identity import AccountForm, RegistrationView
from gateway.clients.identity_proofs import Proof
from gateway.clients.service import FieldProblem, Problem
from gateway.edge.forms import Form
from gateway.web.form_view import FormView, text_problem
from gateway.web.pages import markdown
from gateway.web.visit import Visit
from gateway.web.wording import of_page

TYPED = ("civility", "last_name", "first_name", "email", "email_confirmation", "captcha", "mail_code")
FIELDS = (
    "civility", "last_name", "first_name", "password", "password_confirmation", "email", "email_confirmation",
    "captcha", "mail_code", "accepts_terms", "declares_exact",
)  # fmt: skip
_REQUIRED = FIELDS[:7]
_BOXES = {"accepts_terms": "terms-not-accepted", "declares_exact": "not-declared-exact"}
_CONFIRMED = (("password", "password_confirmation"), ("email", "email_confirmation"))
_PAYLOAD = 4000  # characters; a solved challenge has about 700


def known_account(registration: RegistrationView) -> FormView:
    """What identity has already: after Back, or in another tab. A password is never shown again."""
    known: dict[str, Any] = dict(registration["account"] or {})
    return FormView({**known, "email": registration["email"]})


def typed_account(posted: Form) -> FormView:
    """What was typed, passwords left out."""
    values = {name: posted.text(name).strip() for name in TYPED}
    ticked = {name: "oui" if posted.has(name) else "" for name in _BOXES}
    return FormView({**values, **ticked, "captcha": values["captcha"][:_PAYLOAD]})


async def keep_account(visit: Visit, registration: RegistrationView, form: FormView) -> None:
    """Hand the account to identity; what is wrong with it stands in the form afterwards, everything at once."""
    posted = visit.form
    form.refuse(_missing(posted))
    form.refuse(_differing(posted))
    if not registration["proven"] and _proof(form) is None:
        form.refuse([text_problem("captcha", "captcha-required")])
    if form.wrong:
        form.refuse(await _password_problems(visit, posted.text("password")))
        return
    try:
        await visit.clients.identity.describe_account(
            visit.bearer, registration["registration_id"], _account(posted, form, registration)
        )
    except Problem as problem:
        form.refused_by(problem)


async def mail_code(visit: Visit, registration: RegistrationView, form: FormView) -> tuple[str, str] | None:
    """Send the code to the address that was typed. The notice to show; None when the form says what is wrong."""
    email, again = form.text("email"), form.text("email_confirmation")
    if not email:
        form.refuse([text_problem("email", "required")])
    elif again and again != email:
        form.refuse([text_problem("email_confirmation", "confirmation-differs")])
    else:
        try:
            await visit.clients.identity.send_mail_code(visit.bearer, registration["registration_id"], email)
        except Problem as problem:
            form.status = problem.status
            form.refuse(problem.errors)
            if not problem.errors:
                form.complain(of_page(problem.code, problem.details, problem.retry_after), "mail_code")
    if form.wrong:
        return None
    return (
        "good",
        f"Un code vient de partir à l'adresse {email}. Recopiez-le ci-dessous, et retapez votre mot de passe.",
    )


def account_context(visit: Visit, registration: RegistrationView, form: FormView, base: str) -> dict[str, Any]:
    """What `macros/account.html` needs.

    Args:
        base: address of the form; `/defi`, `/code` and `/force` stand below it.
    """
    commune = visit.kiosk.commune
    version = commune.profile.terms_version
    return {
        "form": form,
        "summary": form.summary(FIELDS),
        "base": base,
        "proven": registration["proven"],
        "solved": form.text("captcha") if "captcha" not in form.errors else "",
        "terms": markdown(commune.texts.terms[version]),
        "terms_version": version,
    }


def _account(posted: Form, form: FormView, registration: RegistrationView) -> AccountForm:
    account = AccountForm(
        civility=form.text("civility"),
        last_name=form.text("last_name"),
        first_name=form.text("first_name"),
        password=posted.text("password"),
        email=form.text("email"),
        terms_version=posted.text("terms_version"),
        accepts_terms=True,
        declares_exact=True,
    )
    proof = _proof(form)
    if proof and not registration["proven"]:
        account["proof"] = proof
    return account


def _proof(form: FormView) -> Proof | None:
    """The code when one was typed: whoever types it could not do without."""
    if code := form.text("mail_code"):
        return {"kind": "mail_code", "code": "".join(code.split())[:20]}
    if payload := form.text("captcha"):
        return {"kind": "altcha", "payload": payload}
    return None


def _missing(posted: Form) -> list[FieldProblem]:
    empty = [name for name in _REQUIRED if not posted.text(name).strip()]
    unticked = [text_problem(name, code) for name, code in _BOXES.items() if not posted.has(name)]
    return [text_problem(name, "required") for name in empty] + unticked


def _differing(posted: Form) -> list[FieldProblem]:
    return [
        text_problem(again, "confirmation-differs")
        for once, again in _CONFIRMED
        if posted.text(once).strip()
        and posted.text(again).strip()
        and posted.text(once).strip() != posted.text(again).strip()
    ]


async def _password_problems(visit: Visit, password: str) -> list[FieldProblem]:
    """What is wrong with the password too, so that everything is told at once."""
    if not password:
        return []
    bounds = visit.kiosk.commune.profile.password
    params = {"minimum": bounds.minimum, "maximum": bounds.maximum}
    try:
        judged = await visit.clients.identity.password_strength(visit.bearer, password)
    except Problem:
        return [FieldProblem("password", "password-too-long", params)]
    return [FieldProblem("password", code, params) for code in judged["codes"]]
