"""The API of identity."""

from fastapi import FastAPI

from libs.chassis.clock import SystemClock
from libs.chassis.db import Database
from libs.chassis.logging import configure_logging
from libs.chassis.sealing import Sealer
from libs.chassis.service import build_api, serve
from libs.chassis.settings import settings_or_exit
from libs.chassis.throttle import SqlThrottle
from libs.commune.profile import read_profile
from services.identity.adapters.altcha_captcha import AltchaCaptcha
from services.identity.adapters.argon2_hasher import Argon2Hasher
from services.identity.adapters.captcha_keys import read_captcha_key
from services.identity.adapters.code_digests import KeyedCodeDigests
from services.identity.adapters.directory import SqlDirectory
from services.identity.adapters.published import publisher
from services.identity.adapters.totp_vault import TotpVault
from services.identity.adapters.unit_of_work import IdentityUnitOfWork
from services.identity.adapters.zxcvbn_estimator import ZxcvbnEstimator
from services.identity.api import (
    routes_account,
    routes_activations,
    routes_captcha,
    routes_claims,
    routes_email_changes,
    routes_history,
    routes_passwords,
    routes_recoveries,
    routes_registrations,
    routes_resumptions,
    routes_sessions,
)
from services.identity.api.dependencies import Dependencies
from services.identity.settings import IdentitySettings


def create_app(settings: IdentitySettings) -> FastAPI:
    town = read_profile(settings.commune_dir)
    database = Database(settings.database_url.get_secret_value(), application="identity")
    translate = publisher(Sealer(settings.notifications_sealing_public_key.get_secret_value()))
    hasher = Argon2Hasher()
    captcha_key = read_captcha_key(settings.captcha_key.get_secret_value())
    app = build_api(
        "identity",
        settings,
        routers=[
            routes_sessions.router,  # the one that every page asks stands first
            routes_registrations.router,
            routes_captcha.router,
            routes_resumptions.router,
            routes_activations.router,
            routes_recoveries.router,
            routes_claims.router,
            routes_passwords.router,
            routes_account.router,
            routes_email_changes.router,
            routes_history.router,
        ],
        checks={"database": database.answers},
        closing=[database.close, hasher.close],
    )
    app.state.deps = Dependencies(
        database=database,
        uow=lambda: IdentityUnitOfWork(database, translate),
        clock=SystemClock(),
        directory=SqlDirectory(database),
        throttle=SqlThrottle(database),
        hasher=hasher,
        estimator=ZxcvbnEstimator(),
        second_factor=TotpVault(settings.totp_keys.get_secret_value()),
        captcha=AltchaCaptcha(captcha_key, work=settings.captcha_work, valid=settings.captcha_valid),
        codes=KeyedCodeDigests(captcha_key),
        rules=settings.rules(town),
        roles=town.roles,
    )
    return app


def main() -> None:
    settings = settings_or_exit(IdentitySettings)
    configure_logging("identity", settings.log_level)
    serve(create_app(settings), settings)


if __name__ == "__main__":
    main()
