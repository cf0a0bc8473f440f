"""The five services as the gateway's tests need them: in memory, obeying the shapes of the real interfaces.

Rules are the services' own affair: a test says what is refused by putting a problem into `refuses`.
"""

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import uuid4

import aiohttp

from gateway.clients.all_services import Clients
from gateway.clients.connections import Connections
from gateway.clients.documents import (
    Attachment,
    AttestationModel,
    DateRule,
    Document,
    DocumentsClient,
    Dossier,
    Manifest,
    OfferedAttestation,
    PaperDate,
    Reusable,
    Slot,
    Upload,
)
from gateway.clients.family_data import HistoryEntry
from gateway.clients.household import (
    Dashboard,
    Draft,
    FamilyCreated,
    HouseholdClient,
    Record,
    RefusalReason,
    Street,
    Submission,
    Typed,
    Value,
    WorkList,
    WorkState,
)
from gateway.clients.household_counter import CounterDraft
from gateway.clients.household_health import HealthField, HealthRecord, HealthRecords
from gateway.clients.household_members import HomeChild
from gateway.clients.household_submissions import HeldSlot, Offer, OwnSubmission
from gateway.clients.identity import AccountForm, IdentityClient, RegistrationView, SessionView, SignedIn, Strength
from gateway.clients.identity_account import EmailChange, OpenSession, SeenAs
from gateway.clients.identity_claims import FamilyAccount
from gateway.clients.identity_proofs import Proof
from gateway.clients.notifications import (
    AgentThread,
    DraftPlace,
    FamilyToWriteTo,
    NotificationsClient,
    Thread,
    ThreadSummary,
    WorkThread,
    WorkThreads,
)
from gateway.clients.notifications import Draft as MessageDraft
from gateway.clients.schooling import School, SchoolingClient, SectorAnswer, SectorQuestion
from gateway.clients.service import Download, Problem, Unavailable
from libs.commune.commune import Commune
from tests.fakes.accounts_behind_gateway import AccountsOfIdentity
from tests.fakes.admission_behind_gateway import AdmissionOfSchooling, SchoolAdmissions
from tests.fakes.doors_behind_gateway import KNOWN_FAMILY, DoorsOfIdentity
from tests.fakes.family_data_behind_gateway import FamilyDataOfServices
from tests.fakes.household_counter import CounterOfHousehold
from tests.fakes.members_of_household import MembersOfHousehold
from tests.fakes.schooling_requests import RequestsOfSchooling, SchoolRequests
from tests.fakes.submissions_of_household import SubmissionsOfHousehold

FAMILY_ID = "11111111-1111-4111-8111-111111111111"
STREET_ID = "22222222-2222-4222-8222-222222222222"
SUBMITTED_ID = "77777777-7777-4777-8777-777777777777"
WHEN = "2026-11-23T09:05:00Z"


