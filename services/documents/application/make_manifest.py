"""A family is about to hand in: say, signed, which files stand for which piece at this moment."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from libs.domain.errors import NotFound
from services.documents.application.arrange_documents import forget_joined
from services.documents.application.date_papers import HERE
from services.documents.application.join_pictures import Joining, join_pictures, scan_of
from services.documents.application.ports import Signer, UnitOfWork
from services.documents.domain.document import Document, Scan
from services.documents.domain.ids import DocumentId, Owner, RecordKey
from services.documents.domain.manifest import Album, FilledSlot, TypedDates, albums_of, fill_slots

# Pictures may change while they are joined; who changes them that often gets a manifest that names the pictures.
_ATTEMPTS = 3
_JOINING_SECONDS = 6.0  # whoever presses TERMINER waits for it


@dataclass(frozen=True)
class SignedManifest:
    token: str
    slots: tuple[FilledSlot, ...]


Joined = dict[tuple[DocumentId, ...], Document]


async def make_manifest(
    owner: Owner, records: Sequence[RecordKey], new_uow: Callable[[], UnitOfWork], joining: Joining, signer: Signer
) -> SignedManifest:
    """Every file in it is promised: household may pin it, however late the news comes.

    The pictures of a slot stand in it as one PDF, made now unless it was made before. Where that does not succeed they
    stand for themselves: nobody is kept from handing in.

    Raises:
        NotFound: a record is another family's.
    """
    if any(record.kind == "family" and record.id != owner.id for record in records):
        raise NotFound
    wanted = tuple(dict.fromkeys(records))
    joined: Joined = {}
    failed: set[tuple[DocumentId, ...]] = set()
    deadline = asyncio.get_running_loop().time() + _JOINING_SECONDS
    for attempt in range(_ATTEMPTS + 1):
        async with new_uow() as uow:
            await uow.registrations.lock(owner)
            catalogue = await uow.catalogues.current()
            documents = await uow.documents.of_owner(owner)
            documents = _with_joined(albums_of(catalogue, wanted, documents), documents, joined, uow, joining)
            missing = _missing(albums_of(catalogue, wanted, documents), failed)
            if not missing or attempt == _ATTEMPTS:
                dates = TypedDates(await uow.paper_dates.typed(owner), joining.clock.now().astimezone(HERE).date())
                slots = fill_slots(catalogue, wanted, documents, owner, dates)
                for slot in slots:
                    for document in slot.documents:
                        document.promise()
                        if slot.dating:
                            document.give_date(slot.dating.day, slot.dating.expires_on)
                await uow.commit()
                break
        for album, made in await _join_in_time(owner, missing, joining, deadline):
            if made is None:
                failed.add(album.picture_ids)
            else:
                joined[album.picture_ids] = made
    return SignedManifest(signer.sign(owner, slots, joining.clock.now()), slots)


async def _join_in_time(
    owner: Owner, albums: Sequence[Album], joining: Joining, deadline: float
) -> list[tuple[Album, Document | None]]:
    async def join(album: Album) -> Document | None:
        try:
            async with asyncio.timeout_at(deadline):
                return await join_pictures(owner, album, joining)
        except TimeoutError:
            return None

    made = await asyncio.gather(*(join(album) for album in albums))
    return list(zip(albums, made, strict=True))


def _missing(albums: Iterable[Album], failed: set[tuple[DocumentId, ...]]) -> list[Album]:
    return [album for album in albums if album.joined is None and album.picture_ids not in failed]


def _with_joined(
    albums: Iterable[Album], documents: list[Document], joined: Joined, uow: UnitOfWork, joining: Joining
) -> list[Document]:
    """Take in what was joined meanwhile for the very pictures that the slots hold now.

    What was joined for others, or twice at once, is left to the sweeping of objects that no row names.
    """
    taken = []
    for album in albums:
        made = joined.get(album.picture_ids)
        if album.joined is not None or made is None:
            continue
        forget_joined((held for held in documents if held.slot == album.slot), joining.clock.now())
        made.scan = scan_of(album)
        made.scanned_late = made.scan is Scan.PENDING
        uow.documents.add(made)
        taken.append(made)
    return [document for document in documents if document.removed_at is None] + taken
