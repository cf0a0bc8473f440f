"""The scanner spoke about a file after it was handed in: an infected one refuses its piece by itself."""

from services.household.application.ports import Clock, UnitOfWork
from services.household.domain.ids import DocumentId
from services.household.domain.pieces import Scan
from services.household.domain.refusal_reasons import INFECTED


async def take_scan_verdict(document_id: DocumentId, verdict: Scan, uow: UnitOfWork, clock: Clock) -> None:
    """Runs inside the caller's transaction.

    Raises:
        LookupError: the commune's data does not word the reason; `kiosque commune load` refuses such data.
    """
    submissions = await uow.submissions.open_with(document_id)
    if not submissions:
        return
    reason = await uow.town_data.reason(INFECTED)
    if reason is None:
        raise LookupError(f"no refusal reason {INFECTED}")
    for submission in submissions:
        for key in submission.take_verdict(document_id, verdict, reason, clock.now()):
            uow.note(
                "service:household",
                "item.refused",
                f"submission:{submission.id}",
                reason=INFECTED,
                family=submission.family_id,
                item=str(key),
            )
        await uow.submissions.save(submission)