@dataclass
class World:
    """What the fakes remember.

    Attributes:
        refuses: problems to raise, by the name of the method.
        away: methods of services that are down.
        calls: names of the methods that were called, in order.
        account_id, staff_id: who signs in.
    """

    account_id: str = field(default_factory=lambda: str(uuid4()))
    staff_id: str = field(default_factory=lambda: str(uuid4()))
    sessions: dict[str, SessionView] = field(default_factory=dict)
    registrations: dict[str, RegistrationView] = field(default_factory=dict)
    drafts: dict[str, Draft] = field(default_factory=dict)
    documents: list[Document] = field(default_factory=list)
    health_hidden: bool = False
    dashboard: Dashboard | None = None
    records: dict[str, Record] = field(default_factory=dict)
    submission: Submission | None = None
    threads: list[Thread] = field(default_factory=list)
    agent_threads: list[AgentThread] = field(default_factory=list)
    message_drafts: dict[DraftPlace, MessageDraft] = field(default_factory=dict)
    attachments: list[Attachment] = field(default_factory=list)
    sent: list[dict[str, Any]] = field(default_factory=list)
    queries: list[dict[str, str]] = field(default_factory=list)
    dossiers: list[Dossier] = field(default_factory=list)
    refuses: dict[str, Problem] = field(default_factory=dict)
    away: set[str] = field(default_factory=set)
    calls: list[str] = field(default_factory=list)
    joined: list[bytes] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    mailed: list[str] = field(default_factory=list)
    proofs: list[Proof | None] = field(default_factory=list)
    attestation: AttestationModel | None = None
    attestations: dict[str, list[OfferedAttestation]] = field(default_factory=dict)
    attested: list[dict[str, Any]] = field(default_factory=list)
    devices: list[str | None] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    seen: list[SeenAs] = field(default_factory=list)
    email_change: EmailChange | None = None
    elsewhere: list[OpenSession] = field(default_factory=list)
    questions: list[SectorQuestion] = field(default_factory=list)
    home_children: list[HomeChild] = field(default_factory=list)
    own_submissions: list[OwnSubmission] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    held: list[HeldSlot] = field(default_factory=list)
    counter_drafts: list[CounterDraft] = field(default_factory=list)
    family_account: FamilyAccount | None = None
    dates: dict[tuple[str, str], str] = field(default_factory=dict)
    reusable: list[Reusable] = field(default_factory=list)
    history: dict[str, list[HistoryEntry]] = field(default_factory=dict)
    exports: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, Download | Exception] = field(default_factory=dict)
    requests: SchoolRequests = field(default_factory=SchoolRequests)
    admission: SchoolAdmissions = field(default_factory=SchoolAdmissions)

    def called(self, name: str) -> None:
        """Note the call. Raises what the test asked for."""
        self.calls.append(name)
        if name in self.away:
            raise Unavailable
        if name in self.refuses:
            raise self.refuses[name]

    def session(self, kind: Any, **more: Any) -> str:
        """Open a session of a kind; its token."""
        token = f"session-{kind}-{uuid4()}"
        view: Any = {
            "kind": kind,
            "session_id": str(uuid4()),
            "id": str(uuid4()),
            "family_id": None,
            "permissions": [],
            "display_name": "",
            "family_code": None,
        }
        self.sessions[token] = view | more
        return token

    def family_session(self) -> str:
        return self.session(
            "family", id=self.account_id, family_id=FAMILY_ID, family_code="00012", display_name="Camille Martin"
        )

    def staff_session(self) -> str:
        permissions = [
            "household.read",
            "household.decide",
            "household.register",
            "household.health",
            "documents.read",
            "messages.answer",
        ]
        return self.session(
            "staff", id=self.staff_id, permissions=permissions, roles=["agent_famille"], display_name="Claire Martin"
        )

    def registration_session(self, *, account: bool = True, of: str = "") -> str:
        """A creation under way."""
        token = self.session("registration", **({"id": of} if of else {}))
        registration_id = self.sessions[token]["id"]
        self.registrations[registration_id] = {
            "registration_id": registration_id,
            "email": "camille.martin@exemple.fr",
            "account": {
                "civility": "madame",
                "last_name": "Martin",
                "first_name": "Camille",
                "terms_version": "2026-09",
            }
            if account
            else None,
            "state": "account" if account else "started",
            "family_code": None,
            "proven": account,
            "claim": None,
        }
        return token

    def claiming_session(self) -> str:
        """A registration that a known family's code opened; its account is still to be described."""
        token = self.registration_session(account=False)
        self.registrations[self.sessions[token]["id"]] |= {"email": "", "claim": {"family_code": KNOWN_FAMILY}}
        return token

    def draft_of(self, token: str) -> Draft:
        return self.draft(self.sessions[token]["id"])

    def draft(self, registration_id: str) -> Draft:
        return self.drafts.setdefault(
            registration_id,
            {
                "version": 0,
                "state": "open",
                "family_code": None,
                "family_id": None,
                "adults": [],
                "children": [],
                "missing": [],
                "expires_at": None,
            },
        )


