"""The API of notifications."""

from fastapi import FastAPI

from libs.chassis.clock import SystemClock
from libs.chassis.db import Database
from libs.chassis.logging import configure_logging
from libs.chassis.service import build_api, serve
from libs.chassis.settings import settings_or_exit
from libs.commune.messages import read_messages
from services.notifications.adapters.correspondence import rules_of
from services.notifications.adapters.manifest_reader import ManifestReader
from services.notifications.adapters.unit_of_work import NotificationsUnitOfWork
from services.notifications.api import (
    routes_desks,
    routes_drafts,
    routes_export,
    routes_family_threads,
    routes_history,
    routes_threads,
)
from services.notifications.api.dependencies import Dependencies
from services.notifications.application.office import Office
from services.notifications.settings import NotificationsApiSettings


def create_app(settings: NotificationsApiSettings) -> FastAPI:
    database = Database(settings.database_url.get_secret_value(), application="notifications")
    app = build_api(
        "notifications",
        settings,
        routers=[
            routes_desks.router,
            routes_family_threads.router,
            routes_drafts.router,
            routes_threads.router,
            routes_history.router,
            routes_export.router,
        ],
        checks={"database": database.answers},
        closing=[database.close],
    )
    office = Office(
        rules_of(read_messages(settings.commune_dir).desks),
        ManifestReader(settings.manifest_public_key.get_secret_value()),
        SystemClock(),
    )
    app.state.deps = Dependencies(database, lambda: NotificationsUnitOfWork(database), office)
    return app


def main() -> None:
    settings = settings_or_exit(NotificationsApiSettings)
    configure_logging("notifications", settings.log_level)
    serve(create_app(settings), settings)


if __name__ == "__main__":
    main()
