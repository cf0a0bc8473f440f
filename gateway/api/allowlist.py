"""Which routes of which service the outside may call, with the session of a browser. Nothing else is reachable."""

import re
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Operation:
    """One operation: `path` is the template that the service's own OpenAPI document has."""

    service: str
    method: str
    path: str

    @property
    def outside(self) -> str:
        """Its path here."""
        return f"/api/v1/{self.service}{self.path}"

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Matches a concrete path inside the service: one segment a parameter, of characters that need no escape."""
        return re.compile(re.sub(r"\\\{[a-z_]+\\\}", r"[A-Za-z0-9._~-]+", re.escape(self.path)))


_FAMILY = "/families/{family_id}"

OPERATIONS: tuple[Operation, ...] = (
    Operation("household", "GET", "/streets"),
    Operation("household", "GET", f"{_FAMILY}/dashboard"),
    Operation("household", "GET", f"{_FAMILY}/records/{{key}}"),
    Operation("household", "PUT", f"{_FAMILY}/records/{{key}}"),
    Operation("household", "DELETE", f"{_FAMILY}/records/{{key}}"),
    Operation("household", "POST", f"{_FAMILY}/children"),
    Operation("household", "POST", f"{_FAMILY}/adults"),
    Operation("household", "POST", f"{_FAMILY}/linked-children"),
    Operation("household", "GET", f"{_FAMILY}/children"),
    Operation("household", "POST", "/children/{child_id}/link-codes"),
    Operation("household", "POST", "/children/{child_id}/unlinking"),
    Operation("household", "PUT", "/children/{child_id}/disagreement"),
    Operation("household", "DELETE", "/children/{child_id}/disagreement"),
    Operation("household", "GET", f"{_FAMILY}/submissions"),
    Operation("household", "POST", f"{_FAMILY}/submissions"),
    Operation("household", "POST", f"{_FAMILY}/submissions/preview"),
    Operation("household", "POST", f"{_FAMILY}/submissions/{{submission_id}}/withdrawal"),
    Operation("household", "GET", f"{_FAMILY}/submissions/{{submission_id}}"),
    Operation("household", "GET", "/submissions"),
    Operation("household", "GET", "/submissions/{submission_id}"),
    Operation("household", "PUT", "/submissions/{submission_id}/items/{item_key}/decision"),
    Operation("household", "POST", "/submissions/{submission_id}/acceptance"),
    Operation("household", "POST", "/submissions/{submission_id}/conclusion"),
    Operation("household", "GET", f"{_FAMILY}/health-records"),
    Operation("household", "GET", "/refusal-reasons"),
    Operation("documents", "GET", "/catalogue"),
    Operation("documents", "GET", "/documents"),
    Operation("documents", "POST", "/documents"),
    Operation("documents", "DELETE", "/documents/{document_id}"),
    Operation("documents", "GET", "/documents/{document_id}/content"),
    Operation("documents", "GET", "/documents/{document_id}/preview"),
    Operation("documents", "PUT", "/documents/order"),
    Operation("documents", "GET", "/paper-dates"),
    Operation("documents", "PUT", "/paper-dates"),
    Operation("documents", "GET", "/reuses"),
    Operation("documents", "POST", "/reuses"),
    Operation("documents", "GET", "/attestations/{code}"),
    Operation("documents", "POST", "/attestations/{code}"),
    Operation("documents", "POST", "/manifests"),
    Operation("documents", "GET", "/attachments"),
    Operation("notifications", "GET", "/desks"),
    Operation("notifications", "GET", f"{_FAMILY}/threads"),
    Operation("notifications", "POST", f"{_FAMILY}/threads"),
    Operation("notifications", "GET", f"{_FAMILY}/threads/unread-count"),
    Operation("notifications", "GET", f"{_FAMILY}/threads/{{thread_id}}"),
    Operation("notifications", "POST", f"{_FAMILY}/threads/{{thread_id}}/reading"),
    Operation("notifications", "POST", f"{_FAMILY}/threads/{{thread_id}}/messages"),
    Operation("notifications", "GET", f"{_FAMILY}/draft"),
    Operation("notifications", "PUT", f"{_FAMILY}/draft"),
    Operation("notifications", "DELETE", f"{_FAMILY}/draft"),
    Operation("notifications", "GET", "/threads"),
    Operation("notifications", "POST", "/threads"),
    Operation("notifications", "GET", "/threads/{thread_id}"),
    Operation("notifications", "POST", "/threads/{thread_id}/messages"),
    Operation("notifications", "POST", "/threads/{thread_id}/closing"),
    Operation("notifications", "PUT", "/threads/{thread_id}/desk"),
    Operation("notifications", "GET", _FAMILY),
    Operation("schooling", "GET", "/schools"),
    Operation("schooling", "GET", "/school-years"),
    Operation("schooling", "GET", "/campaigns"),
    Operation("schooling", "GET", "/sector"),
    Operation("schooling", "GET", "/certificate-keys"),
    Operation("schooling", "GET", f"{_FAMILY}/certificates"),
    Operation("schooling", "GET", f"{_FAMILY}/certificates/{{number}}"),
    Operation("schooling", "GET", f"{_FAMILY}/appointments"),
    Operation("schooling", "GET", f"{_FAMILY}/children/{{child_id}}/slots"),
    Operation("schooling", "POST", f"{_FAMILY}/children/{{child_id}}/appointments"),
    Operation("schooling", "PUT", f"{_FAMILY}/appointments/{{appointment_id}}/slot"),
    Operation("schooling", "POST", f"{_FAMILY}/appointments/{{appointment_id}}/cancellation"),
    Operation("schooling", "GET", "/children/{child_id}/certificates"),
    Operation("schooling", "GET", "/certificates/{number}"),
    Operation("schooling", "POST", "/certificates/{number}/replacement"),
    Operation("schooling", "POST", "/certificates/{number}/revocation"),
    Operation("schooling", "GET", "/appointment-schools"),
    Operation("schooling", "GET", "/schools/{uai}/slots"),
    Operation("schooling", "POST", "/schools/{uai}/slots"),
    Operation("schooling", "POST", "/slots/{slot_id}/cancellation"),
    Operation("schooling", "PUT", "/appointments/{appointment_id}/attendance"),
    Operation("schooling", "GET", "/derogation-reasons"),
    Operation("schooling", "GET", "/decision-reasons"),
    Operation("schooling", "GET", f"{_FAMILY}/schooling"),
    Operation("schooling", "GET", f"{_FAMILY}/children/{{child_id}}/schooling"),
    Operation("schooling", "GET", f"{_FAMILY}/children/{{child_id}}/answers/{{school_year}}"),
    Operation("schooling", "PUT", f"{_FAMILY}/children/{{child_id}}/answers/{{school_year}}"),
    Operation("schooling", "POST", f"{_FAMILY}/children/{{child_id}}/pre-registrations"),
    Operation("schooling", "GET", f"{_FAMILY}/pre-registrations"),
    Operation("schooling", "GET", f"{_FAMILY}/pre-registrations/{{pre_registration_id}}"),
    Operation("schooling", "POST", f"{_FAMILY}/pre-registrations/{{pre_registration_id}}/withdrawal"),
    Operation("schooling", "POST", f"{_FAMILY}/pre-registrations/{{pre_registration_id}}/documents"),
    Operation("schooling", "POST", f"{_FAMILY}/pre-registrations/{{pre_registration_id}}/reassignment/answer"),
    Operation("schooling", "GET", "/pre-registrations"),
    Operation("schooling", "GET", "/pre-registrations/{pre_registration_id}"),
    Operation("schooling", "PUT", "/pre-registrations/{pre_registration_id}/level"),
    Operation("schooling", "PUT", "/pre-registrations/{pre_registration_id}/school"),
    Operation("schooling", "PUT", "/pre-registrations/{pre_registration_id}/derogation/advice"),
    Operation("schooling", "PUT", "/pre-registrations/{pre_registration_id}/derogation/decision"),
    Operation("schooling", "PUT", "/pre-registrations/{pre_registration_id}/decision"),
    Operation("schooling", "POST", "/pre-registrations/{pre_registration_id}/conclusion"),
    Operation("schooling", "PUT", "/pre-registrations/{pre_registration_id}/waiting"),
    Operation("schooling", "DELETE", "/pre-registrations/{pre_registration_id}/waiting"),
    Operation("schooling", "PUT", "/pre-registrations/{pre_registration_id}/reassignment"),
    Operation("schooling", "DELETE", "/pre-registrations/{pre_registration_id}/reassignment"),
    Operation("schooling", "GET", "/places"),
    Operation("schooling", "PUT", "/children/{child_id}/enrolments/{school_year}"),
)


def allowed(service: str, method: str, path: str) -> bool:
    """Whether a request may pass. `path` is the one inside the service, still percent-encoded."""
    return any(
        operation.service == service and operation.method == method and operation.pattern.fullmatch(path)
        for operation in OPERATIONS
    )
