"""Identity's settings: the operator's from the environment, the town's from its commune file."""

from datetime import timedelta
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import SettingsConfigDict

from libs.chassis.keys import okp_key
from libs.chassis.settings import ServiceSettings
from libs.commune.profile import Profile
from libs.domain.throttling import Rate
from services.identity.adapters.captcha_keys import read_captcha_key
from services.identity.adapters.totp_vault import read_keys
from services.identity.application.rules import Rates, Rules, SignInRates
from services.identity.domain.password_policy import PasswordPolicy
from services.identity.domain.session import Lifetime, SessionKind


def _usable_jwk(value: SecretStr) -> SecretStr:
    try:
        okp_key(value.get_secret_value())
    except Exception:  # noqa: BLE001 - whatever is wrong with it, its text must not be quoted
        raise ValueError("is not a JWK of type OKP") from None
    return value


def _usable_keys(value: SecretStr) -> SecretStr:
    try:
        read_keys(value.get_secret_value())
    except ValueError:
        raise ValueError('is not {"current": name, "keys": {name: base64 of 32 bytes}}') from None
    return value


def _usable_secret(value: SecretStr) -> SecretStr:
    try:
        read_captcha_key(value.get_secret_value())
    except ValueError:
        raise ValueError("is not base64 of 32 bytes") from None
    return value


RateText = Annotated[str, Field(pattern=r"^[1-9]\d{0,5}/[1-9]\d{0,5}$")]


class IdentitySettings(ServiceSettings):
    """Durations as ISO 8601 (`PT30M`) or seconds; rates as `<at once>/<seconds until the next one>`.

    Attributes:
        notifications_sealing_public_key: JWK (OKP X25519) of the service that mails the links.
        totp_keys: `{"current": "k1", "keys": {"k1": "<base64 of 32 bytes>"}}`.
        captcha_key: base64 of 32 bytes: signs the challenges and keys the digests of mailed codes.
        captcha_work: how many tries of 5000 iterations a browser makes at most before it is believed.
        captcha_valid: how long a challenge may be solved.
        registration_lock_idle: after which a described registration asks its password again.
        known_device, known_devices: how long and how many devices keep a sign-in bucket of their own.
        family_idle ... registration_absolute: how long sessions last unused, and at all.
        sign_in_pair_rate ... sign_in_device_rate: see `domain.throttling`; the identifier's period must stay below the
            pair's, or one address block alone could drain it.
        forgotten_registration: when a pending account that household never heard of is deleted.
    """

    model_config = SettingsConfigDict(env_prefix="IDENTITY_")

    notifications_sealing_public_key: Annotated[SecretStr, AfterValidator(_usable_jwk)]
    totp_keys: Annotated[SecretStr, AfterValidator(_usable_keys)]
    captcha_key: Annotated[SecretStr, AfterValidator(_usable_secret)]
    captcha_work: int = Field(default=200, ge=1, le=100_000)
    captcha_valid: timedelta = timedelta(minutes=10)

    family_idle: timedelta = timedelta(minutes=30)
    family_absolute: timedelta = timedelta(hours=12)
    staff_idle: timedelta = timedelta(minutes=15)
    staff_absolute: timedelta = timedelta(hours=10)
    second_factor_absolute: timedelta = timedelta(minutes=5)
    registration_idle: timedelta = timedelta(hours=48)
    registration_absolute: timedelta = timedelta(days=30)
    registration_after_activation: timedelta = timedelta(minutes=15)
    registration_lock_idle: timedelta = timedelta(minutes=30)
    forgotten_registration: timedelta = timedelta(days=30)
    mail_code: timedelta = timedelta(hours=1)
    known_device: timedelta = timedelta(days=365)
    known_devices: int = Field(default=20, ge=1, le=1000)

    sign_in_pair_rate: RateText = "5/60"
    sign_in_identifier_rate: RateText = "60/30"
    sign_in_block_rate: RateText = "100/5"
    sign_in_device_rate: RateText = "5/60"
    registration_rate: RateText = "100/3"
    account_step_rate: RateText = "10/20"
    activation_mail_rate: RateText = "4/600"
    known_address_mail_rate: RateText = "1/3600"
    second_factor_rate: RateText = "5/300"
    recovery_rate: RateText = "3/900"
    recovery_block_rate: RateText = "60/30"
    mail_code_rate: RateText = "3/600"
    mail_code_block_rate: RateText = "20/60"
    resumption_rate: RateText = "50/10"
    resumption_mail_rate: RateText = "5/900"
    registration_unlock_rate: RateText = "5/60"
    own_account_rate: RateText = "5/60"
    data_export_rate: RateText = "3/1200"
    email_change_mail_rate: RateText = "3/900"

    def rules(self, town: Profile) -> Rules:
        """What the use-cases go by."""
        return Rules(
            password=PasswordPolicy(minimum=town.password.minimum, maximum=town.password.maximum),
            lifetimes={
                SessionKind.FAMILY: Lifetime(self.family_idle, self.family_absolute),
                SessionKind.STAFF: Lifetime(self.staff_idle, self.staff_absolute),
                SessionKind.SECOND_FACTOR: Lifetime(self.second_factor_absolute, self.second_factor_absolute),
                SessionKind.REGISTRATION: Lifetime(self.registration_idle, self.registration_absolute),
            },
            rates=self._rates(),
            activation_link=timedelta(hours=town.delays.activation_hours),
            registration_after_activation=self.registration_after_activation,
            password_reset=timedelta(minutes=town.delays.password_reset_minutes),
            email_change=timedelta(hours=town.delays.email_change_hours),
            closed_account=timedelta(days=town.delays.closed_account_days),
            claim=timedelta(days=town.delays.claim_days),
            never_activated=timedelta(days=town.delays.never_activated_days),
            activation_reminder=timedelta(days=town.delays.activation_reminder_days),
            registration_lock_idle=self.registration_lock_idle,
            mail_code=self.mail_code,
            resumption_link=timedelta(hours=town.delays.draft_hours),
            known_device=self.known_device,
            known_devices=self.known_devices,
            terms=frozenset({town.terms_version}),
        )

    def _rates(self) -> Rates:
        return Rates(
            sign_in=SignInRates(
                pair=_rate(self.sign_in_pair_rate),
                identifier=_rate(self.sign_in_identifier_rate),
                block=_rate(self.sign_in_block_rate),
                device=_rate(self.sign_in_device_rate),
            ),
            registration=_rate(self.registration_rate),
            account_step=_rate(self.account_step_rate),
            activation_mail=_rate(self.activation_mail_rate),
            known_address_mail=_rate(self.known_address_mail_rate),
            second_factor=_rate(self.second_factor_rate),
            recovery=_rate(self.recovery_rate),
            recovery_block=_rate(self.recovery_block_rate),
            mail_code=_rate(self.mail_code_rate),
            mail_code_block=_rate(self.mail_code_block_rate),
            resumption=_rate(self.resumption_rate),
            resumption_mail=_rate(self.resumption_mail_rate),
            registration_unlock=_rate(self.registration_unlock_rate),
            own_account=_rate(self.own_account_rate),
            data_export=_rate(self.data_export_rate),
            email_change_mail=_rate(self.email_change_mail_rate),
        )


def _rate(text: str) -> Rate:
    burst, _, seconds = text.partition("/")
    return Rate(int(burst), timedelta(seconds=int(seconds)))
