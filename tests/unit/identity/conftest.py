import re
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import pytest

from services.identity.application.describe_account import DescribeAccount, describe_account
from services.identity.application.join_family import join_family
from services.identity.application.rules import Rules
from services.identity.application.sign_in import SignIn, sign_in
from services.identity.application.start_registration import StartRegistration, start_registration
from services.identity.domain.account import Account, AccountId, Family, Holder
from services.identity.domain.events import ActivationRequested
from services.identity.domain.proof import Puzzle
from services.identity.domain.session import OpenedSession
from tests.fakes.identity import (
    FakeClock,
    FakeDirectory,
    FakeEstimator,
    FakeHasher,
    FakeSecondFactor,
    FakeThrottle,
    FakeUnitOfWork,
    rules,
)
from tests.fakes.identity_proofs import FakeCaptcha, FakeCodeDigests

PASSWORD = "Selves06500"


@dataclass
class Identity:
    """Identity's use-cases over fakes, in the words of who uses them."""

    clock: FakeClock = field(default_factory=FakeClock)
    throttle: FakeThrottle = field(default_factory=FakeThrottle)
    hasher: FakeHasher = field(default_factory=FakeHasher)
    second_factor: FakeSecondFactor = field(default_factory=FakeSecondFactor)
    estimator: FakeEstimator = field(default_factory=FakeEstimator)
    captcha: FakeCaptcha = field(default_factory=FakeCaptcha)
    codes: FakeCodeDigests = field(default_factory=FakeCodeDigests)
    rules: Rules = field(default_factory=rules)

    def __post_init__(self) -> None:
        self.uow = FakeUnitOfWork(self.clock)
        self.directory = FakeDirectory(self.uow)

    def account(self, account_id: UUID) -> Account:
        return self.uow.state.accounts[account_id]

    async def starts(self, email: str = "anne@example.org") -> tuple[AccountId, OpenedSession]:
        return await start_registration(StartRegistration(email, "192.0.2.1"), self.uow, self.throttle, self.rules)

    async def describes(self, registration_id: UUID, **changed: object) -> None:
        told: dict[str, object] = {
            "holder": Holder("madame", "Durand", "Anne"),
            "password": PASSWORD,
            "email": self.account(registration_id).email if registration_id in self.uow.state.accounts else "x@y.fr",
            "terms_version": "2026-01",
            "accepts_terms": True,
            "declares_exact": True,
            "proof": Puzzle(f"solved for {registration_id}"),
        }
        await describe_account(
            DescribeAccount(registration_id, **{**told, **changed}),  # type: ignore[arg-type] # a test's own words
            self.uow,
            throttle=self.throttle,
            hasher=self.hasher,
            estimator=self.estimator,
            captcha=self.captcha,
            codes=self.codes,
            rules=self.rules,
            clock=self.clock,
        )

    async def joins(self, registration_id: UUID, code: str = "00042", family_id: UUID | None = None) -> Family:
        """As the applier does: the handler leaves the commit to it."""
        family = Family(family_id or uuid4(), code)
        async with self.uow:
            await join_family(registration_id, family, self.uow, self.rules)
            await self.uow.commit()
        return family

    async def waits_for_activation(self, email: str = "anne@example.org", code: str = "00042") -> AccountId:
        registration_id, _session = await self.starts(email)
        await self.describes(registration_id)
        await self.joins(registration_id, code)
        return registration_id

    async def signs_in(self, identifier: str, password: str = PASSWORD, address: str = "192.0.2.1") -> OpenedSession:
        session, _device = await self.signs_in_on(None, identifier, password, address)
        return session

    async def signs_in_on(
        self, device: str | None, identifier: str, password: str = PASSWORD, address: str = "192.0.2.1"
    ) -> tuple[OpenedSession, str]:
        return await sign_in(
            SignIn(identifier, password, address, device),
            self.uow,
            directory=self.directory,
            throttle=self.throttle,
            hasher=self.hasher,
            rules=self.rules,
        )

    def mailed_tokens(self) -> list[str]:
        return [event.token for event in self.uow.state.events if isinstance(event, ActivationRequested)]

    def audited(self) -> list[tuple[str, str | None]]:
        """(action, reason) of each row; no row tells more of a person than an id."""
        for row in self.uow.state.audit:
            assert not re.search(r"@|Durand|Anne", " ".join(word or "" for word in row)), row
        return [(action, reason) for _actor, action, _what, reason in self.uow.state.audit]


@pytest.fixture
def identity() -> Identity:
    return Identity()
