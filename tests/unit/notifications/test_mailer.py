"""The mailer's round, without servers."""

import pytest

from services.notifications.application.ports import DueDelivery, Mail, Unwritable
from services.notifications.application.send_due_mails import Mailer
from services.notifications.domain.delivery import Deferred, Expired, Fate, Refused, Sent, Template
from tests.fakes.notifications import (
    NOT_NOW,
    FakeCounter,
    FakeEncloser,
    FakeMailWriter,
    FakeOpener,
    FakePostman,
    FakeQueue,
    due,
)


def mailer(queue: FakeQueue, postman: FakePostman, counter: FakeCounter | None = None) -> Mailer:
    return Mailer(queue, FakeMailWriter(), FakeEncloser(), FakeOpener(), postman, counter or FakeCounter())


async def test_every_due_mail_leaves_in_order_and_the_conversation_ends() -> None:
    first, second = due(), due(Template.ADDRESS_KNOWN)
    queue, postman, counter = FakeQueue([first, second]), FakePostman(), FakeCounter()
    assert await mailer(queue, postman, counter).send_due_mails() is False
    assert [mail.id for mail in postman.mails] == [first.id, second.id]
    assert queue.fates == [Sent(), Sent()]
    assert counter.counted == [(Template.DECISION, "Sent"), (Template.ADDRESS_KNOWN, "Sent")]
    assert postman.rests == 1


async def test_a_mail_that_must_wait_holds_back_no_other() -> None:
    queue, postman = FakeQueue([due(), due()]), FakePostman(answers=[NOT_NOW])
    await mailer(queue, postman).send_due_mails()
    assert queue.fates == [NOT_NOW, Sent()]


async def test_the_secret_is_opened_for_the_writer_alone() -> None:
    postman = FakePostman()
    await mailer(FakeQueue([due(Template.ACTIVATION, sealed="sealed:token")]), postman).send_due_mails()
    assert postman.mails[0].text == "token"


async def test_a_secret_that_nobody_can_open_is_given_up_without_a_mail() -> None:
    queue, postman = FakeQueue([due(Template.ACTIVATION, sealed="garbled")]), FakePostman()
    await mailer(queue, postman).send_due_mails()
    assert queue.fates == [Refused("secret cannot be opened")]
    assert not postman.mails


async def test_an_expired_mail_never_leaves() -> None:
    queue, postman = FakeQueue([due(Template.ACTIVATION, sealed="sealed:token", expired=True)]), FakePostman()
    await mailer(queue, postman).send_due_mails()
    assert queue.fates == [Expired()]
    assert not postman.mails


async def test_a_broken_template_waits_for_the_operator_and_stops_no_other_mail() -> None:
    class Broken(FakeMailWriter):
        def write(self, delivery: DueDelivery, secret: str | None) -> Mail:
            if delivery.template is Template.DECISION:
                raise Unwritable("decision.text.j2")
            return super().write(delivery, secret)

    queue, postman = FakeQueue([due(), due(Template.ADDRESS_KNOWN)]), FakePostman()
    await Mailer(queue, Broken(), FakeEncloser(), FakeOpener(), postman, FakeCounter()).send_due_mails()
    assert [type(fate) for fate in queue.fates] == [Deferred, Sent]


async def test_the_conversation_ends_even_when_the_database_goes_away() -> None:
    class Gone(FakeQueue):
        async def record(self, delivery: DueDelivery, fate: Fate) -> None:
            raise ConnectionError

    postman = FakePostman()
    with pytest.raises(ConnectionError):
        await mailer(Gone([due()]), postman).send_due_mails()
    assert postman.rests == 1
