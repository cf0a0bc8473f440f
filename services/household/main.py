"""The API of household."""

from fastapi import FastAPI

from libs.chassis.clock import Clock, SystemClock
from libs.chassis.db import Database
from libs.chassis.logging import configure_logging
from libs.chassis.service import build_api, serve
from libs.chassis.settings import settings_or_exit
from libs.chassis.throttle import SqlThrottle
from libs.commune.profile import read_profile
from services.household.adapters.manifest_reader import ManifestReader
from services.household.adapters.unit_of_work import HouseholdUnitOfWork
from services.household.api import (
    routes_counter,
    routes_drafts,
    routes_export,
    routes_families,
    routes_health,
    routes_history,
    routes_members,
    routes_submissions,
    routes_town,
)
from services.household.api.dependencies import Dependencies
from services.household.application.locality import Locality
from services.household.domain.town import Town
from services.household.settings import HouseholdSettings


def create_app(settings: HouseholdSettings, clock: Clock | None = None) -> FastAPI:
    profile = read_profile(settings.commune_dir)
    draft_hours = profile.delays.draft_hours
    database = Database(settings.database_url.get_secret_value(), application="household")
    app = build_api(
        "household",
        settings,
        routers=[
            routes_town.router,
            routes_drafts.router,
            routes_families.router,
            routes_members.router,
            routes_history.router,
            routes_health.router,
            routes_export.router,
            routes_counter.router,
            routes_submissions.router,
        ],
        checks={"database": database.answers},
        closing=[database.close],
    )
    app.state.deps = Dependencies(
        database=database,
        uow=lambda: HouseholdUnitOfWork(database, draft_hours),
        locality=Locality(Town(profile.name, frozenset(profile.postal_codes)), clock or SystemClock()),
        manifests=ManifestReader(settings.manifest_public_key.get_secret_value()),
        draft_hours=draft_hours,
        link_days=profile.delays.link_days,
        throttle=SqlThrottle(database),
        never_activated_days=profile.delays.never_activated_days,
    )
    return app


def main() -> None:
    settings = settings_or_exit(HouseholdSettings)
    configure_logging("household", settings.log_level)
    serve(create_app(settings), settings)


if __name__ == "__main__":
    main()