class NoConnections(Connections):
    """A call that no fake answers finds the service away."""

    @property
    def session(self) -> aiohttp.ClientSession:
        raise Unavailable


class FakeIdentity(FamilyDataOfServices, DoorsOfIdentity, AccountsOfIdentity, IdentityClient):
    def __init__(self, world: World) -> None:
        super().__init__("identity", "http://identity", NoConnections())
        self._world = world

    async def start_registration(self, bearer: str, email: str) -> str:
        self._world.called("start_registration")
        token = self._world.registration_session(account=False)
        self._world.registrations[self._world.sessions[token]["id"]]["email"] = email
        return token

    async def registration(self, bearer: str, registration_id: str) -> RegistrationView:
        self._world.called("registration")
        try:
            return self._world.registrations[registration_id]
        except KeyError:
            raise Problem(404, "unknown-registration") from None

    async def describe_account(self, bearer: str, registration_id: str, form: AccountForm) -> None:
        self._world.called("describe_account")
        self._world.proofs.append(form.get("proof"))
        self._world.registrations[registration_id] |= {
            "state": "account",
            "proven": True,
            "account": {
                "civility": "madame",
                "last_name": form["last_name"],
                "first_name": form["first_name"],
                "terms_version": form["terms_version"],
            },
        }

    async def captcha_challenge(self, bearer: str) -> dict[str, Any]:
        self._world.called("captcha_challenge")
        return {"parameters": {"algorithm": "PBKDF2/SHA-256"}, "signature": "00"}

    async def send_mail_code(self, bearer: str, registration_id: str, email: str) -> None:
        self._world.called("send_mail_code")
        self._world.mailed.append(email)

    async def mail_resumption_link(self, bearer: str, registration_id: str) -> None:
        self._world.called("mail_resumption_link")

    async def ask_resumption(self, bearer: str, email: str) -> None:
        self._world.called("ask_resumption")
        self._world.mailed.append(email)

    async def masked_address_to_resume(self, bearer: str, token: str) -> str:
        self._world.called("masked_address_to_resume")
        if token != "good":
            raise Problem(404, "unknown-link")
        return "c***@exemple.fr"

    async def resume(self, bearer: str, token: str, password: str) -> str:
        self._world.called("resume")
        if token != "good":
            raise Problem(404, "unknown-link")
        if password != "bon mot 1":
            raise Problem(401, "wrong-credentials")
        return self._world.registration_session()

    async def unlock(self, bearer: str, locked: str, password: str) -> str:
        self._world.called("unlock")
        if password != "bon mot 1":
            raise Problem(401, "wrong-credentials")
        return self._world.registration_session(of=self._world.sessions[locked]["id"])

    async def correct_email(self, bearer: str, registration_id: str, email: str) -> None:
        self._world.called("correct_email")
        self._world.registrations[registration_id]["email"] = email

    async def send_activation_again(self, bearer: str, registration_id: str) -> None:
        self._world.called("send_activation_again")

    async def masked_address_behind(self, bearer: str, token: str) -> str:
        self._world.called("masked_address_behind")
        if token != "good":
            raise Problem(404, "unknown-link")
        return "c***@exemple.fr"

    async def activate(self, bearer: str, token: str) -> str:
        self._world.called("activate")
        if token != "good":
            raise Problem(404, "unknown-link")
        return "00012"

    async def password_strength(self, bearer: str, password: str) -> Strength:
        self._world.called("password_strength")
        weak = len(password) < 8
        return {
            "level": "weak" if weak else "medium",
            "acceptable": not weak,
            "codes": ["password-too-short"] if weak else [],
        }

    async def sign_in(
        self, bearer: str, identifier: str, password: str, device_token: str | None, seen_as: SeenAs
    ) -> SignedIn:
        self._world.called("sign_in")
        self._world.devices.append(device_token)
        self._world.seen.append(seen_as)
        if password != "bon mot 1":
            raise Problem(401, "wrong-credentials")
        return SignedIn(self._world.family_session(), f"device-{len(self._world.devices)}")

    async def sign_in_staff(self, bearer: str, login: str, password: str) -> str:
        self._world.called("sign_in_staff")
        if password != "bon mot 1":
            raise Problem(401, "wrong-credentials")
        return self._world.session("second_factor")

    async def confirm_second_factor(self, bearer: str, code: str) -> str:
        self._world.called("confirm_second_factor")
        if code != "123456":
            raise Problem(401, "wrong-code")
        return self._world.staff_session()

    async def introspect(self, bearer: str, session_token: str) -> SessionView | None:
        self._world.called("introspect")
        return self._world.sessions.get(session_token)

    async def revoke(self, bearer: str, session_token: str) -> None:
        self._world.called("revoke")
        self._world.sessions.pop(session_token, None)


