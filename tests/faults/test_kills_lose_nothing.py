"""A hundred families are created while the broker, every service and every worker is killed once.

Who is killed, and when, comes from a seed that is printed; KIOSQUE_SEED replays it.
"""

import email
import email.policy
import hashlib
import json
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from libs.contracts.catalogue import BY_TYPE, SERVICES
from tests.faults.campaign import FAMILIES, POISONED, Campaign, carry_out
from tests.faults.killing import VICTIMS
from tests.faults.ledger import Ledger, out_of_order
from tests.support.agents import AgentAtWork
from tests.support.running_product import Product, running_product
from tests.support.visitor import Visitor

PATIENCE = 60.0
pytestmark = [pytest.mark.slow, pytest.mark.timeout(240), pytest.mark.xdist_group("faults")]


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    """The product, whose schooling gives up on an event after seconds instead of minutes."""
    with running_product("faults", {"schooling-worker": {"SCHOOLING_RETRY_SECONDS": "0.02"}}) as product:
        yield product


@pytest.fixture(scope="module")
def ledger(product: Product) -> Ledger:
    return Ledger(product.instance)


@pytest.fixture(scope="module")
def campaign(product: Product, ledger: Ledger) -> Campaign:
    """The load, carried out once for all tests of this module; then the product is given its time to recover."""
    seed = int(os.environ.get("KIOSQUE_SEED") or random.SystemRandom().randrange(10**6))
    ledger.poison(POISONED)
    campaign = Campaign(product, seed)
    carry_out(campaign)
    product.instance.wait_for_product()
    return campaign


def test_every_process_was_killed_and_every_family_got_its_code(campaign: Campaign) -> None:
    assert len(campaign.kills) == len(VICTIMS)
    assert len(campaign.shown) == FAMILIES
    assert not campaign.broken


def test_the_outboxes_are_empty_within_a_minute(campaign: Campaign, ledger: Ledger) -> None:
    ledger.seconds_until_drained(PATIENCE)


def test_no_code_was_shown_twice(campaign: Campaign) -> None:
    assert [code for code, count in Counter(shown.code for shown in campaign.shown).items() if count > 1] == []


async def test_staff_see_each_family_once_and_whole(campaign: Campaign, product: Product, ledger: Ledger) -> None:
    ledger.seconds_until_drained(PATIENCE)
    async with Visitor(product.site) as visitor:
        agent = AgentAtWork(visitor, await product.new_agent())
        await agent.sign_in()
        listed = await agent.work_list()
        assert Counter({code: len(files) for code, files in listed.items()}) == Counter(
            {shown.code: 1 for shown in campaign.shown}
        )
        for shown in campaign.shown:
            page = await visitor.open(listed[shown.code][0])
            for words in (shown.family.adult.last_name, shown.family.adult.first_name, shown.family.child.first_name):
                assert page.says(words), f"{words} is missing in the file of {shown.code}"
            files = await agent.files_of(page)
            received = {hashlib.sha256(content).hexdigest() for content in files.values()}
            assert received == {paper.sha256 for paper in shown.papers.values()}, f"the pieces of {shown.code} differ"


def test_each_family_got_its_activation_mail(campaign: Campaign, product: Product) -> None:
    """A kill between DATA and commit may send a mail twice: the same mail, with the same Message-ID."""
    received = activation_mails(product.instance.folder.mails)
    kills = sum("notifications-worker" in kill for kill in campaign.kills)
    missing = [shown.code for shown in campaign.shown if shown.family.email not in received]
    assert not missing
    several = {address: ids for address, ids in received.items() if len(set(ids)) > 1}
    assert not several, "different activation mails to one address"
    assert sum(len(ids) - 1 for ids in received.values()) <= kills


def test_events_were_applied_in_the_order_of_their_subject(campaign: Campaign, ledger: Ledger) -> None:
    applied = ledger.applied()
    subjects = Counter((event.service, event.source, event.subject) for event in applied)
    assert sum(count > 1 for count in subjects.values()) >= FAMILIES, "no subject with several events: nothing is shown"
    assert not out_of_order(applied, ledger.published())


def test_every_reader_received_every_event(campaign: Campaign, ledger: Ledger) -> None:
    received = {service: ledger.received(service) for service in SERVICES}
    lost = [
        f"{event_type} {event_id} never came to {reader}"
        for event_id, event_type in ledger.published()
        for reader in BY_TYPE[event_type].readers
        if event_id not in received[reader]
    ]
    assert not lost


def test_an_event_that_always_fails_dies_alone_and_is_replayed(
    campaign: Campaign, product: Product, ledger: Ledger
) -> None:
    ledger.seconds_until_drained(PATIENCE)
    dead = json.loads(kiosque(product, "bus", "dead", "--json"))
    assert [(event["service"], event["type"]) for event in dead] == [("schooling", "household.child.changed.v1")]
    assert ledger.children_known() == FAMILIES - 1
    ledger.cure()
    kiosque(product, "bus", "dead", "--replay", dead[0]["event_id"])
    ledger.seconds_until_drained(PATIENCE)
    assert json.loads(kiosque(product, "bus", "dead", "--json")) == []
    assert ledger.children_known() == FAMILIES


def kiosque(product: Product, *arguments: str) -> str:
    """What the command prints. Raises CalledProcessError when it fails."""
    environment = {"PATH": os.defpath, "LANG": "C.UTF-8", "KIOSQUE_ENV_FILE": str(product.instance.folder.environment)}
    done = subprocess.run(
        [sys.executable, "-m", "cli.main", *arguments], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout


def activation_mails(folder: Path) -> dict[str, list[str]]:
    """The Message-ID of every activation mail, by the address it went to."""
    found: dict[str, list[str]] = {}
    for path in folder.glob("*.mail"):
        envelope, _, content = path.read_bytes().partition(b"\n")
        message = email.message_from_bytes(content, policy=email.policy.default)
        if "Activez votre compte" in str(message["Subject"]):
            for address in json.loads(envelope)["to"]:
                found.setdefault(address, []).append(str(message["Message-ID"]))
    return found
