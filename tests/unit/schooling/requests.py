"""Builders of requests and of what stands around them."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from services.schooling.domain.campaign import Campaign
from services.schooling.domain.decisions import Advice, Choice, Decision, Opinion, RefusalReason
from services.schooling.domain.derogation import Derogation, DerogationReason
from services.schooling.domain.eligibility import CampaignNow, CampaignState, Standing
from services.schooling.domain.level import Fit, Level, LevelAnswer
from services.schooling.domain.offer import Offer, SectorShown
from services.schooling.domain.pre_registration import PreRegistration
from services.schooling.domain.receipt import Silence
from services.schooling.domain.request_kind import RequestKind
from services.schooling.domain.said import Said

AT = datetime(2026, 4, 2, 8, tzinfo=UTC)
AGENT = UUID(int=7)
SECTOR, WANTED, OTHER = "0060001A", "0060002B", "0060003C"
REASON = RefusalReason(
    "plein", "L'école est pleine.", "L212-7", frozenset({"pre_registration", "derogation", "outside"})
)


def accept() -> Decision:
    return Decision.made(Choice.ACCEPT, None, None, on="derogation", by=AGENT, at=AT)


def refuse(comment: str = "Vu.") -> Decision:
    return Decision.made(Choice.REFUSE, REASON, comment, on="derogation", by=AGENT, at=AT)


def advice() -> Advice:
    return Advice(Opinion.UNFAVOURABLE, date(2026, 5, 21), None, AGENT, AT)


def an_offer(*, sector: str | None = SECTOR, newcomer: bool = False) -> Offer:
    shown = SectorShown(sector, None if sector else "hole", "…")
    return Offer(2026, "rentree-2026", False, newcomer, Level.PS, "…", None, shown)


def a_request(
    kind: RequestKind = RequestKind.SECTOR, *, sector: str | None = SECTOR, objection: str | None = None
) -> PreRegistration:
    derogation = None
    if kind is not RequestKind.SECTOR:
        derogation = Derogation(WANTED, (DerogationReason("sante", "Santé", "L212-8", True),), None)
    return PreRegistration.submit(
        uuid4(),
        "2026-00001",
        uuid4(),
        uuid4(),
        an_offer(sector=None if kind is RequestKind.OUTSIDE else sector),
        kind=kind,
        silence=Silence(True, date(2026, 6, 2), "L231-1"),
        said=Said(objection),
        documents=(),
        derogation=derogation,
        at=AT,
    )


def a_campaign(
    state: CampaignState = CampaignState.OPEN,
    *,
    levels: tuple[Level, ...] = tuple(Level),
    newcomers: bool = True,
    code: str = "rentree",
) -> CampaignNow:
    opens = AT if state is CampaignState.UPCOMING else AT - timedelta(days=40)
    closes = opens + timedelta(days=30)
    return CampaignNow(Campaign(code, "…", 2026, levels, newcomers, opens, closes, 15, "…", "…"), state)


def a_standing(*campaigns: CampaignNow, level: Level | None = Level.PS, **changed: bool | None) -> Standing:
    fit = Fit.FITS if level else Fit.TOO_YOUNG
    known: dict[str, bool | None] = {
        "family_complete": True,
        "newcomer": False,
        "outside": False,
        "compulsory": True,
        **changed,
    }
    return Standing(LevelAnswer(fit, level, "…"), campaigns, **known)  # type: ignore[arg-type]