class FakeHousehold(
    SubmissionsOfHousehold, MembersOfHousehold, FamilyDataOfServices, CounterOfHousehold, HouseholdClient
):
    def __init__(self, world: World, commune: Commune) -> None:
        super().__init__("household", "http://household", NoConnections())
        self._world = world
        self._streets: list[Street] = [
            {
                "id": STREET_ID if street.name == "Rue des Selves" else str(street.id),
                "name": street.name,
                "postal_code": street.postal_code,
                "city": street.city,
            }
            for street in commune.streets
        ]
        self._reasons: list[RefusalReason] = [
            {"code": reason.code, "label": reason.label, "applies_to": list(reason.applies_to)}
            for reason in commune.reasons.reasons
        ]

    async def streets(self, bearer: str) -> list[Street]:
        self._world.called("streets")
        return self._streets

    async def refusal_reasons(self, bearer: str) -> list[RefusalReason]:
        self._world.called("refusal_reasons")
        return self._reasons

    async def draft(self, bearer: str, registration_id: str) -> Draft:
        self._world.called("draft")
        return copy.deepcopy(self._world.draft(registration_id))

    async def keep_adult(
        self, bearer: str, registration_id: str, adult_id: str, typed: Typed, version: int, *, checked: bool
    ) -> None:
        self._world.called("keep_adult")
        self._store(registration_id, "adults", adult_id, typed, version, checked=checked)

    async def keep_child(
        self, bearer: str, registration_id: str, child_id: str, typed: Typed, version: int, *, checked: bool
    ) -> None:
        self._world.called("keep_child")
        self._store(registration_id, "children", child_id, typed, version, checked=checked)

    def _store(
        self, registration_id: str, kind: str, member: str, typed: Typed, version: int, *, checked: bool
    ) -> None:
        draft = self._world.draft(registration_id)
        if version != draft["version"]:
            raise Problem(409, "stale-version")
        draft["version"] += 1
        members = draft["adults"] if kind == "adults" else draft["children"]
        members[:] = [known for known in members if known["id"] != member]
        members.append({"id": member, "typed": typed, "complete": checked})

    async def remove_adult(self, bearer: str, registration_id: str, adult_id: str, version: int) -> None:
        self._world.called("remove_adult")
        self._remove(registration_id, "adults", adult_id)

    async def remove_child(self, bearer: str, registration_id: str, child_id: str, version: int) -> None:
        self._world.called("remove_child")
        self._remove(registration_id, "children", child_id)

    def _remove(self, registration_id: str, kind: str, member: str) -> None:
        draft = self._world.draft(registration_id)
        members = draft["adults"] if kind == "adults" else draft["children"]
        if all(known["id"] != member for known in members):
            raise Problem(404, "not-found")
        members[:] = [known for known in members if known["id"] != member]

    async def discard_draft(self, bearer: str, registration_id: str) -> None:
        self._world.called("discard_draft")
        self._world.drafts.pop(registration_id, None)

    async def create_family(self, bearer: str, registration_id: str, manifest: str, key: str) -> FamilyCreated:
        self._world.called("create_family")
        self._world.keys.append(key)
        draft = self._world.draft(registration_id)
        draft |= {"state": "submitted", "family_code": "00012", "family_id": FAMILY_ID}
        registration = self._world.registrations[registration_id]
        registration |= {"state": "awaiting_activation", "family_code": "00012"}
        return {"family_id": FAMILY_ID, "family_code": "00012"}

    async def dashboard(self, bearer: str, family_id: str) -> Dashboard:
        self._world.called("dashboard")
        if self._world.dashboard is None:
            raise Problem(404, "not-found")
        return self._world.dashboard

    async def record(self, bearer: str, family_id: str, key: str) -> Record:
        self._world.called("record")
        try:
            return copy.deepcopy(self._world.records[key])
        except KeyError:
            raise Problem(404, "not-found") from None

    async def keep_record(
        self,
        bearer: str,
        family_id: str,
        key: str,
        fields: dict[str, Value],
        version: int,
        *,
        checked: bool = True,
        declared: bool | None = None,
    ) -> None:
        self._world.called("keep_record" if checked else "keep_record as typed")
        record = self._world.records[key]
        if record["version"] != version:
            raise Problem(409, "stale-version")
        before = copy.deepcopy(record)
        for found in record["fields"]:
            found["value"] = fields.get(found["name"], found["value"])
        if declared is not None:
            record["declared_at"] = WHEN if declared else None
        record["version"] += record != before

    async def submit(self, bearer: str, family_id: str, manifest: str, key: str) -> str:
        self._world.called("submit")
        self._world.keys.append(key)
        return SUBMITTED_ID

    async def health_records(self, bearer: str, family_id: str) -> HealthRecords:
        self._world.called("health_records")
        bee: HealthField = {
            "name": "allergies",
            "value": [{"cause": "Piqûre de guêpe", "what_to_do": "Appeler le 15"}],
            "urgent": True,
            "said_at": WHEN,
        }
        diet: HealthField = {"name": "diet", "value": {"needs": ["sans-porc"]}, "urgent": False, "said_at": None}
        sheet: HealthRecord = {
            "key": f"health-{family_id}",
            "name": "Léa MARTIN",
            "light": "green",
            "status": "valid",
            "hidden": self._world.health_hidden,
            "fields": [] if self._world.health_hidden else [bee, diet],
            "vaccinations": [],
        }
        return {"family_code": "00012", "records": [sheet]}

    async def work_list(self, bearer: str, state: WorkState, after: str | None, family_code: str = "") -> WorkList:
        self._world.called("work_list")
        return {
            "items": [
                {
                    "id": str(uuid4()),
                    "family_code": f"000{12 + number}",
                    "family_name": "MARTIN",
                    "made_at": WHEN,
                    "concluded_at": None,
                    "items": 19,
                    "undecided": 19 - number,
                    "kind": "registration" if number else "change",
                    "activated": bool(number),
                    "origin": "online",
                    "registered_at": WHEN,
                    "closes_at": None if number else WHEN,
                }
                for number in range(3)
            ],
            "next": None,
        }

    async def submission(self, bearer: str, submission_id: str) -> Submission:
        self._world.called("submission")
        if self._world.submission is None:
            raise Problem(404, "not-found")
        return self._world.submission

    async def decide(self, bearer: str, submission_id: str, item_key: str, decision: dict[str, Any]) -> None:
        self._world.called("decide")

    async def accept_the_rest(self, bearer: str, submission_id: str) -> None:
        self._world.called("accept_the_rest")

    async def conclude(self, bearer: str, submission_id: str) -> None:
        self._world.called("conclude")


class FakeDocuments(FamilyDataOfServices, DocumentsClient):
    def __init__(self, world: World, commune: Commune) -> None:
        super().__init__("documents", "http://documents", NoConnections())
        self._world = world
        self._dossiers: list[Dossier] = [
            {
                "code": dossier.code,
                "label": dossier.label,
                "pieces": [
                    {
                        "code": paper.code,
                        "label": paper.label,
                        "required": paper is piece and piece.required,
                        "hint": paper.hint,
                        "legal_basis": paper.legal_basis,
                        "max_files": paper.max_files,
                        "date": cast(DateRule, paper.date.model_dump()) if paper.date else None,
                        "each_adult": paper is piece and piece.each_adult,
                        "instead_of": None if paper is piece else piece.code,
                        "alternative": {"label": other.label, "hint": other.hint}
                        if paper is piece and (other := piece.alternative)
                        else None,
                        "reuses": paper.reuses,
                    }
                    for paper, piece in dossier.papers
                ],
            }
            for dossier in commune.pieces.dossiers
        ]

    async def catalogue(self, bearer: str) -> list[Dossier]:
        self._world.called("catalogue")
        for dossier in self._dossiers:
            for piece in dossier["pieces"]:
                piece["attestations"] = self._world.attestations.get(piece["code"], [])
        return self._dossiers

    async def attachments(self, bearer: str, ids: Sequence[str]) -> list[Attachment]:
        self._world.called("attachments")
        return [found for found in self._world.attachments if found["id"] in ids]

    async def documents(self, bearer: str, record: str | None = None) -> list[Document]:
        self._world.called("documents")
        return [document for document in self._world.documents if record in (None, document["record"])]

    async def join(self, bearer: str, slot: Slot, upload: Upload) -> None:
        body = b"".join([chunk async for chunk in upload.content])
        self._world.called("join")
        kind = _kind(upload.file_name, body)
        if upload.key in self._world.keys:
            return
        self._world.joined.append(body)
        self._world.keys.append(upload.key)
        replaced = self._known(upload.replaces) if upload.replaces else None
        self._keep(slot, upload.file_name, upload.size, kind, replaced)

    def _keep(self, slot: Slot, name: str, size: int, kind: Any, replaced: Document | None = None) -> str:
        documents = self._world.documents
        beside = [known for known in documents if (known["record"], known["piece"]) == (slot.record, slot.piece)]
        document: Document = {
            "id": str(uuid4()),
            "record": slot.record,
            "piece": slot.piece,
            "file_name": name,
            "size": size,
            "pages": 2 if kind == "pdf" else 1,
            "scan": "clean",
            "received_at": WHEN,
            "removable": True,
            "kind": kind,
            "remarks": [],
            "position": replaced["position"] if replaced else len(beside),
            "preview": kind == "picture",
        }
        if replaced:
            documents.remove(replaced)
        documents.append(document)
        return document["id"]

    def _known(self, document_id: str) -> Document:
        found = [document for document in self._world.documents if document["id"] == document_id]
        if not found:
            raise Problem(404, "not-found")
        return found[0]

    async def paper_dates(self, bearer: str, record: str | None = None) -> list[PaperDate]:
        self._world.called("paper_dates")
        return [
            {"record": known, "piece": piece, "typed": typed, "problem": None}
            for (known, piece), typed in self._world.dates.items()
            if record in (None, known)
        ]

    async def keep_paper_dates(self, bearer: str, record: str, dates: Mapping[str, str], *, checked: bool) -> None:
        if checked:
            self._world.called("keep_paper_dates")
        for piece, typed in dates.items():
            self._world.dates.pop((record, piece), None)
            if typed:
                self._world.dates[record, piece] = typed

    async def reusable(self, bearer: str, slot: Slot) -> list[Reusable]:
        self._world.called("reusable")
        return self._world.reusable

    async def reuse(self, bearer: str, slot: Slot, source: Slot, key: str) -> None:
        self._world.called("reuse")
        if key not in self._world.keys:
            self._world.keys.append(key)
            self._keep(slot, "repris.pdf", 20_000, "pdf")

    async def order(self, bearer: str, slot: Slot, ids: Sequence[str]) -> None:
        self._world.called("order")
        own = {d["id"]: d for d in self._world.documents if (d["record"], d["piece"]) == (slot.record, slot.piece)}
        if own.keys() != set(ids):
            raise Problem(409, "order-stale")
        for position, document_id in enumerate(ids):
            own[document_id]["position"] = position

    async def preview(self, bearer: str, document_id: str) -> Download:
        self._world.called("preview")
        raise Problem(409, "scan-pending")

    async def attestation(self, bearer: str, model: str) -> AttestationModel:
        self._world.called("attestation")
        if self._world.attestation is None:
            raise Problem(404, "not-found")
        return self._world.attestation

    async def attest(
        self, bearer: str, model: str, slot: Slot, signed: dict[str, Any], key: str, replaces: str | None = None
    ) -> None:
        self._world.called("attest")
        self._world.keys.append(key)
        self._world.attested.append(signed)
        title = next(m["title"] for m in self._world.attestations[slot.piece] if m["code"] == model)
        self._keep(slot, f"{title}.pdf", 40_000, "attestation", self._known(replaces) if replaces else None)

    async def remove(self, bearer: str, document_id: str) -> None:
        self._world.called("remove")
        if all(document["id"] != document_id for document in self._world.documents):
            raise Problem(404, "not-found")
        self._world.documents[:] = [known for known in self._world.documents if known["id"] != document_id]

    async def content(self, bearer: str, document_id: str) -> Download:
        self._world.called("content")
        if document_id not in self._world.files:
            raise Problem(404, "not-found")
        if isinstance(file := self._world.files[document_id], Exception):
            raise file
        return file

    async def sign_manifest(self, bearer: str, records: list[str]) -> Manifest:
        self._world.called("sign_manifest")
        return {"manifest": "a.b.c", "slots": []}


def _kind(file_name: str, body: bytes) -> str:
    if body.startswith(b"%PDF-"):
        return "pdf"
    if body.startswith(b"\xff\xd8"):
        return "picture"
    raise Problem(422, "not-a-pdf" if file_name.endswith(".pdf") else "unsupported-kind")


class FakeNotifications(FamilyDataOfServices, NotificationsClient):
    def __init__(self, world: World) -> None:
        super().__init__("notifications", "http://notifications", NoConnections())
        self._world = world

    async def threads(self, bearer: str, family_id: str, after: str | None = None) -> list[ThreadSummary]:
        self._world.called("threads")
        return [
            {
                "id": thread["id"],
                "subject": thread["subject"],
                "desk": thread["desk"],
                "closed": thread["closed"],
                "last_at": thread["messages"][-1]["posted_at"],
                "last_author": thread["messages"][-1]["author"],
                "unread": _unread(thread),
            }
            for thread in self._world.threads
        ]

    async def thread(self, bearer: str, family_id: str, thread_id: str) -> Thread:
        self._world.called("thread")
        return self._thread(thread_id)

    async def mark_read(self, bearer: str, family_id: str, thread_id: str) -> None:
        self._world.called("mark_read")
        for message in self._thread(thread_id)["messages"]:
            if message["author"] != "family":
                message["read_at"] = WHEN

    async def unread_count(self, bearer: str, family_id: str) -> int:
        self._world.called("unread_count")
        return sum(_unread(thread) for thread in self._world.threads)

    async def begin_thread(self, bearer: str, family_id: str, message: Mapping[str, Any], key: str) -> str:
        self._world.called("begin_thread")
        self._world.sent.append(dict(message))
        return str(uuid4())

    async def answer_town(
        self, bearer: str, family_id: str, thread_id: str, message: Mapping[str, Any], key: str
    ) -> None:
        self._world.called("answer_town")
        self._world.sent.append(dict(message))

    async def draft(self, bearer: str, place: DraftPlace) -> MessageDraft | None:
        self._world.called("draft")
        return self._world.message_drafts.get(place)

    async def keep_draft(self, bearer: str, place: DraftPlace, typed: Mapping[str, str]) -> MessageDraft:
        self._world.called("keep_draft")
        before = self._world.message_drafts.get(place)
        draft: Any = {"id": before["id"] if before else str(uuid4()), **typed}
        self._world.message_drafts[place] = draft
        kept: MessageDraft = draft
        return kept

    async def discard_draft(self, bearer: str, place: DraftPlace) -> None:
        self._world.called("discard_draft")
        self._world.message_drafts.pop(place, None)

    async def work_threads(self, bearer: str, query: Mapping[str, str]) -> WorkThreads:
        self._world.called("work_threads")
        self._world.queries.append(dict(query))
        found = [thread for thread in self._world.agent_threads if thread["state"] == query.get("state")]
        return {"items": [_listed(thread) for thread in found], "next": None}

    async def thread_for_town(self, bearer: str, thread_id: str) -> AgentThread:
        self._world.called("thread_for_town")
        for thread in self._world.agent_threads:
            if thread["id"] == thread_id:
                return thread
        raise Problem(404, "not-found")

    async def family_to_write_to(self, bearer: str, family_id: str) -> FamilyToWriteTo:
        self._world.called("family_to_write_to")
        return {"id": family_id, "code": "00012"}

    async def write_to_family(self, bearer: str, message: Mapping[str, Any], key: str) -> str:
        self._world.called("write_to_family")
        self._world.sent.append(dict(message))
        return self._world.agent_threads[0]["id"]

    async def answer_family(
        self, bearer: str, thread_id: str, version: int, message: Mapping[str, Any], key: str
    ) -> None:
        self._world.called("answer_family")
        self._world.sent.append({"version": version, **message})

    async def close_thread(self, bearer: str, thread_id: str, version: int) -> None:
        self._world.called("close_thread")

    async def move_thread(self, bearer: str, thread_id: str, version: int, desk: str) -> None:
        self._world.called("move_thread")
        self._world.sent.append({"version": version, "desk": desk})

    def _thread(self, thread_id: str) -> Thread:
        for thread in self._world.threads:
            if thread["id"] == thread_id:
                return thread
        raise Problem(404, "not-found")


def _unread(thread: Thread) -> int:
    return sum(1 for message in thread["messages"] if message["author"] != "family" and not message["read_at"])


def _listed(thread: AgentThread) -> WorkThread:
    return {
        "id": thread["id"],
        "family_code": thread["family_code"],
        "subject": thread["subject"],
        "desk": thread["desk"],
        "state": thread["state"],
        "waiting_since": WHEN if thread["state"] == "to_answer" else None,
        "last_at": WHEN,
        "unread": 0,
    }


SCHOOL: School = {
    "uai": "0069901A",
    "name": "Maternelle Lou Souleù",
    "kind": "maternelle",
    "address": "3 rue des Selves",
    "telephone": "04 65 71 01 01",
    "levels": ["PS", "MS", "GS"],
    "head": None,
}


class FakeSchooling(RequestsOfSchooling, AdmissionOfSchooling, FamilyDataOfServices, SchoolingClient):
    def __init__(self, world: World) -> None:
        super().__init__("schooling", "http://schooling", NoConnections())
        self._world = world

    async def schools(self, bearer: str) -> list[School]:
        self._world.called("schools")
        return [SCHOOL]

    async def sector(self, bearer: str, question: SectorQuestion) -> SectorAnswer:
        """The street of the register has a school, even numbers apart; no other street has one."""
        self._world.called("sector")
        self._world.questions.append(question)
        here = question.get("street_id") == STREET_ID and int(question["number"]) % 2
        return {
            "street": "Rue des Selves" if here else None,
            "school": {"uai": SCHOOL["uai"], "name": SCHOOL["name"]} if here else None,
            "explanation": "Votre adresse est dans ce secteur." if here else "Le service détermine l'école.",
        }


def fake_clients(world: World, commune: Commune) -> Clients:
    return Clients(
        FakeIdentity(world),
        FakeHousehold(world, commune),
        FakeDocuments(world, commune),
        FakeSchooling(world),
        FakeNotifications(world),
    )
